/** The working copy of a case while one command is played: tokens are made and removed here, items opened and closed, all of it bounded. */
import type { ProcessModel } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import { isLate, usedTime } from '../../step/clock.ts';
import type { CaseFacts, OpenItem } from '../../step/types.ts';
import { indexOf, type ModelIndex } from './model-index.ts';
import type {
  Assignee,
  ClosedItem,
  Item,
  Question,
  Scope,
  Sent,
  Token,
  TokenCase,
  TokenCommand,
  TokenFacts,
  TokenState,
  TokenStep,
  Visit,
  Wait,
} from './types.ts';

export const root = 'root';

export interface Draft {
  readonly model: ProcessModel;
  readonly index: ModelIndex;
  readonly facts: TokenFacts;
  readonly command: TokenCommand;
  readonly row: CaseFacts;
  serial: number;
  whole: TokenState['whole'];
  readonly tokens: Map<string, Token>;
  readonly scopes: Map<string, Scope>;
  readonly items: Map<string, Item>;
  readonly waits: Map<string, Wait>;
  readonly visits: Map<string, Visit>;
  /** Values for the row: form fields that nodes set, and process fields. */
  readonly fields: Record<string, unknown>;
  readonly closed: ClosedItem[];
  readonly notes: string[];
  readonly sends: Sent[];
  readonly calls: TokenStep['calls'][number][];
  /** User tasks of which the shell must find out more. */
  readonly asks: Set<string>;
  /** Decisions that the shell must put to the rules. */
  readonly questions: Question[];
  /** Tokens on the move, in order, with who gets the work where that is known already. */
  readonly moving: { readonly token: string; readonly to: Assignee | undefined }[];
  passed: number;
  /** Outcome, once the case has ended. */
  ended: string | null;
}

export function openDraft(
  model: ProcessModel,
  before: TokenCase,
  command: TokenCommand,
  facts: TokenFacts,
): Draft {
  const { tokens } = before;
  return {
    model,
    index: indexOf(model),
    facts,
    command,
    row: before.row,
    serial: tokens.serial,
    whole: tokens.whole,
    tokens: new Map(Object.entries(tokens.tokens)),
    scopes: new Map(Object.entries(tokens.scopes)),
    items: new Map(Object.entries(tokens.items)),
    waits: new Map(Object.entries(tokens.waits)),
    visits: new Map(Object.entries(tokens.visits)),
    fields: {},
    closed: [],
    notes: [],
    sends: [],
    calls: [],
    asks: new Set(),
    questions: [],
    moving: [],
    passed: 0,
    ended: null,
  };
}

export function nextId(draft: Draft, letter: 't' | 's' | 'i' | 'w' | 'v'): string {
  draft.serial += 1;
  return `${letter}${draft.serial}`;
}

/** What expressions see: the fields as they are by now, and the case itself. */
export function contextOf(draft: Draft, token?: Token): Readonly<Record<string, unknown>> {
  const { row, fields } = draft;
  const now = { ...row, ...fields };
  const scope = token === undefined ? undefined : draft.scopes.get(token.scope);
  const element =
    scope?.loop === undefined ? loopElement(draft, scope) : elementOf(draft, scope, token?.instance);
  return {
    ...now,
    case: {
      number: row.number,
      area: row.caseArea,
      unit: row.unit,
      initiator: row.initiator,
      openedAt: row.openedAt,
    },
    ...element,
  };
}

function elementOf(
  draft: Draft,
  scope: Scope,
  instance: number | undefined,
): Readonly<Record<string, unknown>> {
  const node = scope.node === null ? undefined : draft.model.nodes[scope.node];
  const repeats = node !== undefined && 'repeats' in node ? node.repeats : undefined;
  const { loop } = scope;
  if (repeats === undefined || loop === undefined || instance === undefined) return {};
  return { [repeats.item ?? 'item']: loop.items[instance] ?? null, index: instance + 1 };
}

/** Inside a repeated sub-process the element is that of the token which holds the scope. */
function loopElement(draft: Draft, scope: Scope | undefined): Readonly<Record<string, unknown>> {
  if (scope?.token == null) return {};
  const holder = draft.tokens.get(scope.token);
  const outer = holder === undefined ? undefined : draft.scopes.get(holder.scope);
  if (holder === undefined || outer === undefined) return {};
  return outer.loop === undefined ? loopElement(draft, outer) : elementOf(draft, outer, holder.instance);
}

/** A token that comes to a node; it is played by advance(). */
export function moveToken(draft: Draft, token: Omit<Token, 'rests'>, to?: Assignee): void {
  if (draft.tokens.size + draft.items.size + draft.waits.size >= draft.facts.bounds.alive)
    throw flowErrors.tooManyTokens({ most: draft.facts.bounds.alive });
  draft.tokens.set(token.id, { ...token, rests: 'wait' });
  draft.moving.push({ token: token.id, to });
}

export function asOpenItem(item: Item, whole: TokenState['whole']): OpenItem {
  return { ...item, stage: item.node, wholeLimit: whole };
}

/** The item is over for its holder; what becomes of it in its task is the caller's matter. */
export function closeItem(draft: Draft, item: Item, action: string, by: string | null): void {
  if (item.state !== 'open') return;
  const { suspendedAt } = draft.row;
  draft.closed.push({
    item,
    action,
    by,
    took: usedTime(draft.facts, asOpenItem(item, draft.whole), suspendedAt),
    late: isLate(draft.facts, item.dueAt, suspendedAt),
  });
}

/** Takes all that belongs to a token away: its work, its waits, and whatever runs inside it. */
export function clearToken(draft: Draft, token: string): void {
  for (const item of draft.items.values()) {
    if (item.token !== token) continue;
    closeItem(draft, item, 'cancelled', null);
    draft.items.delete(item.id);
  }
  for (const wait of draft.waits.values()) if (wait.token === token) draft.waits.delete(wait.id);
  for (const scope of draft.scopes.values()) if (scope.token === token) clearScope(draft, scope.id);
}

export function removeToken(draft: Draft, token: string): void {
  clearToken(draft, token);
  draft.tokens.delete(token);
}

export function clearScope(draft: Draft, scope: string): void {
  for (const token of draft.tokens.values()) if (token.scope === scope) removeToken(draft, token.id);
  for (const visit of draft.visits.values()) if (visit.scope === scope) draft.visits.delete(visit.id);
  draft.scopes.delete(scope);
}

/** Visits that nothing asks for any more are forgotten: kept are the newest of each task and those on a living token's way. */
export function forgetVisits(draft: Draft): void {
  const kept = new Set([...draft.tokens.values()].flatMap((token) => Object.values(token.trail)));
  const newest = new Map<string, string>();
  for (const visit of draft.visits.values()) newest.set(`${visit.scope} ${visit.node}`, visit.id);
  for (const id of newest.values()) kept.add(id);
  for (const id of draft.visits.keys()) if (!kept.has(id)) draft.visits.delete(id);
}

export function stateOf(draft: Draft): TokenState {
  return {
    serial: draft.serial,
    whole: draft.whole,
    tokens: Object.fromEntries(draft.tokens),
    scopes: Object.fromEntries(draft.scopes),
    items: Object.fromEntries(draft.items),
    waits: Object.fromEntries(draft.waits),
    visits: Object.fromEntries(draft.visits),
  };
}
