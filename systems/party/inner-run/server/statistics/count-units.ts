/** 办理统计: by handling unit what was finished in the period, in how many days, and saved against the legal days; every number has its rows. */
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { application } from '../../application/application.ts';
import { errors } from '../../errors.ts';
import { pathOpinion } from '../../registers/path-opinion.ts';
import type { measures, statisticsRoutes } from '../../routes/statistics-routes.ts';
import type { ApplicationRow } from '../application/step.ts';
import { departmentName } from '../item/keep-items.ts';

type Unit = OutputOf<typeof statisticsRoutes.statistics>['total'];
type Measure = (typeof measures)[number];
type Opinion = Row<typeof pathOpinion>;

const mostRows = 50_000;
const day = 86_400_000;

function within(field: string, from: string, to: string): Filter {
  const until = new Date(shanghaiInstant(to).getTime() + day).toISOString();
  return {
    all: [
      { field, is: 'at-least', value: shanghaiInstant(from).toISOString() },
      { field, is: 'less', value: until },
    ],
  };
}

async function finishedIn(
  context: Context,
  db: Database,
  from: string,
  to: string,
): Promise<readonly ApplicationRow[]> {
  if (from > to) throw errors.periodReversed();
  const decision = context.use(access).require(context.principal, 'inner-run:measure');
  const found = await context
    .use(registers)
    .of(application)
    .trusted.findEvery(db, { filter: within('finishedAt', from, to), sort: '-finishedAt', most: mostRows });
  return found.filter((row) =>
    decisionMatches(decision, {
      area: row.caseArea ?? undefined,
      departments: row.handler === null ? [] : [row.handler],
    }),
  );
}

async function silencesIn(
  context: Context,
  db: Database,
  from: string,
  to: string,
): Promise<readonly Opinion[]> {
  const guard = context.use(access);
  const decision = guard.require(context.principal, 'inner-run:measure');
  const all = [within('at', from, to), { field: 'opinion', is: 'equal', value: 'deemed' } as const];
  const found = await context
    .use(registers)
    .of(pathOpinion)
    .trusted.findEvery(db, { filter: { all }, most: mostRows });
  return found.filter(({ unit }) =>
    decisionMatches(decision, { area: guard.findDepartment(unit)?.area, departments: [unit] }),
  );
}

function sum(rows: readonly ApplicationRow[], of: (row: ApplicationRow) => number | null): number {
  return Math.round(rows.reduce((total, row) => total + (of(row) ?? 0), 0) * 10) / 10;
}

function supplemented(row: ApplicationRow): boolean {
  return Number((row as unknown as Readonly<Record<string, unknown>>)['supplementCount'] ?? 0) > 0;
}

const tests: Readonly<Record<Exclude<Measure, 'silent'>, (row: ApplicationRow) => boolean>> = {
  finished: () => true,
  overdue: (row) => row.overdue === true,
  deemedAccepted: (row) => row.deemedAccepted === true,
  supplemented,
  rated: (row) => row.stars !== null,
};

function unitOf(
  context: Context,
  unit: string,
  rows: readonly ApplicationRow[],
  silences: readonly Opinion[],
): Unit {
  const count = (measure: Exclude<Measure, 'silent'>) => rows.filter(tests[measure]).length;
  const rated = rows.filter(tests.rated);
  const mean = (total: number, of: number) => (of === 0 ? null : Math.round((total / of) * 10) / 10);
  return {
    unit,
    name: unit === '' ? '合计' : departmentName(context, unit),
    finished: rows.length,
    overdue: count('overdue'),
    onTime: rows.length === 0 ? null : (rows.length - count('overdue')) / rows.length,
    averageDays: mean(
      sum(rows, ({ usedDays }) => usedDays),
      rows.length,
    ),
    savedDays: sum(rows, ({ savedDays }) => savedDays),
    runsSaved: sum(rows, ({ runsBefore }) => runsBefore),
    deemedAccepted: count('deemedAccepted'),
    supplemented: count('supplemented'),
    rated: rated.length,
    stars: mean(
      sum(rated, ({ stars }) => stars),
      rated.length,
    ),
    silent: silences.length,
  };
}

export const countUnits: Handler<typeof statisticsRoutes.statistics> = async ({ from, to }, context) => {
  const { db } = context.use(store);
  const [rows, silences] = await Promise.all([
    finishedIn(context, db, from, to),
    silencesIn(context, db, from, to),
  ]);
  const units = [
    ...new Set([...rows.flatMap(({ handler }) => handler ?? []), ...silences.map(({ unit }) => unit)]),
  ];
  const counted = units.map((unit) =>
    unitOf(
      context,
      unit,
      rows.filter(({ handler }) => handler === unit),
      silences.filter((one) => one.unit === unit),
    ),
  );
  return {
    formula:
      '节省时间 = 法定时限 − 实际用时（受理到办理完成的工作日）；按时办结率 = 承诺时限内办结件数 / 办结件数；没有评价的不计入评价',
    total: unitOf(context, '', rows, silences),
    units: counted.toSorted((a, b) => b.finished - a.finished || a.unit.localeCompare(b.unit)),
  };
};

async function silentRows(
  context: Context,
  db: Database,
  silences: readonly Opinion[],
): Promise<readonly ApplicationRow[]> {
  const ids = [...new Set(silences.map((one) => one.application))];
  if (ids.length === 0) return [];
  return context.use(registers).of(application).trusted.findMany(db, { ids, limit: ids.length });
}

export const listCounted: Handler<typeof statisticsRoutes.statisticsRows> = async (input, context) => {
  const { from, to, unit, of } = input;
  const { db } = context.use(store);
  const mine = (held: string | null) => unit === undefined || held === unit;
  const rows =
    of === 'silent'
      ? await silentRows(
          context,
          db,
          (await silencesIn(context, db, from, to)).filter((one) => mine(one.unit)),
        )
      : (await finishedIn(context, db, from, to)).filter((row) => mine(row.handler) && tests[of](row));
  return {
    rows: rows.map((row) => ({
      id: row.id,
      number: row.number,
      title: row.title,
      itemTitle: row.itemTitle ?? '',
      applicantName: departmentName(context, row.applicant ?? ''),
      handlerName: departmentName(context, row.handler ?? ''),
      usedDays: row.usedDays,
      savedDays: row.savedDays,
      stars: row.stars,
      finishedAt: row.finishedAt,
    })),
  };
};
