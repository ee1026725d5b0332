/** How many alarms an incident has gathered, and the gravest of their levels; '1' is the gravest. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Row, RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { alarm } from '../../../../../engines/telemetry/contract.ts';
import type { incident } from '../../incident/incident.ts';
import { waterSensor } from '../../registers/network.ts';
import { threshold } from '../../registers/standard.ts';

const most = 1000;
export const lightest = '3';

type Summary = RowInput<typeof incident>;

function gravestOf(alarms: readonly Row<typeof alarm>[]): string {
  return alarms.map(({ level }) => level ?? lightest).toSorted()[0] ?? lightest;
}

/** Of an incident that is there already. */
export async function summariseAlarms(services: Services, work: Work, id: string): Promise<Summary> {
  const { trusted } = services.use(registers).of(alarm);
  const tied = await trusted.findMany(work.db, {
    filter: { field: 'caseId', is: 'equal', value: id },
    limit: most,
  });
  return { level: gravestOf(tied), alarms: tied.length };
}

/**
 * Of one that is about to be opened by its first alarm: sensors of a network report together, so the graver alarms of the others may stand
 * already, and the time limits go by the gravest from the beginning.
 */
export async function summariseOpening(services: Services, work: Work, values: Summary): Promise<Summary> {
  const rows = services.use(registers);
  const began = values.alarm == null ? undefined : await rows.of(alarm).trusted.find(work.db, values.alarm);
  const first = began === undefined ? [] : [began];
  if (values.network == null) return { level: gravestOf(first), alarms: 1 };
  const [sensors, thresholds] = await Promise.all([
    rows.of(waterSensor).trusted.findMany(work.db, {
      filter: { field: 'network', is: 'equal', value: values.network },
      limit: most,
    }),
    rows.of(threshold).trusted.findMany(work.db, {
      filter: { field: 'rule', is: 'filled' },
      limit: most,
    }),
  ]);
  const filter: Filter = {
    all: [
      { field: 'device', is: 'one-of', value: sensors.map(({ device }) => device) },
      { field: 'rule', is: 'one-of', value: thresholds.map(({ rule }) => rule ?? '') },
      { field: 'status', is: 'equal', value: 'raised' },
      { field: 'caseId', is: 'empty' },
    ],
  };
  const waiting = await rows.of(alarm).trusted.findMany(work.db, { filter, limit: most });
  return { level: gravestOf([...first, ...waiting]), alarms: 1 };
}
