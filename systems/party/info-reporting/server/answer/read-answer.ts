/** Shows one answer with its columns, where its cells come from, what it was last time, and what the reader may do with it. */
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { answer } from '../../registers/answer.ts';
import type { answerRoutes } from '../../routes/answer-routes.ts';
import { runChecks, withComputed } from '../../table/check-answer.ts';
import { type Cells, cellOf, type FillLevel } from '../../table/column.ts';
import { type AnswerRow, areaName, mayFill, mayPass, mayRead, returnTargets } from '../steps.ts';
import { departmentName } from '../table/known-asks.ts';
import { evaluateOf } from '../table/read-body.ts';
import { type AnswerContext, contextOf } from './answer-context.ts';
import { type CellSource, prefill } from './prefill.ts';

export const textMap = (value: unknown) => ({ ...(value as Readonly<Record<string, string>> | null) });

export async function findReadable(context: Context, id: string): Promise<AnswerRow> {
  const row = await context.use(registers).of(answer).trusted.find(context.use(store).db, id);
  if (row === undefined || !mayRead(context, context.principal)(row)) throw errors.answerMissing();
  return row;
}

/** What the department could not take by its right, whoever fills may be able to take by his own. */
async function fillGaps(context: Context, row: AnswerRow, { body, issue }: AnswerContext) {
  const values = { ...((row.values ?? {}) as Cells) };
  const sources = { ...((row.sources ?? {}) as Readonly<Record<string, CellSource>>) };
  const gaps = body.columns.filter(
    ({ key, mode, source }) =>
      mode === 'prefill' && source?.kind === 'register' && cellOf(values, key) === null,
  );
  if (gaps.length === 0 || !mayFill(context, context.principal, row)) return { values, sources };
  const level = issue.level as FillLevel;
  const asked = {
    services: context,
    db: context.use(store).db,
    principal: context.principal,
    asOf: issue.asOf,
  };
  const made = (await prefill({ ...asked, columns: gaps, level, areas: [row.area] })).get(row.area);
  return { values: { ...values, ...made?.values }, sources: { ...sources, ...made?.sources } };
}

export const readAnswer: Handler<typeof answerRoutes.answer> = async ({ id }, context) => {
  const row = await findReadable(context, id);
  const { db } = context.use(store);
  const about = await contextOf(context, db, row);
  const { issue, body, last, beside } = about;
  const evaluate = evaluateOf(context);
  const held = await fillGaps(context, row, about);
  const values = withComputed(body.columns, held.values, evaluate);
  const open = issue.status === 'open';
  const people = [row.filledBy, row.returnedBy].flatMap((each) => (each === null ? [] : [each]));
  const names = await context.use(access).namesOf(people);
  const nameOf = (person: string | null) => (person === null ? null : (names.get(person) ?? null));
  return {
    id,
    version: row.version,
    issue: issue.id,
    title: row.title,
    ownerName: departmentName(context, row.owner),
    area: row.area,
    areaName: areaName(row.area),
    status: row.status,
    at: row.at,
    mode: issue.mode,
    asOf: issue.asOf,
    dueAt: row.dueAt,
    late: row.late ?? false,
    reason: row.reason,
    returnedByName: nameOf(row.returnedBy),
    filledByName: nameOf(row.filledBy),
    filledAt: row.filledAt,
    body: { columns: body.columns, checks: body.checks },
    values: { ...values },
    last: last === null ? null : { ...last },
    sources: held.sources,
    explained: textMap(row.explained),
    doubts: textMap(row.doubts),
    checks: [...runChecks(body.columns, body.checks, values, beside, evaluate)],
    offers: {
      fill: open && mayFill(context, context.principal, row),
      pass: open && mayPass(context, context.principal, row),
      returnTo: open ? [...returnTargets(context, context.principal, row)] : [],
    },
  };
};
