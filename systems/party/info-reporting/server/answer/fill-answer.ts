/** Saves and sends in an answer: cells checked by their columns, prefilled ones locked, checks held or explained, and the answer goes one level up. */
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { answer } from '../../registers/answer.ts';
import type { answerRoutes } from '../../routes/answer-routes.ts';
import { missingCells, readCells, runChecks, withComputed } from '../../table/check-answer.ts';
import { type Cells, cellOf, type FillLevel } from '../../table/column.ts';
import { refuseClosed } from '../issue/find-issue.ts';
import {
  type AnswerRow,
  areaName,
  levelAbove,
  levelOfArea,
  mayFill,
  mayRead,
  standsWhere,
} from '../steps.ts';
import { evaluateOf } from '../table/read-body.ts';
import { type AnswerContext, contextOf } from './answer-context.ts';
import { prefill } from './prefill.ts';
import { textMap } from './read-answer.ts';

/** Locked and readable; a version that is not the one seen is stale. */
export async function lockAnswer(
  context: Context,
  work: Work,
  id: string,
  version?: number,
): Promise<AnswerRow> {
  const row = await context.use(registers).of(answer).trusted.lock(work, id);
  if (row === undefined || !mayRead(context, context.principal)(row)) throw errors.answerMissing();
  if (version !== undefined && row.version !== version) throw commonErrors.stale();
  return row;
}

export async function lockFillable(
  context: Context,
  work: Work,
  id: string,
  version: number,
): Promise<AnswerRow> {
  const row = await lockAnswer(context, work, id, version);
  if (!mayFill(context, context.principal, row)) throw errors.notYours({ where: standsWhere(row) });
  return row;
}

/** The cells as they will stand: given over kept, gaps taken by the filler's own right, formulas worked out. */
export async function mergeCells(
  context: Context,
  work: Work,
  row: AnswerRow,
  about: AnswerContext,
  given: Cells,
): Promise<Cells> {
  const { columns } = about.body;
  const { codeLists } = context.use(registers);
  const read = readCells(columns, given, (list, code) => codeLists.has(list, code));
  if (read.problems.length > 0) throw errors.unsound({}, read.problems);
  const kept = (row.values ?? {}) as Cells;
  const gaps = columns.filter(
    ({ key, mode, source }) =>
      mode === 'prefill' && source?.kind === 'register' && cellOf(kept, key) === null,
  );
  const { principal } = context;
  const asked = {
    services: context,
    db: work.db,
    principal,
    columns: gaps,
    asOf: about.issue.asOf,
    areas: [row.area],
  };
  const made =
    gaps.length === 0
      ? undefined
      : (await prefill({ ...asked, level: about.issue.level as FillLevel })).get(row.area);
  return withComputed(columns, { ...kept, ...made?.values, ...read.cells }, evaluateOf(context));
}

export const saveAnswer: Handler<typeof answerRoutes.saveAnswer> = async ({ id, version, values }, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockFillable(context, work, id, version);
    const about = await contextOf(context, work.db, row);
    refuseClosed(about.issue, '填报');
    const cells = await mergeCells(context, work, row, about, values);
    const saved = await context
      .use(registers)
      .of(answer)
      .trusted.update(work, context.principal.id, row, { values: cells });
    const checks = runChecks(about.body.columns, about.body.checks, cells, about.beside, evaluateOf(context));
    return { version: saved.version, values: { ...cells }, checks: [...checks] };
  });

/** Throws unless every cell is there, no check fails, and each doubtful one is explained. */
export function judgeCells(
  context: Context,
  about: AnswerContext,
  cells: Cells,
  explained: Readonly<Record<string, string>>,
): void {
  const missing = missingCells(about.body.columns, cells);
  if (missing.length > 0) throw errors.unsound({}, missing);
  const found = runChecks(about.body.columns, about.body.checks, cells, about.beside, evaluateOf(context));
  const wrong = found.filter(({ level }) => level === 'error');
  if (wrong.length > 0)
    throw errors.unsound(
      {},
      wrong.map(({ title }) => ({ path: 'checks', message: `不符合“${title}”` })),
    );
  const open = found.filter(
    ({ title }) => (Object.hasOwn(explained, title) ? (explained[title] ?? '') : '').length < 2,
  );
  if (open.length > 0)
    throw errors.unexplained(
      {},
      open.map(({ title }) => ({ path: `explained.${title}`, message: `不符合“${title}”，请写明原因` })),
    );
}

/** Goes to whoever checks at the level above, and says when it was late. */
export async function sendUp(
  context: Context,
  work: Work,
  row: AnswerRow,
  filled: {
    readonly cells: Cells;
    readonly explained: Readonly<Record<string, string>>;
    readonly last: Cells | null;
  },
): Promise<AnswerRow> {
  const at = levelAbove(levelOfArea(row.area));
  const { cells, explained, last } = filled;
  const changed =
    last === null ? [] : Object.keys(cells).filter((key) => cellOf(cells, key) !== cellOf(last, key));
  return context
    .use(registers)
    .of(answer)
    .trusted.update(work, context.principal.id, row, {
      values: cells,
      explained,
      changed,
      status: 'submitted',
      at,
      filledBy: context.principal.id,
      filledAt: work.now.toISOString(),
      // Once late stays late: a correction in time does not undo it.
      late: row.late === true || (row.returns === null && work.now > new Date(row.dueAt)),
      reason: null,
    });
}

export const submitAnswer: Handler<typeof answerRoutes.submitAnswer> = async (input, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockFillable(context, work, input.id, input.version);
    const about = await contextOf(context, work.db, row);
    refuseClosed(about.issue, '报送');
    const cells = await mergeCells(context, work, row, about, input.values);
    judgeCells(context, about, cells, input.explained);
    const sent = await sendUp(context, work, row, { cells, explained: input.explained, last: about.last });
    return { version: sent.version, at: sent.at };
  });

/** The figure stays as its holder has it; the holder is told what the filler doubts. */
export const doubtAnswer: Handler<typeof answerRoutes.doubt> = async ({ id, key, text }, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockAnswer(context, work, id);
    if (!mayFill(context, context.principal, row)) throw errors.notYours({ where: standsWhere(row) });
    const { body, issue } = await contextOf(context, work.db, row);
    refuseClosed(issue, '提出疑义');
    const column = body.columns.find((each) => each.key === key);
    if (column?.mode !== 'prefill' || column.source === undefined) throw errors.noDoubt();
    await context
      .use(registers)
      .of(answer)
      .trusted.update(work, context.principal.id, row, { doubts: { ...textMap(row.doubts), [key]: text } });
    await context.use(messages).send(work, {
      to: { permission: 'info-reporting:issue', department: column.source.owner },
      kind: 'notice',
      title: '有单位对你部门的数据提出疑义',
      body: `${areaName(row.area)}认为“${column.title}”有误：${text}`,
      link: `/info-reporting/answers/${id}`,
    });
    return { done: true as const };
  });
