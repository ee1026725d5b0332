/** 问题热点 and 同类多发点: the city cut into cells of some hundred metres, and the cells where most happens. */
import type { z } from 'zod';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { findMatterClass } from '../../data/matters.ts';
import type { analysisRoutes, Place } from '../../routes/analysis-routes.ts';
import { setting } from '../setting.ts';
import { type AnalysisInput, countCases, ofMatter } from './count-cases.ts';

/** Metres of one degree of latitude. */
const degree = 111_320;
/** Classes that are looked at for coming back to the same place. */
const mostMatters = 30;
const placed: Filter = { field: 'position', is: 'filled' };

interface Cell {
  readonly lon: number;
  readonly lat: number;
}

/** The size of a cell in degrees. */
function cellOf(context: Context): Cell {
  const lat = setting(context, 'place-metres') / degree;
  return { lat, lon: lat / Math.cos((setting(context, 'place-latitude') * Math.PI) / 180) };
}

function placeOf(key: string, cell: Cell, count: number, matter: string | null): z.infer<typeof Place> {
  const [column = 0, row = 0] = key.split(',').map(Number);
  const west = column * cell.lon;
  const south = row * cell.lat;
  return {
    lon: west + cell.lon / 2,
    lat: south + cell.lat / 2,
    box: [west, south, west + cell.lon, south + cell.lat],
    count,
    matter,
    matterName: matter === null ? null : (findMatterClass(matter)?.name ?? matter),
  };
}

export const findHotSpots: Handler<typeof analysisRoutes.hotSpots> = async (input, context) => {
  const cell = cellOf(context);
  const { period, groups } = await countCases(context, input, {
    by: { field: 'position', cell },
    top: { measure: 'opened', most: setting(context, 'place-most') },
    measures: { opened: { where: ofMatter(input, placed), period: 'openedAt' } },
  });
  return {
    period,
    metres: setting(context, 'place-metres'),
    rows: groups.flatMap(({ key, measures }) => {
      const count = measures['opened']?.rows ?? 0;
      return key === null || count === 0 ? [] : [placeOf(key, cell, count, input.matter ?? null)];
    }),
  };
};

/** The commonest classes of the period, or the one asked for. */
async function mattersOf(context: Context, input: AnalysisInput): Promise<readonly string[]> {
  if (input.matter !== undefined) return [input.matter];
  const { groups } = await countCases(context, input, {
    by: { field: 'matter' },
    top: { measure: 'opened', most: mostMatters },
    measures: { opened: { where: placed, period: 'openedAt' } },
  });
  return groups.map((group) => group.key).filter((key) => key !== null);
}

export const findRepeatPlaces: Handler<typeof analysisRoutes.repeatPlaces> = async (input, context) => {
  const cell = cellOf(context);
  const matters = await mattersOf(context, input);
  const least = setting(context, 'place-repeats');
  const byMatter = matters.map((matter): readonly [string, { where: Filter; period: string }] => [
    matter,
    { where: { all: [placed, { field: 'matter', is: 'equal', value: matter }] }, period: 'openedAt' },
  ]);
  const { period, groups } = await countCases(context, input, {
    by: { field: 'position', cell },
    top: { measure: 'opened', most: setting(context, 'place-most') },
    measures: { opened: { where: placed, period: 'openedAt' }, ...Object.fromEntries(byMatter) },
  });
  const rows = groups.flatMap(({ key, measures }) =>
    matters.flatMap((matter) => {
      const count = measures[matter]?.rows ?? 0;
      return key === null || count < least ? [] : [placeOf(key, cell, count, matter)];
    }),
  );
  return {
    period,
    metres: setting(context, 'place-metres'),
    least,
    rows: rows.sort((a, b) => b.count - a.count),
  };
};
