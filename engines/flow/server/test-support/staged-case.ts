/** A staged case in memory for tests: any process, whatever people try, and a case opened in it. */
import fc from 'fast-check';
import type { Action, CaseProcess, Verb } from '../../../../kernel/case.ts';
import type { TimeLimit } from '../../../../kernel/working-time.ts';
import { decideOpening } from '../step/decide-step.ts';
import type { CaseFacts, CaseState, Command } from '../step/types.ts';
import { verbRules } from '../verbs/verb-rules.ts';
import { blankRow, factsAt, monday } from './token-case.ts';

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

/** 2–6 stages, each with a way on and a way out, some verbs, some units. */
export const anyProcess: fc.Arbitrary<CaseProcess> = fc
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

export interface Try {
  readonly action: string;
  readonly minutes: number;
  readonly unit: string | null;
  readonly stage: number;
  readonly granted: boolean;
  readonly opinion: boolean;
  readonly limit: TimeLimit;
}

/** `earliest`: minutes since the one before; clocks in the field go back as well. */
export function anyTry(earliest: number): fc.Arbitrary<Try> {
  return fc.record({
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
    minutes: fc.integer({ min: earliest, max: 3000 }),
    unit: fc.constantFrom(null, 'unit-a', 'unit-b', 'unit-c'),
    stage: fc.nat(5),
    granted: fc.boolean(),
    opinion: fc.boolean(),
    limit: fc.record({
      amount: fc.integer({ min: 1, max: 40 }),
      unit: fc.constantFrom('work-hour', 'work-day', 'natural-day', 'urgent-hour'),
    }),
  });
}

/** Opened on that Monday in its first stage. */
export function openStaged(process: CaseProcess): CaseState {
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

export const limits = {
  stage: { amount: 4, unit: 'work-hour' },
  whole: { amount: 3, unit: 'work-day' },
} as const;

export function stagedFacts(now: Date) {
  return { ...factsAt(now), limits, assigned: { unit: 'unit-a' } };
}

export function targetOf(one: Try, requestId: string | undefined): Command['target'] {
  return {
    stage: `stage${one.stage}`,
    caseId: 'other',
    granted: one.granted,
    limit: one.limit,
    parts: [{}, {}],
    ...(requestId === undefined ? {} : { requestId }),
  };
}
