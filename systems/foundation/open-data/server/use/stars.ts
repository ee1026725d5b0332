/** 评分: one for each person and dataset, its average with its count. */
import type { Services } from '../../../../../kernel/system.ts';
import { portal } from '../portal.ts';
import { registers } from '../../../../../engines/registers/service.ts';

export interface StarCount {
  readonly average: number | null;
  readonly count: number;
}

const ever = { from: '2000-01-01', to: '2999-12-31' } as const;

export async function starsOf(
  services: Services,
  publications: readonly string[],
): Promise<ReadonlyMap<string, StarCount>> {
  const where = { field: 'publication', is: 'one-of', value: publications } as const;
  const groups = await services.use(registers).aggregate(portal, 'open-data.rating', {
    measures: { stars: { where, period: 'ratedOn', value: 'stars' } },
    ...ever,
    by: { field: 'publication' },
  });
  return new Map(
    groups.flatMap(({ key, measures }) => {
      const { rows = 0, sum = null } = measures['stars'] ?? {};
      if (key === null || rows === 0 || sum === null) return [];
      return [[key, { average: Math.round((sum / rows) * 10) / 10, count: rows }] as const];
    }),
  );
}
