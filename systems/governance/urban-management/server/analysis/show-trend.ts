/** How many cases come in, are filed and are closed each day, and which classes they are of. */
import { everyRow } from '../../../../../kernel/filter.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { findMatterClass } from '../../data/matters.ts';
import type { analysisRoutes } from '../../routes/analysis-routes.ts';
import { countCases, ofMatter } from './count-cases.ts';

const day = 86_400_000;

export const showTrend: Handler<typeof analysisRoutes.trend> = async (input, context) => {
  const where = ofMatter(input, everyRow);
  const { period, groups } = await countCases(context, input, {
    every: 'day',
    measures: {
      opened: { where, period: 'openedAt' },
      filed: { where, period: 'filedAt' },
      closed: { where, period: 'closedAt' },
    },
  });
  const byDay = new Map(groups.map((group) => [group.bucket, group.measures]));
  const days = [];
  for (let at = Date.parse(period.from); at <= Date.parse(period.to); at += day) {
    const name = new Date(at).toISOString().slice(0, 10);
    const found = byDay.get(name);
    days.push({
      day: name,
      opened: found?.['opened']?.rows ?? 0,
      filed: found?.['filed']?.rows ?? 0,
      closed: found?.['closed']?.rows ?? 0,
    });
  }
  return { period, days };
};

export const rankMatters: Handler<typeof analysisRoutes.ranking> = async (input, context) => {
  const classed = ofMatter(input, { field: 'matter', is: 'filled' });
  const { period, groups } = await countCases(context, input, {
    by: { field: 'matter' },
    measures: { opened: { where: classed, period: 'openedAt' } },
  });
  const total = groups.reduce((sum, group) => sum + (group.measures['opened']?.rows ?? 0), 0);
  return {
    period,
    rows: groups
      .flatMap(({ key, measures }) => {
        const count = measures['opened']?.rows ?? 0;
        if (key === null || count === 0) return [];
        return [{ matter: key, name: findMatterClass(key)?.name ?? key, count, share: count / total }];
      })
      .sort((a, b) => b.count - a.count || a.matter.localeCompare(b.matter)),
  };
};
