/** An encrypted sum of a project: the engine adds masked numbers, here stands which department may take part and what is let out of the sum. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { CityError, commonErrors } from '../../../../../kernel/errors.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { checkCell, Terms } from '../../../../../engines/privacy/contract.ts';
import { privacyErrors } from '../../../../../engines/privacy/index.ts';
import { privacy, type Sum } from '../../../../../engines/privacy/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { sm3, toHex } from '../../../../../engines/trust/index.ts';
import { errors } from '../../errors.ts';
import { contribution } from '../../registers/contribution.ts';
import { project } from '../../registers/project.ts';
import type { sumRoutes } from '../../routes/sum-routes.ts';
import { leaveTrace } from '../leave-trace.ts';
import { titlesOf } from '../project/field-titles.ts';
import { may, type ProjectRow, requireInForce, takeRun } from '../project/seen-project.ts';
import { readParties, sumTerms } from '../read-parties.ts';
import { setting } from '../setting.ts';
import { releasedCells } from './released-cells.ts';
import type { Content } from './run-content.ts';
import { insertRun, runRows, updateRun } from './run-rows.ts';

type PartRow = Row<typeof contribution>;

const utf8 = new TextEncoder();

function parts(context: Context) {
  return context.use(registers).of(contribution).trusted;
}

async function partsOf(context: Context, work: Work, run: string): Promise<readonly PartRow[]> {
  return parts(context).findEvery(work.db, {
    filter: { field: 'run', is: 'equal', value: run },
    most: 1000,
  });
}

function mayContribute(context: Context, party: string): boolean {
  const decision = context.use(access).decide(context.principal, 'data-operation:contribute');
  return decisionMatches(decision, { departments: [party], subjects: [] });
}

/** What all parties must agree that they add: bound into every mask by its digest. */
function aboutOf(of: ProjectRow): string {
  const text = JSON.stringify([of.number, of.scene, sumTerms(Terms.parse(of.terms))]);
  return toHex(sm3(utf8.encode(text)));
}

async function projectOf(context: Context, work: Work, id: string): Promise<ProjectRow> {
  const of = await context.use(registers).of(project).trusted.find(work.db, id);
  if (of === undefined) throw commonErrors.missing();
  return of;
}

/** The part locked, of a department for which the caller acts, of a project in force. */
async function ownPart(context: Context, work: Work, id: string) {
  const row = await parts(context).lock(work, id);
  if (row === undefined || !may(context, 'read', { agent: '', provider: row.party }))
    throw commonErrors.missing();
  if (!mayContribute(context, row.party)) throw commonErrors.forbidden();
  const of = await projectOf(context, work, row.project);
  await requireInForce(context, work, of);
  return { row, of };
}

async function begin(context: Context, work: Work, of: ProjectRow): Promise<string> {
  const id = newId();
  const { groups, number } = sumTerms(Terms.parse(of.terms));
  const parties = readParties(of.parties);
  const value = { low: Math.ceil(number.low / number.step), high: Math.floor(number.high / number.step) };
  const people = { low: 0, high: setting(context, 'sum-people') };
  await context.use(privacy).sums.begin(work, {
    id,
    owner: of.id,
    about: aboutOf(of),
    parties,
    bounds: [...groups.map(() => value), ...groups.map(() => people)],
    least: setting(context, 'sum-parties'),
    most: setting(context, 'sum-parties-most'),
  });
  const title = (await titlesOf(context, of.dataset)).get(number.field) ?? number.field;
  const about = `${of.title}：${parties.length} 个部门的${title}合计，分 ${groups.length} 组`;
  await insertRun(context, work, of, { id, about, stage: 'receiving', size: groups.length });
  for (const party of parties)
    await parts(context).insert(work, context.principal.id, {
      about,
      project: of.id,
      run: id,
      party,
      provider: of.provider,
      agent: of.agent,
      attempt: 1,
      stage: 'invited',
    });
  await leaveTrace(context, work, of, context.principal.id, 'run', { run: id, parties, groups });
  return id;
}

/** The sum as cells that went through the checks of outputs; a withheld cell is gone from here on. */
async function cellsOf(context: Context, work: Work, of: ProjectRow, totals: readonly number[]) {
  const { groups, number } = sumTerms(Terms.parse(of.terms));
  const earlier = await releasedCells(context, work.db, of.id);
  const rules = {
    fewest: setting(context, 'fewest'),
    largest: setting(context, 'largest'),
    percent: setting(context, 'percent'),
  };
  return groups.map((group, at) => {
    const people = totals[groups.length + at] ?? 0;
    // Shares of parties are what nobody knows: dominance cannot be looked for in a sum.
    const finding = checkCell({ group, people, shares: [] }, earlier, rules) ?? null;
    const value = finding === null ? Number(((totals[at] ?? 0) * number.step).toFixed(6)) : null;
    return { group, value, low: null, high: null, people: finding === null ? people : null, finding };
  });
}

/** The row says what has become of the sum. */
async function follow(context: Context, work: Work, of: ProjectRow, sum: Sum): Promise<void> {
  const by = context.principal.id;
  if (sum.state === 'review' && sum.totals !== null) {
    const cells: Content['cells'] = await cellsOf(context, work, of, sum.totals);
    const hidden = cells.some(({ finding }) => finding !== null);
    await updateRun(context, work, by, sum.id, {
      stage: 'review',
      content: { cells },
      findings: hidden ? '部分格不符合输出规则，已隐去' : null,
    });
  }
  if (sum.state === 'failed') {
    const named = await namesOf(context, sum.named);
    await updateRun(context, work, by, sum.id, {
      findings: `第 ${sum.attempt} 轮作废${named.length > 0 ? `，问题出在：${named.join('、')}` : ''}；请重做`,
    });
    await leaveTrace(context, work, of, by, 'fail', {
      run: sum.id,
      attempt: sum.attempt,
      problem: sum.problem,
      named: sum.named,
    });
  }
}

