/** Ranks the counties by the composite index of their daily reports. */
import { areaAtLevel } from '../../../../../kernel/area.ts';
import type { Handlers } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import { compositeIndex } from '../../air/composite-index.ts';
import type { Concentrations } from '../../air/compute-aqi.ts';
import { errors } from '../../errors.ts';
import { airDay } from '../../registers/air.ts';
import type { airRoutes } from '../../routes/air-routes.ts';

/** Days of all stations together. */
const mostDays = 20_000;
const goodAqi = 100;

interface Gathered {
  readonly days: Concentrations[];
  judged: number;
  good: number;
}

function valuesOf(row: Readonly<Record<string, unknown>>): Concentrations {
  const names = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3'] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = row[name];
      return typeof value === 'number' ? [[name, value]] : [];
    }),
  );
}

export const rankAreas: Handlers<typeof airRoutes>['airRanking'] = async ({ from, to }, context) => {
  if (from > to) throw errors.periodReversed();
  const gathered = new Map<string, Gathered>();
  const rows = await context
    .use(registers)
    .of(airDay)
    .listEvery(context.principal, {
      where: { day: `${from}..${to}`, final: 'true' },
      sort: 'key',
      most: mostDays,
    });
  for (const row of rows) {
    const county = row.area === null ? undefined : areaAtLevel(row.area, 'county');
    if (county === undefined) continue;
    const group = gathered.get(county) ?? { days: [], judged: 0, good: 0 };
    gathered.set(county, group);
    group.days.push(valuesOf(row as unknown as Readonly<Record<string, unknown>>));
    if (row.aqi === null) continue;
    group.judged += 1;
    if (row.aqi <= goodAqi) group.good += 1;
  }
  const listed = [...gathered].map(([area, group]) => {
    const pm25 = group.days.flatMap((each) => each.pm25 ?? []);
    const composite = compositeIndex(to, group.days);
    return {
      area,
      areaName: findDivision(area)?.name ?? area,
      index: composite?.index ?? null,
      source: composite?.source ?? null,
      days: group.judged,
      goodDays: group.good,
      pm25: pm25.length === 0 ? null : Math.round(pm25.reduce((sum, value) => sum + value, 0) / pm25.length),
    };
  });
  const ordered = listed.toSorted((a, b) => (a.index ?? Infinity) - (b.index ?? Infinity));
  return {
    source: ordered.find((each) => each.source !== null)?.source ?? null,
    rows: ordered.map(({ source: _source, ...row }) => ({
      ...row,
      // The same index has the same place.
      rank: row.index === null ? null : ordered.findIndex((each) => each.index === row.index) + 1,
    })),
  };
};
