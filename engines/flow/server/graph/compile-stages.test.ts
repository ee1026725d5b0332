/** A staged process and its graph: whatever people try, both do the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Action, CaseProcess, Verb } from '../../../../kernel/case.ts';
import { CityError } from '../../../../kernel/errors.ts';
import type { TimeLimit } from '../../../../kernel/working-time.ts';
import { decideOpening, decideStep } from '../step/decide-step.ts';
import { playStep } from '../step/play-step.ts';
import type { CaseFacts, CaseState, Command } from '../step/types.ts';
import { blankRow, factsAt, monday, openCase, type Played, tryStep } from '../test-support/token-case.ts';
import { verbRules } from '../verbs/verb-rules.ts';
import { compileStages, startOf } from './compile-stages.ts';
import { openItems } from './token/decide-tokens.ts';

const holderVerbs: readonly Verb[] = [
  'claim',
  'return',
  'reassign',
  'dispute',
  'delay',
  'suspend',
  'merge',
  'split',
  'terminate',
];

const anyProcess: fc.Arbitrary<CaseProcess> = fc
  .array(fc.record({ unit: fc.boolean(), verbs: fc.subarray([...holderVerbs]), jump: fc.nat(5) }), {
    minLength: 2,
    maxLength: 6,
  })
  .map((drawn) => {
    const name = (index: number) => `stage${index % drawn.length}`;
    const stages = drawn.map(({ unit, verbs, jump }, index) => {
      const actions: Record<string, Action> = {
        next: {
          title: '下一步',
          to: index + 1 < drawn.length ? { stage: name(index + 1) } : { end: 'done' },
        },
        jump: { title: '转到', to: { stage: name(jump) }, needs: ['opinion'] },
        end: { title: '结束', to: { end: 'done' }, negative: true },
      };
      const returnTo = drawn.map((_, at) => name(at));
      return [
        name(index),
        {
          title: `环节${index}`,
          allow: 'act',
          candidate: { kind: unit ? 'unit' : 'area' },
          actions,
          verbs,
          returnTo,
        },
      ] as const;
    });
    return {
      version: 1,
      start: ['stage0'],
      stages: Object.fromEntries(stages),
      outcomes: { done: { title: '办结', reopen: 'stage0' } },
      requests: {
        dispute: { title: '异议', decide: 'act', grantedTo: 'stage0' },
        delay: { title: '延期', decide: 'act' },
        suspend: { title: '缓办', decide: 'act' },
      },
      allow: { open: 'act', urge: 'act', supervise: 'act', terminate: 'act', merge: 'act', reopen: 'act' },
      withdraw: ['stage0', 'stage1'],
      number: { prefix: 'T', digits: 5 },
      marks: { first: 'stage0.next' },
      counts: {
        back: 'verb.return',
        upheld: 'grant.dispute',
        extended: 'grant.delay',
        left: 'stage1.return',
      },
    } satisfies CaseProcess;
  });

interface Try {
  readonly action: string;
  readonly minutes: number;
  readonly unit: string | null;
  readonly stage: number;
  readonly granted: boolean;
  readonly opinion: boolean;
  readonly limit: TimeLimit;
}

const anyTry: fc.Arbitrary<Try> = fc.record({
  action: fc.constantFrom(
    'next',
    'next',
    'jump',
    'end',
    'nonsense',
    ...Object.keys(verbRules).map((verb) => `verb.${verb}`),
    'verb.decide',
    'verb.suspend',
    'verb.resume',
  ),
  minutes: fc.integer({ min: 0, max: 3000 }),
  unit: fc.constantFrom(null, 'unit-a', 'unit-b', 'unit-c'),
  stage: fc.nat(5),
  granted: fc.boolean(),
  opinion: fc.boolean(),
  limit: fc.record({
    amount: fc.integer({ min: 1, max: 40 }),
    unit: fc.constantFrom('work-hour', 'work-day', 'natural-day', 'urgent-hour'),
  }),
});

function openStaged(process: CaseProcess): CaseState {
  const row = blankRow(monday);
  const blank: CaseState = { row, item: undefined, requests: [], refusedUnits: [], visits: [] };
  const facts = stagedFacts(monday);
  const opening = decideOpening(process, blank, 'stage0', { unit: null, person: null }, facts);
  if (opening instanceof Error) throw opening;
  const item = {
    ...opening.item,
    id: 'first',
    claimedBy: null,
    claimedAt: null,
    createdAt: monday.toISOString(),
    since: 2,
    paused: 0,
    urgedAt: null,
  };
  return {
    ...blank,
    // The graph raises the version when it opens.
    row: { ...row, ...opening.fields, version: 2 } as CaseFacts,
    item,
    visits: [{ stage: 'stage0', unit: item.unit, person: null }],
  };
}

function stagedFacts(now: Date) {
  const limits = { stage: { amount: 4, unit: 'work-hour' }, whole: { amount: 3, unit: 'work-day' } } as const;
  return { ...factsAt(now), limits, assigned: { unit: 'unit-a' } };
}

function targetOf(one: Try, requestId: string | undefined): Command['target'] {
  return {
    stage: `stage${one.stage}`,
    caseId: 'other',
    granted: one.granted,
    limit: one.limit,
    parts: [{}, {}],
    ...(requestId === undefined ? {} : { requestId }),
  };
}

let serial = 0;

interface Pair {
  staged: CaseState;
  readonly graph: Played;
}

/** The code of the refusal, or the entry that both write. */
function playBoth(process: CaseProcess, pair: Pair, one: Try): readonly [unknown, unknown] {
  pair.graph.now = new Date(pair.graph.now.getTime() + one.minutes * 60_000);
  const { now } = pair.graph;
  const by = { id: one.action === 'verb.decide' ? 'decider' : 'me', name: '某人', department: 'unit-a' };
  const shared = { action: one.action, by, opinion: one.opinion ? '理由' : null, unit: one.unit };
  const powers = {
    holds: pair.staged.item !== undefined,
    opened: true,
    sees: true,
    automatic: false,
    may: () => true,
  };
  const step = decideStep(
    process,
    pair.staged,
    {
      ...shared,
      powers,
      person: null,
      files: [],
      values: {},
      target: targetOf(one, pair.staged.requests[0]?.id),
    },
    stagedFacts(now),
  );
  const told = tryStep(pair.graph, { ...shared, target: targetOf(one, pair.graph.state.requests[0]?.id) });
  if (!(step instanceof CityError))
    pair.staged = playStep(pair.staged, step, {
      entry: 'e',
      by: by.id,
      unit: null,
      now,
      newId: () => `s${++serial}`,
    });
  const tell = (it: typeof step | typeof told) => {
    if (it instanceof CityError) return it.code;
    const { notices, entry, asks } = it;
    return { entry, notices, asks: asks?.kind };
  };
  return [tell(step), tell(told)];
}

