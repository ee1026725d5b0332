/** 城市生命线总览: networks, sensors that report, and the joint cases that are open, the gravest first. */
import type { Context, Handler } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { device, thingModel } from '../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../engines/telemetry/service.ts';
import { incident } from '../incident/incident.ts';
import { bridgePoint } from '../registers/bridge-point.ts';
import { drainPoint } from '../registers/drain-point.ts';
import { gasSpace } from '../registers/gas-space.ts';
import { waterNetwork, waterSensor } from '../registers/network.ts';
import type { incidentRoutes } from '../routes/incident-routes.ts';

/** As many as one list gives. */
const most = 200;
const mostRows = 20_000;
const hour = 3_600_000;

/** The newest cases, and how many are open of each level; null for who may not read them, and sees the networks all the same. */
async function openCases(context: Context, levels: readonly string[], kinds: readonly string[]) {
  const rows = context.use(registers);
  const { principal } = context;
  if (!rows.decide(principal, 'lifeline.incident', 'read').permit) return null;
  const where = { status: 'open,suspended' };
  const page = await rows.of(incident).list(principal, { where, sort: '-openedAt', size: most });
  const count = async (of: Readonly<Record<string, string>>) =>
    (await rows.of(incident).list(principal, { where: { ...where, ...of }, size: 1 })).total;
  const [counts, ofKinds] = await Promise.all([
    Promise.all(levels.map((level) => count({ level }))),
    Promise.all(kinds.map((kind) => count({ kind }))),
  ]);
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
  return { shown, counts, kinds: ofKinds };
}

/** Devices of the points of each kind. */
async function pointsByKind(context: Context): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = context.use(registers);
  const { principal } = context;
  const [water, gas, bridges, drains, heat] = await Promise.all([
    rows.of(waterSensor).listEvery(principal, { most: mostRows }),
    rows.of(gasSpace).listEvery(principal, { most: mostRows }),
    rows.of(bridgePoint).listEvery(principal, { most: mostRows }),
    rows.of(drainPoint).listEvery(principal, { most: mostRows }),
    heatDevices(context),
  ]);
  const of = (points: readonly { readonly device: string }[]) => points.map(({ device: own }) => own);
  return new Map([
    ['water', of(water)],
    ['gas', of(gas)],
    ['bridge', of(bridges)],
    ['drainage', of(drains)],
    ['heat', heat],
  ]);
}

/** Heat has no register of its own: its points are the devices of its model. */
async function heatDevices(context: Context): Promise<readonly string[]> {
  const rows = context.use(registers);
  if (!rows.decide(context.principal, 'telemetry.device', 'read').permit) return [];
  const [model] = await rows.of(thingModel).trusted.findMany(context.use(store).db, {
    filter: { field: 'code', is: 'equal', value: 'heat-network-monitor' },
    limit: 1,
  });
  if (model === undefined) return [];
  const found = await rows
    .of(device)
    .listEvery(context.principal, { where: { model: model.id, stage: 'active' }, most: mostRows });
  return found.map(({ id }) => id);
}

export const showBoard: Handler<typeof incidentRoutes.board> = async (_, context) => {
  const rows = context.use(registers);
  const [levels, kinds] = await Promise.all([
    rows.codeLists.list('lifeline levels'),
    rows.codeLists.list('lifeline kinds'),
  ]);
  const [networks, points, open] = await Promise.all([
    rows.of(waterNetwork).listEvery(context.principal, { most: mostRows }),
    pointsByKind(context),
    openCases(
      context,
      levels.map(({ code }) => code),
      kinds.map(({ code }) => code),
    ),
  ]);
  const last = await context.use(telemetry).readLast([...new Set([...points.values()].flat())]);
  const since = context.now.getTime() - hour;
  const heard = new Set(last.filter(({ at }) => Date.parse(at) >= since).map(({ device: of }) => of));
  const reporting = (devices: readonly string[]) => devices.filter((each) => heard.has(each)).length;
  const sensors = points.get('water') ?? [];
  return {
    networks: networks.map(({ id, name, position }) => ({ id, name, position })),
    sensors: { all: sensors.length, reporting: reporting(sensors) },
    kilometres: Math.round(networks.reduce((sum, { kilometres }) => sum + (kilometres ?? 0), 0) * 10) / 10,
    open: open?.shown ?? null,
    levels: levels.map(({ code, name }, index) => ({ level: code, name, open: open?.counts[index] ?? 0 })),
    kinds: kinds.map(({ code, name }, index) => ({
      kind: code,
      name,
      points: points.get(code)?.length ?? 0,
      reporting: reporting(points.get(code) ?? []),
      open: open?.kinds[index] ?? null,
    })),
  };
};
