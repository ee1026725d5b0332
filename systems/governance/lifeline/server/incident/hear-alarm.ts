/** One leak raises many alarms: they become one joint case of their network, which rises to the gravest of their levels. */
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { alarm, type AlarmChange, device, levelTitles } from '../../../../../engines/telemetry/contract.ts';
import { incident } from '../../incident/incident.ts';
import { waterNetwork, waterSensor } from '../../registers/network.ts';
import { threshold } from '../../registers/standard.ts';
import { setting } from '../setting.ts';
import { summariseAlarms } from './summarise-alarms.ts';

const hour = 3_600_000;
const longestTitle = 120;
const type = 'lifeline.incident';

interface Heard {
  readonly services: Services;
  readonly work: Work;
  readonly alarm: Row<typeof alarm>;
  readonly threshold: Row<typeof threshold>;
  readonly network: Row<typeof waterNetwork> | undefined;
}

async function first<T>(rows: Promise<readonly T[]>): Promise<T | undefined> {
  return (await rows)[0];
}

async function hear(services: Services, work: Work, change: AlarmChange): Promise<Heard | undefined> {
  const rows = services.use(registers);
  const judged = await first(
    rows.of(threshold).trusted.findMany(work.db, {
      filter: { field: 'rule', is: 'equal', value: change.rule },
      limit: 1,
    }),
  );
  if (judged === undefined) return undefined;
  const raised = await rows.of(alarm).trusted.lock(work, change.alarm);
  if (raised === undefined || raised.status === 'closed') return undefined;
  const sensor = await first(
    rows.of(waterSensor).trusted.findMany(work.db, {
      filter: { field: 'device', is: 'equal', value: change.device },
      limit: 1,
    }),
  );
  const network =
    sensor === undefined ? undefined : await rows.of(waterNetwork).trusted.find(work.db, sensor.network);
  return { services, work, alarm: raised, threshold: judged, network };
}

/** The open case of the same network, or without one of the same device. */
async function findOpen({ services, work, alarm: raised, threshold: judged, network }: Heard) {
  const rows = services.use(registers);
  const since = new Date(work.now.getTime() - setting(services, 'merge-hours') * hour).toISOString();
  const open = await rows.of(incident).trusted.findMany(work.db, {
    filter: {
      all: [
        { field: 'kind', is: 'equal', value: judged.kind },
        { field: 'status', is: 'one-of', value: ['open', 'suspended'] },
        { field: 'openedAt', is: 'at-least', value: since },
        ...(network === undefined ? [] : [{ field: 'network', is: 'equal', value: network.id } as const]),
      ],
    },
    sort: '-openedAt',
    limit: 100,
  });
  if (network !== undefined) return open[0];
  for (const each of open) {
    const began = each.alarm === null ? undefined : await rows.of(alarm).trusted.find(work.db, each.alarm);
    if (began?.device === raised.device) return each;
  }
  return undefined;
}

function remarkOf(raised: Row<typeof alarm>, judged: Row<typeof threshold>): string {
  const value = raised.value === null ? '' : `，监测值 ${raised.value}`;
  const level = levelTitles[judged.level as keyof typeof levelTitles] ?? judged.level;
  return `${level}告警：${raised.title ?? ''}${value}。阈值依据：${judged.source}`;
}

async function openCase(heard: Heard): Promise<string> {
  const { services, work, alarm: raised, threshold: judged, network } = heard;
  const sensor =
    raised.device === null
      ? undefined
      : await services.use(registers).of(device).trusted.find(work.db, raised.device);
  const where = network?.name ?? sensor?.place ?? sensor?.name ?? '';
  const kind = services.use(registers).codeLists.nameOf('lifeline kinds', judged.kind) ?? '';
  const values: RowInput<typeof incident> = {
    title: `${where}${kind}监测异常`.slice(0, longestTitle),
    kind: judged.kind,
    alarm: raised.id,
    network: network?.id ?? null,
    happenedAt: raised.raisedAt ?? work.now.toISOString(),
    position: raised.position,
    lead: network?.department ?? raised.department ?? '',
    caseArea: network?.area ?? raised.area ?? null,
  };
  const made = await services
    .use(flow)
    .open(systemPrincipal, incident, { values, opinion: remarkOf(raised, judged) }, work);
  return made.id;
}

export async function hearAlarm(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const change = event.payload as AlarmChange;
  if (change.change === 'cleared') return;
  const heard = await hear(services, work, change);
  if (heard === undefined) return;
  const known = await findOpen(heard);
  const { trusted } = services.use(registers).of(alarm);
  const tie = { caseType: type, caseId: known?.id ?? null };
  if (known === undefined) {
    tie.caseId = await openCase(heard);
    await trusted.update(work, 'system', heard.alarm, tie);
    return;
  }
  if (heard.alarm.caseId === known.id) return;
  // Tied first, so that the level counts this one too.
  await trusted.update(work, 'system', heard.alarm, tie);
  const locked = await services.use(registers).of(incident).trusted.lock(work, known.id);
  if (locked === undefined) return;
  const summary = await summariseAlarms(services, work, locked.id);
  const risen = await services.use(registers).of(incident).trusted.update(work, 'system', locked, summary);
  const graver = risen.level !== locked.level;
  const count = risen.alarms ?? 0;
  // The first ones, then now and then, and whatever makes it graver: all of them would fill the timeline.
  const later =
    count > setting(services, 'remarks-first') && count % setting(services, 'remarks-every') !== 0;
  if (!graver && later) return;
  await services.use(flow).act(
    systemPrincipal,
    incident,
    {
      id: risen.id,
      version: risen.version,
      action: 'verb.comment',
      opinion: remarkOf(heard.alarm, heard.threshold),
    },
    work,
  );
}