async function namesOf(context: Context, ids: readonly string[]): Promise<readonly string[]> {
  const known = new Map((await context.use(access).departments()).map(({ id, name }) => [id, name]));
  return ids.map((id) => known.get(id) ?? id);
}

/** A department that wants to change what it gave is named in the log, though nothing of it is kept. */
async function nameChange(context: Context, id: string, problem: unknown): Promise<never> {
  const named = [privacyErrors.sumChanged().code, privacyErrors.sumReplayed().code];
  if (problem instanceof CityError && named.includes(problem.code))
    await context.use(store).transaction(async (work) => {
      const { row, of } = await ownPart(context, work, id);
      await leaveTrace(context, work, of, context.principal.id, 'fail', {
        run: row.run,
        attempt: row.attempt,
        problem: problem.code,
        named: [row.party],
      });
    });
  throw problem;
}

export const sumHandlers: Handlers<typeof sumRoutes> = {
  async beginSum({ id }, context) {
    const run = await context.use(store).transaction(async (work) => {
      const of = await takeRun(context, work, id, ['sum']);
      return begin(context, work, of);
    });
    return { run };
  },
  async sumPart({ id }, context) {
    const row = await context.use(registers).of(contribution).get(context.principal, id);
    const sum = await context.use(privacy).sums.find(row.run);
    const of = await context.use(registers).of(project).trusted.find(context.use(store).db, row.project);
    if (sum === undefined || of === undefined) throw commonErrors.missing();
    const { groups, field, number } = sumTerms(Terms.parse(of.terms));
    const titles = await titlesOf(context, of.dataset);
    const names = await namesOf(context, sum.parties);
    return {
      run: row.run,
      title: of.title,
      scene: of.scene,
      about: sum.about,
      groups: [...groups],
      groupTitle: titles.get(field) ?? field,
      number: {
        title: titles.get(number.field) ?? number.field,
        low: number.low,
        high: number.high,
        step: number.step,
      },
      mostPeople: sum.bounds.at(-1)?.high ?? 0,
      state: sum.state,
      attempt: sum.attempt,
      party: row.party,
      parties: sum.parties.map((party, at) => {
        const member = sum.members.find((each) => each.party === party);
        return { party, name: names[at] ?? party, key: member?.key ?? null, given: member?.given ?? false };
      }),
      problem: sum.problem,
      named: [...(await namesOf(context, sum.named))],
      mayContribute: mayContribute(context, row.party) && of.status === 'active',
    };
  },
  async joinSum({ id, attempt, key }, context) {
    await context.use(store).transaction(async (work) => {
      const { row, of } = await ownPart(context, work, id);
      await context.use(privacy).sums.join(work, { id: row.run, attempt, party: row.party, key });
      if (row.stage !== 'invited') return;
      await parts(context).update(work, context.principal.id, row, { stage: 'joined' });
      // The key in the log is what a platform that shows another one to somebody is convicted by.
      await leaveTrace(context, work, of, context.principal.id, 'join', {
        run: row.run,
        attempt,
        party: row.party,
        key,
      });
    });
    return { done: true as const };
  },
  async giveSum({ id, attempt, roster, masked, tags }, context) {
    const given = context.use(store).transaction(async (work) => {
      const { row, of } = await ownPart(context, work, id);
      const { party } = row;
      const sum = await context
        .use(privacy)
        .sums.give(work, { id: row.run, attempt, party, roster, masked, tags });
      if (row.stage === 'given') return { state: sum.state, named: [...sum.named] };
      await parts(context).update(work, context.principal.id, row, {
        stage: 'given',
        actor: context.principal.id,
        actedAt: work.now.toISOString(),
      });
      const digest = toHex(sm3(Buffer.from(masked, 'base64')));
      await leaveTrace(context, work, of, context.principal.id, 'give', {
        run: row.run,
        attempt,
        party,
        roster,
        digest,
      });
      await follow(context, work, of, sum);
      return { state: sum.state, named: [...(await namesOf(context, sum.named))] };
    });
    return given.catch((problem: unknown) => nameChange(context, id, problem));
  },
  async repeatSum({ id }, context) {
    return context.use(store).transaction(async (work) => {
      const run = await runRows(context).lock(work, id);
      if (run === undefined || run.agent !== context.principal.id || !may(context, 'apply', run))
        throw commonErrors.missing();
      if (run.method !== 'sum') throw errors.otherMethod();
      const of = await projectOf(context, work, run.project);
      await requireInForce(context, work, of);
      const sum = await context.use(privacy).sums.repeat(work, id);
      for (const row of await partsOf(context, work, id))
        await parts(context).update(work, context.principal.id, row, {
          attempt: sum.attempt,
          stage: 'invited',
          actor: null,
          actedAt: null,
        });
      const named = [...(await namesOf(context, sum.named))];
      await updateRun(context, work, context.principal.id, id, {
        findings: `第 ${sum.attempt - 1} 轮未完成${named.length > 0 ? `：${named.join('、')}` : ''}；已重做为第 ${sum.attempt} 轮`,
      });
      await leaveTrace(context, work, of, context.principal.id, 'fail', {
        run: id,
        attempt: sum.attempt - 1,
        problem: 'data-operation.repeated',
        named: sum.named,
      });
      return { attempt: sum.attempt, named };
    });
  },
};
