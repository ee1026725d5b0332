/** Whatever people try on a case of a random graph, for tests that play it to where anything can be found. */
import fc from 'fast-check';
import type { ProcessModel } from '../../../../kernel/process.ts';
import { openItems } from '../graph/token/decide-tokens.ts';
import type { Arrival } from '../graph/token/types.ts';
import { tokenVerbs } from '../graph/verbs/token-verb-rules.ts';
import { signersOf } from './random-models.ts';
import { openCase, type Played, tryStep } from './token-case.ts';

export function arrivalsOf(model: ProcessModel): Readonly<Record<string, Arrival>> {
  const tasks = Object.entries(model.nodes).filter(([, node]) => node.kind === 'user');
  return Object.fromEntries(
    tasks.map(([id]) => [
      id,
      {
        assignees: Array.from({ length: signersOf(id) }, (_, at) => ({ unit: 'unit-a', person: `p${at}` })),
        limit: { amount: 4, unit: 'work-hour' },
        whole: { amount: 3, unit: 'work-day' },
      },
    ]),
  );
}

export interface Try {
  readonly action: string;
  readonly minutes: number;
  readonly which: number;
  readonly road: number;
  readonly again: boolean;
  readonly straight: boolean;
  readonly position: 'before' | 'after' | 'parallel';
}

export const anyTry: fc.Arbitrary<Try> = fc.record({
  action: fc.constantFrom(
    ...Array.from({ length: 16 }, () => 'agree'),
    ...Array.from({ length: 4 }, () => 'verb.return'),
    'refuse',
    'engine.fire',
    'engine.fire',
    'engine.fail',
    'verb.decide',
    'verb.decide',
    'verb.add-signer',
    'verb.answer',
    'verb.answer',
    'verb.answer',
    'verb.resume',
    'verb.resume',
    'verb.take-back',
    ...Object.keys(tokenVerbs)
      .filter((verb) => verb !== 'terminate' && verb !== 'withdraw')
      .map((verb) => `verb.${verb}`),
  ),
  minutes: fc.integer({ min: 0, max: 600 }),
  which: fc.nat(20),
  road: fc.nat(3),
  again: fc.boolean(),
  straight: fc.boolean(),
  position: fc.constantFrom('before', 'after', 'parallel'),
});

export function pick<T>(list: readonly T[], which: number): T | undefined {
  return list[which % Math.max(1, list.length)];
}

const whole = new Set([
  'verb.jump',
  'verb.take-back',
  'verb.drop-signer',
  'verb.decide',
  'engine.fire',
  'engine.fail',
]);

export function attempt(played: Played, one: Try): void {
  played.now = new Date(played.now.getTime() + one.minutes * 60_000);
  const { tokens } = played.state;
  const item = pick(openItems(tokens), one.which);
  const engine = one.action.startsWith('engine.');
  const request = pick(played.state.requests, one.which);
  const wait = pick(Object.values(tokens.waits), one.which);
  const before = Object.values(tokens.visits).map((visit) => visit.node);
  const places = one.action === 'verb.return' ? before : Object.keys(played.model.nodes);
  const stage = pick(places, one.which + one.road);
  const person = `q${one.which % 4}`;
  const known = ['agree', 'refuse', 'verb.answer'].includes(one.action);
  const values = known && item?.parent === null ? { road: one.road, again: one.again } : {};
  const powers = {
    holds: new Set(openItems(tokens).map((each) => each.id)),
    opened: true,
    sees: true,
    automatic: engine,
    may: () => true,
  };
  const drop = pick(Object.values(tokens.items), one.which);
  tryStep(played, {
    action: one.action,
    powers,
    ...(one.action === 'verb.decide' ? { by: { id: 'boss', name: '领导', department: 'unit-a' } } : {}),
    item: whole.has(one.action) ? null : (item?.id ?? null),
    values,
    person,
    target: {
      ...(stage === undefined ? {} : { stage }),
      mode: one.straight ? 'straight' : 'through',
      position: one.position,
      people: [{ unit: 'unit-a', person }],
      ...(wait === undefined ? {} : { wait: wait.id }),
      ...(request === undefined ? {} : { requestId: request.id }),
      granted: !one.again,
      limit: { amount: 2, unit: 'work-hour' },
      error: 'broken',
      ...(drop === undefined || one.action === 'verb.jump' ? {} : { item: drop.id }),
    },
  });
}

/** Opened and tried, one after another; what is refused changes nothing. */
export function run(model: ProcessModel, tries: readonly Try[]): Played {
  const played = openCase(model, 'start', { road: 0, again: false }, arrivalsOf(model));
  for (const one of tries) attempt(played, one);
  return played;
}
