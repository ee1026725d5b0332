/** What the verbs of the token game share: the case seen as a staged one, what a verb tells, and the refusals. */
import type { CaseProcess } from '../../../../../kernel/case.ts';
import { type CityError, commonErrors } from '../../../../../kernel/errors.ts';
import { graphProcess } from '../../../../../kernel/graph-process.ts';
import type { ProcessModel, TaskVerb, UserNode } from '../../../../../kernel/process.ts';
import { flowErrors } from '../../../contract.ts';
import { counted } from '../../step/build-step.ts';
import type { CaseState, Powers, StepNotice } from '../../step/types.ts';
import { asOpenItem, type Draft } from '../token/draft.ts';
import type { Item, TokenCase, TokenPowers, TokenStep } from '../token/types.ts';
import { userNodeOf } from '../token/work.ts';

/** What the timeline, the people and the shell are told of a step besides where the tokens stand. */
export interface Told {
  readonly title: string;
  /** What counters and marks see. */
  readonly source?: string;
  readonly also?: string;
  readonly notices?: readonly StepNotice[];
  readonly extra?: Partial<
    Pick<TokenStep, 'mark' | 'asks' | 'decides' | 'readers' | 'mergesInto' | 'children'>
  >;
}

export interface TokenVerb {
  readonly title: string;
  readonly needs: readonly TokenNeed[];
  readonly negative?: boolean;
  /** It is about the case, not about one item: urging, ending, administering. */
  readonly whole?: true;
  /** Why this person may not do it now; asked by the page's offers and again by the step. */
  refuses(seen: Seen): CityError | undefined;
  /** Throws a CityError where what came with the command will not do. */
  play(draft: Draft, seen: Seen): Told;
}

export type TokenNeed =
  | 'opinion'
  | 'stage'
  | 'mode'
  | 'unit-or-person'
  | 'limit'
  | 'case'
  | 'verdict'
  | 'parts'
  | 'people'
  | 'position'
  | 'signer'
  | 'vote';

/** The case, and the item that the command is about, as a verb looks at them. */
export interface Seen {
  readonly model: ProcessModel;
  readonly process: CaseProcess;
  readonly before: TokenCase;
  readonly item: Item | undefined;
  readonly powers: TokenPowers;
  readonly by: string;
}

const faces = new WeakMap<ProcessModel, CaseProcess>();

/** The staged face of a model; its number form is not asked here. */
export function faceOf(model: ProcessModel): CaseProcess {
  const known = faces.get(model);
  if (known !== undefined) return known;
  const face = graphProcess(model, { number: { prefix: '', digits: 1 } });
  faces.set(model, face);
  return face;
}

/** The case as it looks to the one who holds this item: in the stage of the item, with its requests. */
export function stagedView({ before, item }: Pick<Seen, 'before' | 'item'>): CaseState {
  const { row, tokens, requests, refusedUnits } = before;
  return {
    row: {
      ...row,
      stage: item?.node ?? row.stage,
      unit: item === undefined ? row.unit : item.unit,
      stageDueAt: item === undefined ? row.stageDueAt : item.stageDueAt,
    },
    item: item === undefined ? undefined : asOpenItem(item, tokens.whole),
    requests: requests.filter(
      (each) => item === undefined || each.item === undefined || each.item === item.id,
    ),
    refusedUnits,
    visits: [],
  };
}

export function stagedPowers({ powers, item }: Pick<Seen, 'powers' | 'item'>): Powers {
  return { ...powers, may: powers.may, holds: item !== undefined && powers.holds.has(item.id) };
}

export function countedFields(draft: Draft, seen: Seen, source: string): void {
  const state = stagedView(seen);
  Object.assign(
    draft.fields,
    counted(seen.process, { ...state, row: { ...state.row, ...draft.fields } }, source, draft.facts),
  );
}

export function unlessRunning({ before }: Seen): CityError | undefined {
  return before.row.status === 'closed' ? flowErrors.closed({ number: before.row.number }) : undefined;
}

export function unlessOpen(seen: Seen): CityError | undefined {
  if (seen.before.row.status === 'suspended') return flowErrors.suspended({ number: seen.before.row.number });
  return unlessRunning(seen);
}

/** The case is open and the person holds this item. */
export function unlessHeld(seen: Seen): CityError | undefined {
  const refused = unlessOpen(seen);
  if (refused !== undefined) return refused;
  const held = seen.item !== undefined && seen.powers.holds.has(seen.item.id);
  return held ? undefined : flowErrors.notHolder();
}

export function taskOf({ model, item }: Pick<Seen, 'model' | 'item'>): UserNode | undefined {
  return item === undefined ? undefined : userNodeOf({ model }, item.node);
}

/** Held, and the task offers the verb. */
export function unlessOffered(seen: Seen, verb: TaskVerb, title: string): CityError | undefined {
  const refused = unlessOpen(seen);
  if (refused !== undefined) return refused;
  const task = taskOf(seen);
  if (task?.verbs?.includes(verb) !== true) return flowErrors.notOffered({ stage: task?.title ?? '', title });
  return unlessHeld(seen);
}

export function unlessAdministers(seen: Seen): CityError | undefined {
  const permission = seen.model.allow.administer ?? seen.model.allow.terminate;
  return permission !== undefined && seen.powers.may(permission) ? undefined : commonErrors.forbidden();
}

export function opinionOf(draft: Draft): string {
  const { opinion } = draft.command;
  if (opinion === null) throw commonErrors.invalid({}, [{ path: 'opinion', message: '请填写意见或理由' }]);
  return opinion;
}

export function invalid(path: string, message: string): CityError {
  return commonErrors.invalid({}, [{ path, message }]);
}

/** The item that a verb's `refuses` has found to be there. */
export function heldItem(seen: Seen): Item {
  if (seen.item === undefined) throw flowErrors.notHolder();
  return seen.item;
}
