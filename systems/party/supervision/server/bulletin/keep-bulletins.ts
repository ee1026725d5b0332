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
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { errors } from '../../errors.ts';
import { bulletin } from '../../registers/bulletin.ts';
import type { scoreRoutes } from '../../routes/score-routes.ts';
import { checkPeriod, countScores } from '../score/count-scores.ts';
import { showBoard } from '../task/show-tasks.ts';
import { bulletinCode, type BulletinFacts, composeBulletin } from './compose-bulletin.ts';

async function factsOf(context: Context, from: string, to: string, office: string): Promise<BulletinFacts> {
  checkPeriod(from, to);
  const [board, scores] = await Promise.all([showBoard({}, context), countScores({ from, to }, context)]);
  return {
    from,
    to,
    board: board as BulletinFacts['board'],
    scores: scores as BulletinFacts['scores'],
    office,
    today: shanghaiDate(context.now),
  };
}

export const writeBulletin: Handler<typeof scoreRoutes.writeBulletin> = async ({ id, from, to }, context) => {
  const { principal } = context;
  const supervisor = principal.departments[0] ?? '';
  const office = context.use(access).findDepartment(supervisor)?.name ?? supervisor;
  const facts = await factsOf(context, from, to, office);
  const content = OfficialDocument.parse(composeBulletin(facts));
  return context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(bulletin);
    const sent = await trusted.find(work.db, id);
    if (sent !== undefined) {
      if (sent.createdBy !== principal.id) throw commonErrors.missing();
      return { id };
    }
    const { title } = content;
    const values = { title, from, to, supervisor, status: 'draft', content, scores: facts.scores };
    await trusted.insert(work, principal.id, { id, ...values });
    return { id };
  });
};

export const issueBulletin: Handler<typeof scoreRoutes.issueBulletin> = async ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const { principal } = context;
    const { trusted } = context.use(registers).of(bulletin);
    const row = await trusted.lock(work, id);
    const guard = context.use(access);
    const area = guard.findDepartment(row?.supervisor ?? '')?.area;
    const decision = guard.require(principal, 'supervision:decide');
    if (row === undefined || !decisionMatches(decision, { area, departments: [row.supervisor] }))
      throw errors.bulletinMissing();
    if (row.status !== 'draft') throw errors.bulletinIssued();
    const today = shanghaiDate(work.now);
    const year = Number(today.slice(0, 4));
    const numbers = context.use(documentNumbers);
    const paper = `bulletin:${id}`;
    const series = { organ: row.supervisor, code: bulletinCode, year };
    const { serial } = await numbers.reserve(work, principal.id, series, paper);
    await numbers.use(work, principal.id, paper);
    const number = { organ: bulletinCode, year, serial };
    const content = { ...(row.content as object), number, date: today, printedOn: today };
    await trusted.update(work, principal.id, row, {
      status: 'issued',
      number: showNumber(number),
      content,
      issuedBy: principal.id,
      issuedAt: work.now.toISOString(),
    });
    return { number: showNumber(number) };
  });

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

export const renderBulletin: Handler<typeof scoreRoutes.bulletinFile> = async ({ id, as }, context) => {
  const row = await context.use(registers).of(bulletin).get(context.principal, id);
  const body = await context.use(documents).renderOfficial(OfficialDocument.parse(row.content), as);
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
