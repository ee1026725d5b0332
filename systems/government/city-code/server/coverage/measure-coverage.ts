/** Indicator 15: holders ÷ smartphone users of the whole city; without a report of the operators there is no value. */
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { countHolders } from './count-holders.ts';
import { operatorReport } from '../../registers/scene.ts';
import type { coverageRoutes } from '../../routes/coverage-routes.ts';

const mostReports = 1000;

export const measureCoverage: Handler<typeof coverageRoutes.coverage> = async ({ month }, context) => {
  const { db } = context.use(store);
  const rows = context.use(registers);
  const all = await rows.of(operatorReport).trusted.findMany(db, {
    filter: { field: 'month', is: 'at-most', value: month },
    sort: '-month',
    limit: mostReports,
  });
  // The newest month for which any operator reported: months are not mixed, or a late operator would be counted twice or not at all.
  const latest = all[0]?.month ?? null;
  const reports = all.filter((one) => one.month === latest);
  const users = reports.reduce((sum, { users: count }) => sum + count, 0);
  const end = shanghaiInstant(latest ?? month).getTime() + 86_400_000;
  const holders = await countHolders(context, new Date(end));
  return {
    month: latest,
    holders,
    users: reports.length === 0 ? null : users,
    value: users === 0 ? null : holders / users,
    reports: reports.map(({ id, operator, users: count, source }) => ({
      id,
      operator,
      users: count,
      source,
    })),
    formula: '“安康码”申领人数 ÷ 全市智能手机用户数 × 100%',
  };
};