function shape(
  item:
    | {
        unit: string | null;
        person: string | null;
        claimedBy: string | null;
        createdAt: string;
        dueAt: string | null;
        yellowAt: string | null;
        paused: number;
        urgedAt: string | null;
      }
    | undefined,
) {
  if (item === undefined) return undefined;
  const { unit, person, claimedBy, createdAt, dueAt, yellowAt, paused, urgedAt } = item;
  return { unit, person, claimedBy, createdAt, dueAt, yellowAt, paused, urgedAt };
}

test('同一流程按环节办和按图办,每一步都一样', () => {
  fc.assert(
    fc.property(anyProcess, fc.array(anyTry, { maxLength: 25 }), (process, tries) => {
      const model = compileStages(process, '测试');
      const pair: Pair = { staged: openStaged(process), graph: openCase(model, startOf('stage0')) };
      for (const one of tries) {
        const [staged, graph] = playBoth(process, pair, one);
        expect([one.action, graph]).toEqual([one.action, staged]);
        expect(pair.graph.state.row).toEqual(pair.staged.row);
        const open = openItems(pair.graph.state.tokens);
        expect(open.length).toBe(pair.staged.item === undefined ? 0 : 1);
        expect(shape(open[0])).toEqual(shape(pair.staged.item));
        expect(pair.graph.state.requests.map((each) => each.kind)).toEqual(
          pair.staged.requests.map((each) => each.kind),
        );
      }
    }),
    { numRuns: 600 },
  );
});
