/** Writes, issues and prints the bulletin of a period; what was issued keeps its number, its words and the scores of that day. */
import { access } from '../../../../../engines/access/service.ts';
import {
  documentNumbers,
  documents,
  OfficialDocument,
  showNumber,
} from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { errors } from '../../errors.ts';
import { bulletin } from '../../registers/bulletin.ts';
import type { scoreRoutes } from '../../routes/score-routes.ts';
import { checkPeriod, countScores } from '../score/count-scores.ts';
import { boardOf, readableTasks } from '../task/show-tasks.ts';
import { endOfPeriod, gaveUp, inPeriod } from '../task/task-period.ts';
import { bulletinCode, type BulletinFacts, bulletinTitle, composeBulletin } from './compose-bulletin.ts';

type BulletinRow = Row<typeof bulletin>;

/** As the figures stand for whoever asks: only those who reach the whole area of the office do. */
async function compose(context: Context, row: BulletinRow) {
  const { from, to } = row;
  const office = context.use(access).findDepartment(row.supervisor)?.name ?? row.supervisor;
  const all = await readableTasks(context, context.use(store).db, { field: 'title', is: 'filled' });
  const end = endOfPeriod(to, context.now);
  const tasks = all.filter((each) => inPeriod(each, from, to) && !gaveUp(each, end));
  const [board, scores] = await Promise.all([
    boardOf(context, tasks, {}, end),
    countScores({ from, to }, context),
  ]);
  const facts: BulletinFacts = {
    from,
    to,
    board,
    scores: scores as BulletinFacts['scores'],
    office,
    today: shanghaiDate(context.now),
  };
  return { content: OfficialDocument.parse(composeBulletin(facts)), scores: facts.scores };
}

/** Over the office that supervises; throws for everybody else. */
function requireOver(
  context: Context,
  row: BulletinRow | undefined,
  permission: 'verify' | 'decide',
): BulletinRow {
  const guard = context.use(access);
  const area = guard.findDepartment(row?.supervisor ?? '')?.area;
  const decision = guard.decide(context.principal, `supervision:${permission}`);
  if (row === undefined || !decisionMatches(decision, { area, departments: [row.supervisor] }))
    throw errors.bulletinMissing();
  return row;
}

export const writeBulletin: Handler<typeof scoreRoutes.writeBulletin> = async ({ id, from, to }, context) => {
  const { principal } = context;
  checkPeriod(from, to);
  return context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(bulletin);
    const sent = await trusted.find(work.db, id);
    if (sent !== undefined) {
      if (sent.createdBy !== principal.id) throw commonErrors.missing();
      return { id };
    }
    const supervisor = principal.departments[0] ?? '';
    const values = { title: bulletinTitle(from, to), from, to, supervisor, status: 'draft' };
    await trusted.insert(work, principal.id, { id, ...values });
    return { id };
  });
};

export const issueBulletin: Handler<typeof scoreRoutes.issueBulletin> = async ({ id }, context) => {
  const { trusted } = context.use(registers).of(bulletin);
  const found = requireOver(context, await trusted.find(context.use(store).db, id), 'decide');
  const { content, scores } = await compose(context, found);
  return context.use(store).transaction(async (work) => {
    const { principal } = context;
    const row = requireOver(context, await trusted.lock(work, id), 'decide');
    if (row.status !== 'draft') throw errors.bulletinIssued();
    const today = shanghaiDate(work.now);
    const year = Number(today.slice(0, 4));
    const numbers = context.use(documentNumbers);
    const paper = `bulletin:${id}`;
    const series = { organ: row.supervisor, code: bulletinCode, year };
    const { serial } = await numbers.reserve(work, principal.id, series, paper);
    await numbers.use(work, principal.id, paper);
    const number = { organ: bulletinCode, year, serial };
    await trusted.update(work, principal.id, row, {
      status: 'issued',
      number: showNumber(number),
      content: { ...content, number },
      scores,
      issuedBy: principal.id,
      issuedAt: work.now.toISOString(),
    });
    return { number: showNumber(number) };
  });
};

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

export const renderBulletin: Handler<typeof scoreRoutes.bulletinFile> = async ({ id, as }, context) => {
  const row = await context.use(registers).of(bulletin).get(context.principal, id);
  const office = context.use(access).decide(context.principal, 'supervision:verify').permit;
  const content =
    row.status === 'issued'
      ? OfficialDocument.parse(row.content)
      : (await compose(context, requireOver(context, row, office ? 'verify' : 'decide'))).content;
  const body = await context.use(documents).renderOfficial(content, as);
  await context.use(access).auditAlone(context.principal, {
    module: 'supervision',
    event: 'export',
    objectType: 'supervision.bulletin',
    objectId: id,
    result: 'success',
    detail: { as },
  });
  return { contentType: types[as], body, fileName: `${row.number ?? row.title}.${as}` };
};
