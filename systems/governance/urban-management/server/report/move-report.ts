/** What a citizen may still do with his report: hurry it, take it back, rate its end. */
import type { Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { errors } from '../../errors.ts';
import type { reportRoutes } from '../../routes/report-routes.ts';
import { setting } from '../setting.ts';
import { getReport } from './find-report.ts';
import { canRate, showReport } from './show-report.ts';

export const urgeReport: Handler<typeof reportRoutes.urgeReport> = async ({ id }, context) => {
  const row = await getReport(context, context.principal, id);
  await context
    .use(flow)
    .act(context.principal, urbanCase, { id, version: row.version, action: 'verb.urge' });
  return { done: true };
};

export const withdrawReport: Handler<typeof reportRoutes.withdrawReport> = async (
  { id, reason },
  context,
) => {
  const row = await getReport(context, context.principal, id);
  await context.use(flow).act(context.principal, urbanCase, {
    id,
    version: row.version,
    action: 'verb.withdraw',
    opinion: reason,
  });
  return { done: true };
};

export const rateReport: Handler<typeof reportRoutes.rateReport> = async (
  { id, rating, comment },
  context,
) => {
  const { principal, now } = context;
  const { trusted } = context.use(registers).of(urbanCase);
  const rated = await context.use(store).transaction(async (work) => {
    await getReport(context, principal, id, work.db);
    // Locked, so that two taps are one rating.
    const row = await trusted.lock(work, id);
    if (row === undefined) throw errors.notYours();
    if (row.rating !== null) throw errors.rated();
    if (row.outcome !== 'closed' && row.outcome !== 'forced') throw errors.notClosed();
    if (!canRate(context, row, now)) throw errors.ratingOver({ days: setting(context, 'rating-days') });
    const kept = { rating, ratingComment: comment ?? null, ratedAt: now.toISOString() };
    context.use(access).audit(work, principal, {
      module: 'urban-management',
      event: 'update',
      objectType: 'urban-management.case',
      objectId: id,
      result: 'success',
      detail: { rating },
    });
    return trusted.update(work, principal.id, row, kept);
  });
  return showReport(context, rated, now);
};
