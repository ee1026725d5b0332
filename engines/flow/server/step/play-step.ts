/** Plays a decided step on a case in memory, as case/write-step.ts does in the database; timeline entries replayed give the case back. */
import { softVerbs } from '../verbs/verb-rules.ts';
import type { CaseFacts, CaseState, OpenItem, OpenRequest, Step, Visit } from './types.ts';

export interface Played {
  readonly entry: string;
  readonly by: string;
  readonly unit: string | null;
  readonly now: Date;
  /** Ids for what the step makes. */
  newId(): string;
}

/** Comments change nothing on the row; everything else raises its version. */
export function raisesVersion(action: string): boolean {
  return action !== 'verb.comment';
}

function nextItem(state: CaseState, step: Step, played: Played, version: number): OpenItem | undefined {
  const { opens, changes, closes } = step;
  if (opens !== undefined) {
    return {
      ...opens,
      id: played.newId(),
      claimedBy: null,
      claimedAt: null,
      createdAt: played.now.toISOString(),
      since: version,
      paused: 0,
      urgedAt: null,
    };
  }
  if (closes !== undefined || state.item === undefined) return undefined;
  const { urged: _urged, supervised: _supervised, suspended: _suspended, ...kept } = changes ?? {};
  const since = softVerbs.has(step.entry.action) ? state.item.since : version;
  return { ...state.item, ...kept, since };
}

function nextRequests(state: CaseState, step: Step, played: Played): readonly OpenRequest[] {
  if (step.closes !== undefined) return [];
  const left = state.requests.filter((request) => request.id !== step.decides?.id);
  if (step.asks === undefined) return left;
  return [...left, { ...step.asks, id: played.newId(), askedBy: played.by, unit: state.item?.unit ?? null }];
}

function nextRefused(state: CaseState, step: Step): readonly string[] {
  if (step.decides === undefined || step.decides.granted) return state.refusedUnits;
  const request = state.requests.find((each) => each.id === step.decides?.id);
  return request?.kind === 'dispute' && request.unit !== null
    ? [...state.refusedUnits, request.unit]
    : state.refusedUnits;
}

export function playStep(state: CaseState, step: Step, played: Played): CaseState {
  const version = state.row.version + (raisesVersion(step.entry.action) ? 1 : 0);
  const { opens } = step;
  const visit: readonly Visit[] =
    opens === undefined ? [] : [{ stage: opens.stage, unit: opens.unit, person: opens.person }];
  return {
    row: { ...state.row, ...step.fields, version } as CaseFacts,
    item: nextItem(state, step, played, version),
    requests: nextRequests(state, step, played),
    refusedUnits: nextRefused(state, step),
    visits: [...visit, ...state.visits.filter((each) => each.stage !== opens?.stage)],
  };
}

/** The process fields of a case from the effects that its timeline kept, oldest first. */
export function replayFields(
  effects: readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...effects) as Readonly<Record<string, unknown>>;
}
