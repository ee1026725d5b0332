/** The heart of the graph engine, without I/O: model, case, command and facts → all that changes, a refusal, or what must be found out first. */
import { CityError } from '../../../../../kernel/errors.ts';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import { outcomeTitle } from '../../step/build-step.ts';
import { isLate } from '../../step/clock.ts';
import type { StepNotice } from '../../step/types.ts';
import { advance } from './advance.ts';
import { type Draft, forgetVisits, openDraft, stateOf } from './draft.ts';
import { serialOf } from './join.ts';
import { changeBetween } from './state-change.ts';
import type {
  Item,
  TokenCase,
  TokenCommand,
  TokenDecided,
  TokenFacts,
  TokenState,
  TokenStep,
} from './types.ts';
import { engineCommands } from '../verbs/engine-commands.ts';
import { findAction, refusesAction, takeAction } from '../verbs/take-action.ts';
import { isTokenVerb, tokenVerbs } from '../verbs/token-verb-rules.ts';
import { countedFields, faceOf, type Seen, type Told } from '../verbs/verb-words.ts';

const verbPrefix = 'verb.';

/** The item that a command is about: the one it names, or the only one that the person holds. */
function findItem(before: TokenCase, command: Pick<TokenCommand, 'item' | 'powers'>): Item | undefined {
  const open = Object.values(before.tokens.items).filter((item) => item.state === 'open');
  if (command.item !== null) {
    const named = open.find((item) => item.id === command.item);
    if (named === undefined) throw flowErrors.itemGone();
    return named;
  }
  const held = open.filter((item) => command.powers.holds.has(item.id));
  if (held.length > 1) throw flowErrors.whichItem({}, [{ path: 'item', message: '请选择要办理的事项' }]);
  return held[0] ?? (open.length === 1 ? open[0] : undefined);
}

function isWhole(action: string): boolean {
  const verb = action.slice(verbPrefix.length);
  const rule = action.startsWith(verbPrefix) && isTokenVerb(verb) ? tokenVerbs[verb] : undefined;
  return (rule !== undefined && 'whole' in rule) || engineCommands[action] !== undefined;
}

export function seenBy(
  model: ProcessModel,
  before: TokenCase,
  command: Pick<TokenCommand, 'item' | 'powers' | 'action' | 'by'>,
): Seen {
  const open = openItems(before.tokens);
  const only = open.length === 1 ? open[0] : undefined;
  const item = isWhole(command.action) && command.item === null ? only : findItem(before, command);
  return { model, process: faceOf(model), before, item, powers: command.powers, by: command.by.id };
}

/** Refusals that need nothing but the case and the person; asked before the case type's own code is. */
export function refuseCommand(seen: Seen, action: string): CityError | undefined {
  const engine = engineCommands[action];
  if (engine !== undefined) return engine.refuses(seen);
  if (!action.startsWith(verbPrefix)) return refusesAction(seen, findAction(seen, action));
  const verb = action.slice(verbPrefix.length);
  return isTokenVerb(verb) ? tokenVerbs[verb].refuses(seen) : flowErrors.unknownAction({ stage: '' });
}

function play(draft: Draft, seen: Seen): Told {
  const { action } = draft.command;
  const refused = refuseCommand(seen, action);
  if (refused !== undefined) throw refused;
  const engine = engineCommands[action];
  if (engine !== undefined) return engine.play(draft, seen);
  const verb = action.slice(verbPrefix.length);
  return action.startsWith(verbPrefix) && isTokenVerb(verb)
    ? tokenVerbs[verb].play(draft, seen)
    : takeAction(draft, seen);
}

/** Open items, the oldest first: the first of them stands for the case on lists. */
export function openItems(state: TokenState): readonly Item[] {
  return Object.values(state.items)
    .filter((item) => item.state === 'open')
    .toSorted((a, b) => serialOf(a.id) - serialOf(b.id));
}

function endFields(draft: Draft, outcome: string): Readonly<Record<string, unknown>> {
  const { facts, row } = draft;
  const due = draft.fields['dueAt'] === undefined ? row.dueAt : draft.fields['dueAt'];
  const late = isLate(facts, typeof due === 'string' ? due : null, row.suspendedAt);
  return {
    stage: null,
    status: 'closed',
    outcome,
    unit: null,
    stageDueAt: null,
    suspendedAt: null,
    closedAt: facts.now.toISOString(),
    closedLate: late ?? false,
  };
}

function standing(state: TokenState): Readonly<Record<string, unknown>> {
  const [first] = openItems(state);
  const resting = Object.values(state.tokens).toSorted((a, b) => serialOf(a.id) - serialOf(b.id));
  return {
    stage: first?.node ?? resting[0]?.node ?? null,
    unit: first?.unit ?? null,
    stageDueAt: first?.stageDueAt ?? null,
  };
}

function noticesOf(draft: Draft, told: Told): readonly StepNotice[] {
  const given = told.notices ?? [];
  if (draft.ended === null || draft.command.action === 'verb.split') return given;
  const title = outcomeTitle(faceOf(draft.model), draft.ended);
  return [...given, { to: 'initiator', kind: 'result', title, body: `您上报的事项已${title}` }];
}

function finish(draft: Draft, seen: Seen, told: Told): TokenStep {
  if (draft.ended !== null) {
    for (const collection of [draft.tokens, draft.scopes, draft.items, draft.waits]) collection.clear();
  }
  forgetVisits(draft);
  const tokens = stateOf(draft);
  const old = seen.before.tokens.items;
  const open = openItems(tokens);
  const acted = draft.closed.find(({ item }) => item.id === seen.item?.id);
  const fields = {
    ...draft.fields,
    ...(draft.ended === null ? standing(tokens) : endFields(draft, draft.ended)),
  };
  return {
    tokens,
    change: changeBetween(seen.before.tokens, tokens),
    fields,
    closed: draft.closed,
    opened: open.filter((item) => old[item.id]?.state !== 'open'),
    changed: open.filter((item) => old[item.id]?.state === 'open' && old[item.id] !== item),
    entry: {
      action: draft.command.action,
      title: told.title,
      fromStage: seen.item?.node ?? draft.row.stage,
      toStage: (fields['stage'] as string | null) ?? null,
      opinion: draft.command.opinion,
      files: draft.command.files,
      took: acted?.took ?? null,
      late: acted?.late ?? null,
    },
    notes: draft.notes,
    notices: noticesOf(draft, told),
    sends: draft.sends,
    calls: draft.calls,
    readers: [],
    ...told.extra,
  };
}

/** `extra`: values that the case type's own check completed. */
export function decideTokens(
  model: ProcessModel,
  before: TokenCase,
  command: TokenCommand,
  facts: TokenFacts,
  extra: Readonly<Record<string, unknown>> = {},
): TokenDecided {
  try {
    const draft = openDraft(model, before, command, facts);
    const seen = seenBy(model, before, command);
    Object.assign(draft.fields, extra);
    const told = play(draft, seen);
    if (told.source !== undefined) countedFields(draft, seen, told.source);
    advance(draft);
    const { asks, questions } = draft;
    if (asks.size > 0 || questions.length > 0) return { asks: [...asks], questions };
    return finish(draft, seen, told);
  } catch (problem) {
    if (problem instanceof CityError) return problem;
    throw problem;
  }
}
