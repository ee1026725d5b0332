/** The figures of a period, and the joint cases that were opened in it. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { alarm } from '../../../../../engines/telemetry/contract.ts';
import { incident } from '../../incident/incident.ts';
import { drainForecast } from '../../registers/rain.ts';
import { momentsOf, ratioOf, type ReportPeriod } from '../../report/report-periods.ts';
import type { Figure, ReportIncident } from '../../routes/report-routes.ts';

const most = 20_000;
const hour = 3_600_000;
const aLevels = ['1', '2', '3'] as const;

type Counted = Omit<Figure, 'before'>;
type IncidentRow = Row<typeof incident>;

function within(field: string, period: ReportPeriod): Filter {
  const { from, to } = momentsOf(period);
  return {
    all: [
      { field, is: 'at-least', value: from },
      { field, is: 'less', value: to },
    ],
  };
}

const count = (key: string, title: string, value: number, unit = '件'): Counted => ({
  key,
  title,
  unit,
  value,
  parts: null,
});

function incidentFigures(
  opened: readonly IncidentRow[],
  closed: readonly IncidentRow[],
  levels: ReadonlyMap<string, string>,
) {
  const found = closed.filter(({ foundPipe, kind }) => foundPipe !== null && kind === 'water');
  const near = found.filter(({ rank }) => rank !== null && rank <= 3);
  const hours = closed.reduce(
    (sum, { openedAt, closedAt }) => sum + (Date.parse(closedAt ?? '') - Date.parse(openedAt ?? '')) / hour,
    0,
  );
  return [
    count('opened', '联合处置立案', opened.length),
    ...aLevels.map((level) =>
      count(
        `level-${level}`,
        `其中${levels.get(level) ?? level}`,
        opened.filter((each) => each.level === level).length,
      ),
    ),
    count('closed', '联合处置结案', closed.length),
    {
      key: 'hours',
      title: '结案平均用时',
      unit: '小时',
      value: closed.length === 0 ? null : Math.round((hours / closed.length) * 10) / 10,
      parts: `${closed.length} 件`,
    },
    {
      key: 'located',
      title: '漏损定位前三命中率',
      unit: '%',
      value: ratioOf(near.length, found.length),
      parts: `${near.length} / ${found.length} 件`,
    },
  ];
}

/** `step` is told after each part, 0 … 1. */
export async function gatherFigures(
  services: Services,
  period: ReportPeriod,
  step: (done: number, message: string) => Promise<void>,
): Promise<{ readonly figures: readonly Counted[]; readonly incidents: readonly ReportIncident[] }> {
  const rows = services.use(registers);
  const { db } = services.use(store);
  const names = new Map((await rows.codeLists.list('lifeline levels')).map(({ code, name }) => [code, name]));
  const kinds = new Map((await rows.codeLists.list('lifeline kinds')).map(({ code, name }) => [code, name]));
  const opened = await rows
    .of(incident)
    .trusted.findEvery(db, { filter: within('openedAt', period), sort: 'openedAt', most });
  const closed = await rows.of(incident).trusted.findEvery(db, { filter: within('closedAt', period), most });
  await step(0.4, '统计告警');
  const alarms = await rows.of(alarm).trusted.findEvery(db, {
    filter: {
      all: [within('raisedAt', period), { field: 'caseType', is: 'equal', value: 'lifeline.incident' }],
    },
    most,
  });
  await step(0.7, '统计排水预报');
  const forecasts = await rows
    .of(drainForecast)
    .trusted.findEvery(db, { filter: within('issuedAt', period), most });
  const overflowing = forecasts.filter(({ overflowMinutes }) => overflowMinutes !== null).length;
  await step(1, '汇总');
  return {
    figures: [
      ...incidentFigures(opened, closed, names),
      count('alarms', '监测告警', alarms.length, '条'),
      count('forecasts', '排水水位预报', forecasts.length, '次'),
      count('overflowing', '其中预报溢出', overflowing, '次'),
    ],
    incidents: opened.map((row) => ({
      id: row.id,
      number: row.number ?? '',
      title: row.title,
      kind: kinds.get(row.kind) ?? row.kind,
      level: names.get(row.level ?? '') ?? '—',
      stage: row.closedAt === null ? (incident.process.stages[row.stage ?? '']?.title ?? '在办') : '已结案',
      openedAt: row.openedAt ?? '',
      closedAt: row.closedAt ?? null,
    })),
  };
}
