/** Checks an answer at its level: one step up, or back to any level below with a reason. */
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { answer } from '../../registers/answer.ts';
import type { answerRoutes } from '../../routes/answer-routes.ts';
import { getIssue, refuseClosed } from '../issue/find-issue.ts';
import {
  type AnswerRow,
  areaAbove,
  levelAbove,
  levelOfArea,
  mayPass,
  returnTargets,
  standsWhere,
} from '../steps.ts';
import { lockAnswer } from './fill-answer.ts';

function note(context: Context, work: Work, row: AnswerRow, act: string): void {
  context.use(access).audit(work, context.principal, {
    module: 'info-reporting',
    event: 'update',
    objectType: 'info-reporting.answer',
    objectId: row.id,
    result: 'success',
    detail: { act, at: row.at },
  });
}

/** One level up; the department that asked accepts. */
export async function passUp(context: Context, work: Work, row: AnswerRow): Promise<AnswerRow> {
  const accepted = row.at === 'city';
  const values = accepted
    ? { status: 'accepted', acceptedAt: work.now.toISOString() }
    : { at: levelAbove(row.at) };
  note(context, work, row, 'pass');
  return context
    .use(registers)
    .of(answer)
    .trusted.update(work, context.principal.id, row, { ...values, reason: null });
}

export const passAnswer: Handler<typeof answerRoutes.passAnswer> = async ({ id, version }, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockAnswer(context, work, id, version);
    refuseClosed(await getIssue(context, work.db, row.issue), '审核');
    if (!mayPass(context, context.principal, row)) throw errors.notYours({ where: standsWhere(row) });
    const passed = await passUp(context, work, row);
    return { version: passed.version, at: passed.at };
  });

async function tellReturned(
  context: Context,
  work: Work,
  row: AnswerRow,
  to: string,
  reason: string,
): Promise<void> {
  const filling = to === levelOfArea(row.area);
  const permission = filling ? 'info-reporting:fill' : 'info-reporting:check';
  const area = areaAbove(row.area, to as Parameters<typeof areaAbove>[1]);
  const people = await context.use(access).holdersOf(permission, { area }, work);
  await context.use(messages).send(work, {
    to: filling && row.filledBy !== null ? [row.filledBy] : people,
    kind: 'to-do',
    title: '填报被退回',
    body: `${row.title}：${reason}`,
    link: `/info-reporting/answers/${row.id}`,
  });
}

export const returnAnswer: Handler<typeof answerRoutes.returnAnswer> = async (input, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockAnswer(context, work, input.id, input.version);
    refuseClosed(await getIssue(context, work.db, row.issue), '退回');
    const targets = returnTargets(context, context.principal, row);
    if (targets.length === 0) throw errors.notYours({ where: standsWhere(row) });
    if (!targets.includes(input.to)) throw errors.returnTarget();
    const filling = input.to === levelOfArea(row.area);
    note(context, work, row, 'return');
    const returned = await context
      .use(registers)
      .of(answer)
      .trusted.update(work, context.principal.id, row, {
        status: filling ? 'returned' : 'submitted',
        at: input.to,
        reason: input.reason,
        returnedBy: context.principal.id,
        returns: (row.returns ?? 0) + 1,
        acceptedAt: null,
      });
    await tellReturned(context, work, row, input.to, input.reason);
    return { version: returned.version };
  });
