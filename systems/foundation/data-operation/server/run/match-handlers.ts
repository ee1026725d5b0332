/** A match of a project step by step; the engine computes, here stands who may and how often. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import type { KeyKind } from '../../../../../engines/privacy/contract.ts';
import { Terms } from '../../../../../engines/privacy/contract.ts';
import { privacyErrors } from '../../../../../engines/privacy/index.ts';
import { privacy } from '../../../../../engines/privacy/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { project } from '../../registers/project.ts';
import { run } from '../../registers/run.ts';
import type { matchRoutes } from '../../routes/match-routes.ts';
import { leaveTrace } from '../leave-trace.ts';
import { may, type ProjectRow, requireInForce, takeRun } from '../project/seen-project.ts';
import { setting } from '../setting.ts';
import { insertRun, type RunRow, updateRun } from './run-rows.ts';

/** A run that the caller himself made, of a project that is still in force. Throws city.missing. */
async function ownRun(context: Context, id: string): Promise<RunRow> {
  const row = await context.use(registers).of(run).trusted.find(context.use(store).db, id);
  if (row === undefined || row.agent !== context.principal.id || !may(context, 'apply', row))
    throw commonErrors.missing();
  await context.use(store).transaction(async (work) => {
    const of = await context.use(registers).of(project).trusted.find(work.db, row.project);
    if (of === undefined) throw commonErrors.missing();
    await requireInForce(context, work, of);
  });
  return row;
}

async function begin(
  context: Context,
  work: Work,
  of: ProjectRow,
  given: { readonly points: number; readonly commitment: string },
): Promise<string> {
  // One key for the whole project: lists of several runs can be held against each other only under the same one.
  if (of.commitment !== null && of.commitment !== given.commitment) throw privacyErrors.otherKey();
  if (of.commitment === null)
    await context
      .use(registers)
      .of(project)
      .trusted.update(work, context.principal.id, of, { commitment: given.commitment });
  const id = newId();
  await context.use(privacy).matches.begin(work, {
    id,
    owner: of.id,
    theirs: given.points,
    plan: {
      dataset: of.dataset,
      field: Terms.parse(of.terms).person,
      kind: of.keyKind as KeyKind,
      commitment: given.commitment,
      least: setting(context, 'list-least'),
      most: setting(context, 'list-most'),
      apart: setting(context, 'list-apart'),
      fewest: setting(context, 'fewest'),
      step: setting(context, 'list-step'),
      canaries: setting(context, 'canaries'),
    },
  });
  await insertRun(context, work, of, {
    id,
    about: `名单 ${given.points} 个（补齐后）与底库求交`,
    stage: 'receiving',
    size: given.points,
  });
  await leaveTrace(context, work, of, context.principal.id, 'run', { run: id, points: given.points });
  return id;
}

/** The row says what the engine has decided, also when it decided against it. */
async function inStep<T>(context: Context, id: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (problem) {
    const match = await context.use(privacy).matches.find(id);
    if (match?.state === 'void' && problem instanceof CityError)
      await context
        .use(store)
        .transaction((work) =>
          updateRun(context, work, context.principal.id, id, { stage: 'void', findings: problem.message }),
        );
    throw problem;
  }
}

export const matchHandlers: Handlers<typeof matchRoutes> = {
  async beginMatch({ id, points, commitment }, context) {
    const made = await context.use(store).transaction(async (work) => {
      const of = await takeRun(context, work, id, ['count', 'list']);
      return begin(context, work, of, { points, commitment });
    });
    return { run: made };
  },
  async givePoints({ id, number, points }, context) {
    await ownRun(context, id);
    await context.use(privacy).matches.give(id, number, points);
    return { done: true as const };
  },
  async compute({ id }, context) {
    await ownRun(context, id);
    const job = await inStep(context, id, () =>
      context.use(privacy).matches.compute(id, context.principal.id),
    );
    await context
      .use(store)
      .transaction((work) => updateRun(context, work, context.principal.id, id, { stage: 'computing', job }));
    return { job };
  },
  async match({ id }, context) {
    const row = await context.use(registers).of(run).get(context.principal, id);
    const match = await context.use(privacy).matches.find(id);
    if (match === undefined) throw commonErrors.missing();
    const job = row.job === null ? undefined : await context.use(store).jobs.status(row.job);
    return {
      state: match.state,
      done: job?.done ?? 0,
      message: job?.message ?? '',
      ours: match.ours,
      problem: match.problem,
    };
  },
  async offer({ id, number }, context) {
    await ownRun(context, id);
    return { points: await context.use(privacy).matches.offer(id, number) };
  },
  async answerPoints({ id, number, points }, context) {
    await ownRun(context, id);
    await context.use(privacy).matches.answer(id, number, points);
    return { done: true as const };
  },
  async finishMatch({ id }, context) {
    await ownRun(context, id);
    const match = await inStep(context, id, () => context.use(privacy).matches.finish(id));
    await context.use(store).transaction((work) =>
      updateRun(context, work, context.principal.id, id, {
        stage: 'review',
        content: { matched: match.matched },
      }),
    );
    return { done: true as const };
  },
  async cancelMatch({ id }, context) {
    const row = await ownRun(context, id);
    if (row.job !== null) await context.use(store).jobs.cancel(row.job, context.principal.id);
    await context.use(store).transaction(async (work) => {
      const match = await context.use(privacy).matches.find(id);
      // One that the city could not compute has ended already; the row is all that is left to say so.
      if (match?.state !== 'void') await context.use(privacy).matches.cancel(work, id, 'privacy.cancelled');
      await updateRun(context, work, context.principal.id, id, { stage: 'void', findings: '申请方取消' });
    });
    return { done: true as const };
  },
};
