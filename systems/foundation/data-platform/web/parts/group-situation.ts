/** Turns the situation into what charts show: by day and department, the largest first and the rest together. Pure. */
import type { ChartData } from '../../../../../ui/chart.tsx';
import type { Freshness, InflowDay, UseCell } from '../../routes/situation-routes.ts';

const shownDepartments = 4;
export const others = '其他部门';

function sumBy<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  of: (row: T) => number,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + of(row));
  return sums;
}

export type Names = Readonly<Record<string, string>>;

/** Loaded rows by day, stacked by department. */
export function inflowChart(inflow: readonly InflowDay[], names: Names): ChartData {
  const days = [...new Set(inflow.map(({ day }) => day))].toSorted();
  const sizes = [
    ...sumBy(
      inflow,
      (each) => each.department,
      (each) => each.loaded,
    ),
  ].toSorted(([, one], [, other]) => other - one);
  const shown = new Set(sizes.slice(0, shownDepartments).map(([department]) => department));
  const nameOf = (each: InflowDay) =>
    shown.has(each.department) ? (names[each.department] ?? each.department) : others;
  const sums = sumBy(
    inflow,
    (each) => `${nameOf(each)} ${each.day}`,
    (each) => each.loaded,
  );
  const series = [...new Set(inflow.map(nameOf))].map((name) => ({
    name,
    values: days.map((day) => sums.get(`${name} ${day}`) ?? 0),
  }));
  return { kind: 'stack', categories: days, series, unit: '行' };
}

/** Share of received rows that were taken, day by day. */
export function acceptChart(inflow: readonly InflowDay[]): ChartData {
  const days = [...new Set(inflow.map(({ day }) => day))].toSorted();
  const received = sumBy(
    inflow,
    (each) => each.day,
    (each) => each.received,
  );
  const rejected = sumBy(
    inflow,
    (each) => each.day,
    (each) => each.rejected,
  );
  const values = days.map((day) => {
    const all = received.get(day) ?? 0;
    return all === 0 ? null : Math.floor((1 - (rejected.get(day) ?? 0) / all) * 10_000) / 100;
  });
  return { kind: 'bar', categories: days, series: [{ name: '合格率', values }], unit: '%' };
}

/** Mean score of each department's datasets that have one, best first. */
export function scoreChart(fresh: readonly Freshness[], names: Names): ChartData {
  const scored = fresh.filter(({ score }) => score !== null);
  const sums = sumBy(
    scored,
    (each) => each.department,
    (each) => each.score ?? 0,
  );
  const counts = sumBy(
    scored,
    (each) => each.department,
    () => 1,
  );
  const rows = [...sums]
    .map(([department, sum]) => ({ department, mean: sum / (counts.get(department) ?? 1) }))
    .toSorted((one, other) => one.mean - other.mean);
  return {
    kind: 'bar-across',
    categories: rows.map(({ department }) => names[department] ?? department),
    series: [{ name: '平均得分', values: rows.map(({ mean }) => Math.round(mean * 10) / 10) }],
    unit: '分',
  };
}

/** Columns are those who give, rows those who use. */
export function matrixChart(cells: readonly UseCell[], names: Names, measure: 'calls' | 'rows'): ChartData {
  const providers = [...new Set(cells.map(({ provider }) => provider))];
  const consumers = [...new Set(cells.map(({ consumer }) => consumer))];
  return {
    kind: 'heat',
    categories: providers.map((id) => names[id] ?? id),
    series: consumers.map((consumer) => ({
      name: names[consumer] ?? consumer,
      values: providers.map(
        (provider) =>
          cells.find((each) => each.consumer === consumer && each.provider === provider)?.[measure] ?? null,
      ),
    })),
    unit: measure === 'calls' ? '次' : '行',
  };
}

/** The department behind a name that was picked. */
export function idOf(names: Names, name: string): string | undefined {
  return Object.entries(names).find(([, each]) => each === name)?.[0];
}
