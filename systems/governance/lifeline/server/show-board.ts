/** 城市生命线总览: networks, sensors that report, and the joint cases that are open, the gravest first. */
import type { Context, Handler } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { telemetry } from '../../../../engines/telemetry/service.ts';
import { incident } from '../incident/incident.ts';
import { waterNetwork, waterSensor } from '../registers/network.ts';
import type { incidentRoutes } from '../routes/incident-routes.ts';

/** As many as one list gives. */
const most = 200;
const mostRows = 20_000;
const hour = 3_600_000;

/** The newest cases, and how many are open of each level; null for who may not read them, and sees the networks all the same. */
async function openCases(context: Context, levels: readonly string[]) {
  const rows = context.use(registers);
  const { principal } = context;
  if (!rows.decide(principal, 'lifeline.incident', 'read').permit) return null;
  const where = { status: 'open,suspended' };
  const page = await rows.of(incident).list(principal, { where, sort: '-openedAt', size: most });
  const counts = await Promise.all(
    levels.map((level) => rows.of(incident).list(principal, { where: { ...where, level }, size: 1 })),
  );
  const labels = await rows.labels(principal, 'lifeline.incident', page.rows as never);
  const shown = page.rows
    .map(({ id, number, title, kind, level, stage, happenedAt, stageDueAt }) => ({
      id,
      number,
      title,
      kind,
      level,
      stage: stage ?? '',
      stageTitle: labels['stage']?.[stage ?? ''] ?? incident.process.stages[stage ?? '']?.title ?? '',
      happenedAt,
      dueAt: stageDueAt,
    }))
    .toSorted((a, b) => (a.level ?? '9').localeCompare(b.level ?? '9'));
  return { shown, counts: counts.map(({ total }) => total) };
}

export const showBoard: Handler<typeof incidentRoutes.board> = async (_, context) => {
  const rows = context.use(registers);
  const levels = await rows.codeLists.list('lifeline levels');
  const [networks, sensors, open] = await Promise.all([
    rows.of(waterNetwork).listEvery(context.principal, { most: mostRows }),
    rows.of(waterSensor).listEvery(context.principal, { most: mostRows }),
    openCases(
      context,
      levels.map(({ code }) => code),
    ),
  ]);
  const last = await context.use(telemetry).readLast(sensors.map(({ device }) => device));
  const since = context.now.getTime() - hour;
  const heard = new Set(last.filter(({ at }) => Date.parse(at) >= since).map(({ device }) => device));
  return {
    networks: networks.map(({ id, name, position }) => ({ id, name, position })),
    sensors: { all: sensors.length, reporting: sensors.filter(({ device }) => heard.has(device)).length },
    kilometres: Math.round(networks.reduce((sum, { kilometres }) => sum + (kilometres ?? 0), 0) * 10) / 10,
    open: open?.shown ?? null,
    levels: levels.map(({ code, name }, index) => ({ level: code, name, open: open?.counts[index] ?? 0 })),
  };
};
