/** A case in memory for tests of the token game: facts without a city, a blank row, commands, and one command after another. */
import { CityError } from '../../../../kernel/errors.ts';
import type { ProcessModel } from '../../../../kernel/process.ts';
import type { WorkingCalendar } from '../../../../kernel/working-time.ts';
import { decideTokens, openItems } from '../graph/token/decide-tokens.ts';
import { playTokens } from '../graph/token/play-tokens.ts';
import { emptyState } from '../graph/token/state-change.ts';
import type {
  Arrival,
  Item,
  TokenCase,
  TokenCommand,
  TokenFacts,
  TokenPowers,
  TokenStep,
} from '../graph/token/types.ts';
import type { CaseFacts } from '../step/types.ts';
import { compareValues } from './compare-values.ts';

export const calendar: WorkingCalendar = {
  periods: [
    { start: '08:00', end: '12:00' },
    { start: '14:00', end: '18:00' },
  ],
  isWorkingDay: (date) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
  knownUntil: '2026-12-31',
};

/** A Monday, 10:00 in Shanghai. */
export const monday = new Date('2026-11-23T02:00:00.000Z');

export const bounds = { steps: 500, instances: 50, alive: 2000 };

/** Every user task is given to unit-a, four working hours, the whole case three working days; or as `arrivals` says. */
export function factsAt(now: Date, arrivals: Readonly<Record<string, Arrival>> = {}): TokenFacts {
  const plain: Arrival = {
    assignees: [{ unit: 'unit-a', person: null }],
    limit: { amount: 4, unit: 'work-hour' },
    whole: { amount: 3, unit: 'work-day' },
  };
  return {
    now,
    calendar,
    lights: { percent: 25, hours: 1 },
    urgeMinutes: 30,
    reachable: true,
    target: { id: 'other', number: 'T-2', status: 'open', allowed: true },
    bounds,
    evaluate: compareValues,
    conclude: () => ({ value: { g: 1 }, because: '按规则“grade”第 1 版' }),
    arrivals: { get: (node: string) => arrivals[node] ?? plain } as unknown as ReadonlyMap<string, Arrival>,
  };
}

export function blankRow(opened: Date, values: Readonly<Record<string, unknown>> = {}): CaseFacts {
  return {
    id: 'case',
    version: 1,
    number: 'T-1',
    stage: null,
    status: 'open',
    outcome: null,
    caseArea: '341202000000',
    unit: null,
    leadUnit: null,
    initiator: 'me',
    openedAt: opened.toISOString(),
    dueAt: null,
    stageDueAt: null,
    closedAt: null,
    closedLate: null,
    suspendedAt: null,
    processVersion: 1,
    urged: 0,
    supervised: false,
    mergedInto: null,
    splitFrom: null,
    ...values,
  };
}

export function commandFor(
  before: TokenCase,
  given: Partial<TokenCommand> & { action: string },
): TokenCommand {
  return {
    by: { id: 'me', name: '某人', department: 'unit-a' },
    powers: everything(before),
    opinion: '理由',
    unit: null,
    person: null,
    files: [],
    signature: null,
    values: {},
    item: null,
    target: {},
    ...given,
  };
}

/** Whoever may do all: holds every open item, and may everything else. */
export function everything({ tokens }: TokenCase): TokenPowers {
  const holds = new Set(openItems(tokens).map((item) => item.id));
  return { holds, opened: true, sees: true, automatic: false, may: () => true };
}

let serial = 0;

/** One case played on: each command either changes it or is refused. */
export interface Played {
  readonly model: ProcessModel;
  state: TokenCase;
  now: Date;
  readonly steps: TokenStep[];
  /** Moments at which the steps were taken. */
  readonly moments: Date[];
  readonly arrivals: Readonly<Record<string, Arrival>>;
}

export function tryStep(
  played: Played,
  given: Partial<TokenCommand> & { action: string },
): CityError | TokenStep {
  const step = decideTokens(
    played.model,
    played.state,
    commandFor(played.state, given),
    factsAt(played.now, played.arrivals),
  );
  if (step instanceof CityError) return step;
  if (!('tokens' in step)) throw new Error(`asked for ${step.asks.join()}`);
  played.state = playTokens(played.state, step, given.by?.id ?? 'me', () => `r${++serial}`);
  played.steps.push(step);
  played.moments.push(played.now);
  return step;
}

/** As tryStep, where a refusal is a mistake of the test. */
export function take(played: Played, given: Partial<TokenCommand> & { action: string }): TokenStep {
  const step = tryStep(played, given);
  if (step instanceof CityError) throw step;
  return step;
}

export function openCase(
  model: ProcessModel,
  start: string,
  values: Readonly<Record<string, unknown>> = {},
  arrivals: Readonly<Record<string, Arrival>> = {},
): Played {
  const blank: TokenCase = {
    row: blankRow(monday, values),
    tokens: emptyState,
    requests: [],
    refusedUnits: [],
  };
  const played: Played = { model, state: blank, now: monday, steps: [], moments: [], arrivals };
  take(played, { action: 'open', target: { stage: start } });
  return played;
}

/** Nodes of the open items, sorted: what people have on their desks. */
export function desks(played: Played): readonly string[] {
  return openItems(played.state.tokens)
    .map((item) => item.node)
    .toSorted();
}

export function itemAt(played: Played, node: string, person?: string): Item {
  const found = openItems(played.state.tokens).find(
    (item) => item.node === node && (person === undefined || item.person === person),
  );
  if (found === undefined) throw new Error(`nothing open at ${node}`);
  return found;
}
