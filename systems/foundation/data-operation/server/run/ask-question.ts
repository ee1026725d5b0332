/** A question of a project: noisy on its budget, or an exact table that was checked; either waits for the reviewer. */
import { newId } from '../../../../../kernel/ids.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { epsilonUnit, measures, type Question, Terms } from '../../../../../engines/privacy/contract.ts';
import { privacyErrors } from '../../../../../engines/privacy/index.ts';
import { privacy } from '../../../../../engines/privacy/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import type { projectRoutes } from '../../routes/project-routes.ts';
import { leaveTrace } from '../leave-trace.ts';
import { titlesOf } from '../project/field-titles.ts';
import { accountsOf } from '../project/make-project.ts';
import { may, type ProjectRow, requireInForce, seenProject, takeRun } from '../project/seen-project.ts';
import { setting } from '../setting.ts';
import { releasedCells } from './released-cells.ts';
import type { Content } from './run-content.ts';
import { insertRun } from './run-rows.ts';

function describe({ measure, field, by, where }: Question, titles: ReadonlyMap<string, string>): string {
  const title = (name: string) => titles.get(name) ?? name;
  const what = `${measures[measure]}${field === undefined ? '' : ` ${title(field)}`}`;
  const within = where === undefined ? '' : `，限${title(where.field)}为${where.group}`;
  return `${what}${by === undefined ? '' : `，按${title(by)}分组`}${within}`;
}

async function recordRun(
  context: Context,
  work: Work,
  of: ProjectRow,
  given: {
    readonly id: string;
    readonly question: Question;
    readonly epsilon: number | null;
    readonly content: Content;
  },
): Promise<void> {
  const { id, question, epsilon, content } = given;
  await insertRun(context, work, of, {
    id,
    about: describe(question, await titlesOf(context, of.dataset)),
    stage: 'review',
    epsilon,
    question,
    content,
    findings: content.cells?.some(({ finding }) => finding !== null) ? '部分格不符合输出规则，已隐去' : null,
  });
  await leaveTrace(context, work, of, context.principal.id, epsilon === null ? 'run' : 'spend', {
    run: id,
    question,
    ...(epsilon === null ? {} : { epsilon }),
  });
}

async function askNoisy(
  context: Context,
  of: ProjectRow,
  question: Question,
  epsilon: number | undefined,
): Promise<{ readonly run: string; readonly repeated: boolean }> {
  const most = setting(context, 'epsilon-once') / 1000;
  if (epsilon === undefined || epsilon > most) throw privacyErrors.badEpsilon({ most });
  const id = newId();
  const asked = {
    id,
    owner: of.id,
    dataset: of.dataset,
    terms: Terms.parse(of.terms),
    question,
    epsilon: Math.round(epsilon * epsilonUnit),
    accounts: accountsOf(of),
  };
  return context.use(privacy).askNoisy(asked, async (work, answer, repeated) => {
    if (repeated) return { run: answer.id, repeated };
    const locked = await takeRun(context, work, of.id, ['noisy']);
    const cells = answer.cells.map((cell) => ({ ...cell, people: null, finding: null }));
    await recordRun(context, work, locked, { id, question, epsilon, content: { cells } });
    return { run: id, repeated };
  });
}

async function askTable(
  context: Context,
  of: ProjectRow,
  question: Question,
): Promise<{ readonly run: string; readonly repeated: boolean }> {
  const id = newId();
  const cells = await context.use(privacy).askTable({
    dataset: of.dataset,
    terms: Terms.parse(of.terms),
    question,
    rules: {
      fewest: setting(context, 'fewest'),
      largest: setting(context, 'largest'),
      percent: setting(context, 'percent'),
    },
    earlier: await releasedCells(context, context.use(store).db, of.id),
  });
  await context.use(store).transaction(async (work) => {
    const locked = await takeRun(context, work, of.id, ['table']);
    const shown = cells.map((cell) => ({ ...cell, low: null, high: null }));
    await recordRun(context, work, locked, { id, question, epsilon: null, content: { cells: shown } });
  });
  return { run: id, repeated: false };
}

export const ask: Handler<typeof projectRoutes.ask> = async ({ id, question, epsilon }, context) => {
  const of = await seenProject(context, id);
  if (of.agent !== context.principal.id || !may(context, 'apply', of)) throw commonErrors.forbidden();
  if (of.method === 'table') return askTable(context, of, question);
  // Checked again under lock; here so that nothing is read for a project that has ended or is of another kind.
  if (of.method !== 'noisy') throw errors.otherMethod();
  await context.use(store).transaction((work) => requireInForce(context, work, of));
  return askNoisy(context, of, question, epsilon);
};
