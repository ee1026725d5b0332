/** 结果审核: somebody who did not ask looks at what would go out, and lets it go or not; either leaves a trace. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { checkCell } from '../../../../../engines/privacy/contract.ts';
import { privacy } from '../../../../../engines/privacy/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { sm3, toHex } from '../../../../../engines/trust/index.ts';
import { errors } from '../../errors.ts';
import { project } from '../../registers/project.ts';
import { run } from '../../registers/run.ts';
import type { projectRoutes } from '../../routes/project-routes.ts';
import { leaveTrace } from '../leave-trace.ts';
import { may } from '../project/seen-project.ts';
import { setting } from '../setting.ts';
import { runRows } from './run-rows.ts';
import { releasedCells } from './released-cells.ts';
import { type Content, readContent } from './run-content.ts';

type RunRow = Row<typeof run>;

function isMatch(row: RunRow): boolean {
  return row.method === 'count' || row.method === 'list';
}

/**
 * Exact cells once more against what was let go since they were computed: two tables that waited together must not go out together where they
 * tell of few people.
 */
async function checkAgain(context: Context, work: Work, row: RunRow): Promise<Content> {
  const content = readContent(row.content);
  if (row.method !== 'table' && row.method !== 'sum') return content;
  const earlier = await releasedCells(context, work.db, row.project);
  const rules = {
    fewest: setting(context, 'fewest'),
    largest: setting(context, 'largest'),
    percent: setting(context, 'percent'),
  };
  return {
    cells: content.cells?.map((cell) => {
      if (cell.people === null) return cell;
      const { group, people } = cell;
      const finding = checkCell({ group, people, shares: [] }, earlier, rules);
      return finding === undefined ? cell : { ...cell, value: null, people: null, finding };
    }),
  };
}

/** What of it goes out. Throws data-operation.nothingToRelease for a table without a single figure. */
async function letGo(context: Context, work: Work, row: RunRow): Promise<Content> {
  if (!isMatch(row)) {
    const content = await checkAgain(context, work, row);
    if (content.cells?.every(({ value }) => value === null)) throw errors.nothingToRelease();
    return content;
  }
  const { matched, places } = await context.use(privacy).matches.release(work, row.id);
  return row.method === 'list' ? { matched, places: [...places] } : { matched };
}

export const review: Handler<typeof projectRoutes.review> = async ({ id, release, opinion }, context) => {
  const by = context.principal.id;
  await context.use(store).transaction(async (work) => {
    const rows = runRows(context);
    const row = await rows.lock(work, id);
    if (row === undefined || !may(context, 'review', row)) throw commonErrors.missing();
    if (row.agent === by) throw errors.ownOutput();
    if (row.stage !== 'review') throw errors.notInReview();
    // Releases of one project stand in line, so that each sees what the last one let go.
    const of = await context.use(registers).of(project).trusted.lock(work, row.project);
    if (of === undefined) throw commonErrors.missing();
    const content = release ? await letGo(context, work, row) : undefined;
    if (row.method === 'sum') {
      const { sums } = context.use(privacy);
      if (release) await sums.release(work, id);
      else await sums.cancel(work, id, 'data-operation.refused');
    }
    if (!release && isMatch(row))
      await context.use(privacy).matches.cancel(work, id, 'data-operation.refused');
    await rows.update(work, by, row, {
      stage: release ? 'released' : 'refused',
      content: content ?? null,
      reviewer: by,
      reviewedAt: work.now.toISOString(),
      opinion,
    });
    // The digest proves later what was let go, and tells nothing before.
    const digest =
      content === undefined ? null : toHex(sm3(new TextEncoder().encode(JSON.stringify(content))));
    await leaveTrace(context, work, of, by, release ? 'release' : 'refuse', { run: id, opinion, digest });
  });
  return { done: true as const };
};

export const runResult: Handler<typeof projectRoutes.runResult> = async ({ id }, context) => {
  await context.use(registers).of(run).get(context.principal, id);
  const row = await runRows(context).find(context.use(store).db, id);
  if (row === undefined) throw commonErrors.missing();
  const mayReview = may(context, 'review', row) && row.agent !== context.principal.id;
  const shown = row.stage === 'released' || (row.stage === 'review' && mayReview);
  const { cells, matched, places } = shown ? readContent(row.content) : {};
  return {
    state: row.stage,
    method: row.method,
    about: row.about,
    epsilon: row.epsilon,
    cells:
      cells?.map(({ group, value, low, high, finding }) => ({ group, value, low, high, finding })) ?? null,
    matched: matched ?? null,
    // Places mean something to the party alone that blinded the list.
    places: row.agent === context.principal.id ? (places ?? null) : null,
    findings: row.findings,
    mayReview: mayReview && row.stage === 'review',
    mayRepeat: row.method === 'sum' && row.stage === 'receiving' && row.agent === context.principal.id,
  };
};
