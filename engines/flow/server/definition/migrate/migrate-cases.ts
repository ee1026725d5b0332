/** Moves running cases to another version of their process, each in a transaction of its own, and shows beforehand which would go where. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import { sql, type Work } from '../../../../store/index.ts';
import type { MigrationPreview, Migrated } from '../../../routes/migration-routes.ts';
import { nodeTitles } from '../../../process/words.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { openItems } from '../../graph/token/decide-tokens.ts';
import { candidateOf } from '../../graph/case/token-powers.ts';
import { playGraphStep } from '../../graph/case/play-graph-step.ts';
import type { TokenCase } from '../../graph/token/types.ts';
import type { CaseFacts } from '../../step/types.ts';
import { choicesFor, type NodeMap, suggestMap, titleIn } from './match-nodes.ts';
import { findRoute, type Planned, planMigration, type Route } from './plan-migration.ts';

export const mostMigrated = 200;

interface Asked {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** Nodes at which tokens may stand or wait, and those that a case may go back to. */
const mappable = new Set(
  'user,service,receive,call,sub-process,catch,event,parallel,inclusive,boundary'.split(','),
);

async function openCases(
  engine: FlowEngine,
  { kind, from }: Route,
  after: string | undefined,
): Promise<readonly CaseFacts[]> {
  const filter: Filter = {
    all: [
      { field: 'processVersion', is: 'equal', value: from.number },
      { field: 'status', is: 'one-of', value: ['open', 'suspended'] },
      ...(after === undefined ? [] : [{ field: 'id', is: 'more', value: after } as const]),
    ],
  };
  const limit = mostMigrated + 1;
  const found = await kind.rows.trusted.findMany(engine.store.db, { filter, sort: 'id', limit });
  return found as unknown as readonly CaseFacts[];
}

function standing({ tokens }: TokenCase): readonly string[] {
  const nodes = Object.values(tokens.tokens).map((token) => token.node);
  return [...new Set(nodes)];
}

function shownMoves({ from, to }: Route, nodes: NodeMap, before: TokenCase) {
  return standing(before).map((node) => ({
    from: titleIn(from.model, node),
    to: titleIn(to.model, nodes[node] ?? ''),
  }));
}

function shownNodes({ from, to }: Route, nodes: NodeMap, counts: ReadonlyMap<string, number>) {
  return Object.entries(from.model.nodes)
    .filter(([, node]) => mappable.has(node.kind))
    .map(([id, node]) => ({
      node: id,
      title: titleIn(from.model, id),
      kindTitle: nodeTitles[node.kind],
      cases: counts.get(id) ?? 0,
      to: nodes[id] ?? null,
      choices: choicesFor(node, to.model).map((value) => ({ value, title: titleIn(to.model, value) })),
    }))
    .toSorted((left, right) => right.cases - left.cases);
}

/** Nothing is written. */
export async function previewMigration(
  engine: FlowEngine,
  principal: Principal,
  asked: Asked & { readonly map?: NodeMap | undefined; readonly after?: string | undefined },
): Promise<MigrationPreview> {
  const route = await findRoute(engine, engine.kinds.get(asked.type), asked);
  const nodes = asked.map ?? suggestMap(route.from.model, route.to.model);
  const found = await openCases(engine, route, asked.after);
  const rows = found.slice(0, mostMigrated);
  const counts = new Map<string, number>();
  const cases = await engine.store.transaction(async (work) => {
    const shown: MigrationPreview['cases'] = [];
    for (const row of rows) {
      const planned = await planMigration(engine, principal, route, { row, nodes, reason: '' }, work);
      const before = planned.before;
      for (const node of before === undefined ? [] : standing(before))
        counts.set(node, (counts.get(node) ?? 0) + 1);
      shown.push({
        id: row.id,
        number: row.number,
        moves: before === undefined ? [] : shownMoves(route, nodes, before),
        problems: 'problems' in planned ? [...planned.problems] : [],
      });
    }
    return shown;
  });
  return { map: nodes, nodes: shownNodes(route, nodes, counts), cases, more: found.length > rows.length };
}

/** Open items are the same work by another name: lists, rights and clocks go by the new task. */
async function renameItems({ kind, from, to }: Route, { before, step }: Planned, work: Work): Promise<void> {
  const were = new Set(openItems(before.tokens).map((item) => item.id));
  const renamed = openItems(step.tokens)
    .filter((item) => were.has(item.id))
    .map((item) => {
      const task = to.process.stages[item.node];
      return {
        old: from.staged ? '' : item.id,
        item: item.id,
        stage: item.node,
        title: task?.title ?? item.node,
        permission: `${kind.system}:${task?.allow ?? ''}`,
        candidate: candidateOf(item),
        manner: item.manner,
        since: item.since,
      };
    });
  await sql`update flow_work_item as w set item = c.item, stage = c.stage, stage_title = c.title, permission = c.permission,
    candidate = c.candidate, manner = c.manner, since = c.since
    from jsonb_to_recordset(${JSON.stringify(renamed)}::jsonb)
      as c(old text, item text, stage text, title text, permission text, candidate text, manner text, since integer)
    where w.case_id = ${before.row.id}::uuid and w.item = c.old and w.closed_at is null`.execute(work.db);
}

async function renameRequests({ kind, to }: Route, { before }: Planned, work: Work): Promise<void> {
  for (const { id, kind: asks, item } of before.requests)
    await sql`update flow_request set permission = ${`${kind.system}:${to.process.requests?.[asks]?.decide ?? ''}`},
      item = coalesce(item, ${item ?? null}) where id = ${id}::uuid`.execute(work.db);
}

async function migrateOne(
  engine: FlowEngine,
  principal: Principal,
  route: Route,
  asked: { readonly id: string; readonly map: NodeMap; readonly reason: string },
): Promise<Migrated['results'][number]> {
  const { kind, to } = route;
  return engine.store.transaction(async (work) => {
    const row = (await kind.rows.trusted.lock(work, asked.id)) as unknown as CaseFacts | undefined;
    if (row === undefined) return { id: asked.id, number: '', done: false, message: '没有这个案件' };
    const given = { row, nodes: asked.map, reason: asked.reason };
    const planned = await planMigration(engine, principal, route, given, work);
    if ('problems' in planned)
      return { id: row.id, number: row.number, done: false, message: planned.problems.join('；') };
    await renameItems(route, planned, work);
    await renameRequests(route, planned, work);
    const { before, step, command } = planned;
    const playing = { kind, process: to.process, model: to.model, before, command, step, principal, work };
    await playGraphStep(engine, { ...playing, requestKey: undefined, actingFor: undefined }, true);
    return { id: row.id, number: row.number, done: true, message: null };
  });
}

/** One that cannot go does not hold up the others. */
export async function migrateCases(
  engine: FlowEngine,
  principal: Principal,
  asked: Asked & { readonly map: NodeMap; readonly reason: string; readonly cases: readonly string[] },
): Promise<Migrated> {
  const route = await findRoute(engine, engine.kinds.get(asked.type), asked);
  const results: Migrated['results'] = [];
  for (const id of asked.cases) results.push(await migrateOne(engine, principal, route, { ...asked, id }));
  return { results };
}
