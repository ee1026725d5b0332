/** 整体上报: everything under an area that stands at the caller's level goes up together, or nothing does. */
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { answer } from '../../registers/answer.ts';
import type { issueRoutes } from '../../routes/issue-routes.ts';
import { passUp } from '../answer/move-answer.ts';
import { areaName, mayPass, mayRead } from '../steps.ts';
import { answersOf, getIssue, refuseClosed } from './find-issue.ts';

export const passArea: Handler<typeof issueRoutes.pass> = async ({ id, area, partial }, context) =>
  context.use(store).transaction(async (work) => {
    refuseClosed(await getIssue(context, work.db, id), '审核');
    const may = mayRead(context, context.principal);
    const rows = (await answersOf(context, work.db, id, area)).filter((row) => may(row));
    const left = rows.filter(({ status }) => status === 'waiting' || status === 'returned');
    const ready = rows.filter((row) => mayPass(context, context.principal, row));
    if (ready.length === 0) throw errors.nothingToPass({ area: areaName(area) });
    if (left.length > 0 && !partial) throw errors.stillWaiting({ area: areaName(area), count: left.length });
    const { trusted } = context.use(registers).of(answer);
    // In the order of their ids, so that two who pass at once never wait for each other in a ring.
    for (const { id: each } of ready.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      const row = await trusted.lock(work, each);
      if (row !== undefined && mayPass(context, context.principal, row)) await passUp(context, work, row);
    }
    return { passed: ready.length };
  });
