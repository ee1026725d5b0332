/**
 * A running case put into another version of its process by a map of nodes: pure, and all or nothing. Work goes on with whom it lies and by the
 * clock it has; ways back to tasks that the map leaves out are forgotten.
 */
import type { ProcessModel } from '../../../../../kernel/process.ts';
import { joinTrails } from '../../graph/token/join.ts';
import type {
  Item,
  Scope,
  Token,
  TokenCase,
  TokenState,
  Trail,
  Visit,
  Wait,
} from '../../graph/token/types.ts';
import { mismatch, nodeIn, type NodeMap, titleIn } from './match-nodes.ts';

export type Remapped =
  /** `carried`: boundary events of the new version that stand for one of the old. */
  | { readonly after: TokenCase; readonly carried: readonly string[] }
  | { readonly problems: readonly string[] };

interface Remapping {
  readonly from: ProcessModel;
  readonly to: ProcessModel;
  readonly nodes: NodeMap;
  readonly before: TokenCase;
  readonly problems: Set<string>;
}

/** Where the node goes; says why not, and then gives it back as it was. */
function mapped({ from, to, nodes, problems }: Remapping, id: string): string {
  const target = Object.hasOwn(nodes, id) ? nodes[id] : undefined;
  const [old, next] = [nodeIn(from, id), nodeIn(to, target)];
  if (target === undefined || next === undefined) {
    problems.add(`“${titleIn(from, id)}”没有对应的节点`);
    return id;
  }
  const why = old === undefined ? undefined : mismatch(old, next);
  if (why !== undefined) problems.add(`“${titleIn(from, id)}”不能对应“${titleIn(to, target)}”：${why}`);
  return target;
}

/** The flow by which it came to a join: the same one, or the only one from where that one began. */
function mappedFlow(remapping: Remapping, token: Token, target: string): string | null {
  const { from, to, nodes, problems } = remapping;
  const incoming = to.flows.filter((flow) => flow.to === target);
  if (token.rests !== 'join') return to.flows.some((flow) => flow.id === token.via) ? token.via : null;
  const same = incoming.find((flow) => flow.id === token.via);
  if (same !== undefined) return same.id;
  const source = from.flows.find((flow) => flow.id === token.via)?.from ?? '';
  const alike = incoming.filter((flow) => flow.from === nodes[source]);
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return only.id;
  problems.add(`“${titleIn(from, token.node)}”等待汇合的一路在新版本中认不出来`);
  return null;
}

/** A token inside a sub-process must come to stand inside the one that takes its place. */
function checkPlace(remapping: Remapping, token: Token, target: string): void {
  const { to, from, nodes, before, problems } = remapping;
  const scope = before.tokens.scopes[token.scope];
  if (scope === undefined || scope.loop !== undefined) return;
  const within = scope.node === null ? undefined : nodes[scope.node];
  const node = nodeIn(to, target);
  if (node !== undefined && node.within !== within)
    problems.add(`“${titleIn(from, token.node)}”和“${titleIn(to, target)}”不在同一个子流程里`);
}

function mappedToken(remapping: Remapping, token: Token): Token {
  const node = mapped(remapping, token.node);
  checkPlace(remapping, token, node);
  return {
    ...token,
    node,
    via: mappedFlow(remapping, token, node),
    trail: mappedTrail(remapping, token.trail),
  };
}

function mappedTrail({ nodes, to }: Remapping, trail: Trail): Trail {
  const parts = Object.entries(trail).flatMap(([id, visit]) => {
    const target = nodes[id];
    return target !== undefined && nodeIn(to, target)?.kind === 'user' ? [{ [target]: visit }] : [];
  });
  return joinTrails(parts);
}

/** Answers count by the action that they took: the new task must know it. */
function mappedItem(remapping: Remapping, item: Item): Item {
  const { from, to, before, problems } = remapping;
  const node = mapped(remapping, item.node);
  const [old, next] = [nodeIn(from, item.node), nodeIn(to, node)];
  const { action } = item;
  const counted = old?.kind === 'user' && action !== null && Object.hasOwn(old.actions, action);
  if (counted && next?.kind === 'user' && !Object.hasOwn(next.actions, action))
    problems.add(
      `“${titleIn(from, item.node)}”已有人选择“${old.actions[action]?.title ?? ''}”，“${titleIn(to, node)}”没有这个选项`,
    );
  const open = item.state === 'open' ? { since: before.row.version + 1 } : {};
  return { ...item, ...open, node };
}

function mappedWait({ nodes, to }: Remapping, wait: Wait): Wait | undefined {
  const target = nodes[wait.node];
  if (target === undefined || nodeIn(to, target) === undefined) return undefined;
  return target === wait.node ? wait : { ...wait, node: target };
}

function mappedVisit(remapping: Remapping, visit: Visit): Visit | undefined {
  const target = remapping.nodes[visit.node];
  if (target === undefined || nodeIn(remapping.to, target)?.kind !== 'user') return undefined;
  return { ...visit, node: target, trail: mappedTrail(remapping, visit.trail) };
}

function each<T>(
  all: Readonly<Record<string, T>>,
  change: (one: T) => T | undefined,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([id, one]) => {
      const next = change(one);
      return next === undefined ? [] : [[id, next] as const];
    }),
  );
}

function mappedScope(remapping: Remapping, scope: Scope): Scope {
  const { to } = remapping;
  const outcome = scope.outcome !== null && Object.hasOwn(to.outcomes, scope.outcome) ? scope.outcome : null;
  return { ...scope, outcome, node: scope.node === null ? null : mapped(remapping, scope.node) };
}

function remapState(remapping: Remapping): TokenState {
  const { tokens } = remapping.before;
  return {
    ...tokens,
    tokens: each(tokens.tokens, (token) => mappedToken(remapping, token)),
    scopes: each(tokens.scopes, (scope) => mappedScope(remapping, scope)),
    items: each(tokens.items, (item) => mappedItem(remapping, item)),
    waits: each(tokens.waits, (wait) => mappedWait(remapping, wait)),
    visits: each(tokens.visits, (visit) => mappedVisit(remapping, visit)),
  };
}

export function remapCase(from: ProcessModel, to: ProcessModel, before: TokenCase, nodes: NodeMap): Remapped {
  const remapping: Remapping = { from, to, nodes, before, problems: new Set() };
  const state = remapState(remapping);
  for (const { kind } of before.requests)
    if (to.requests?.[kind] === undefined)
      remapping.problems.add('有待审定的申请，新版本不接受这种申请，请先审定');
  if (remapping.problems.size > 0) return { problems: [...remapping.problems] };
  const boundaries = Object.keys(nodes).filter((id) => nodeIn(from, id)?.kind === 'boundary');
  return { after: { ...before, tokens: state }, carried: boundaries.flatMap((id) => nodes[id] ?? []) };
}
