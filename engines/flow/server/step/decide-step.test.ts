/** Whatever the process and whatever people try: a case is in one stage, its clock never runs backwards, and it can always end. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action, CaseProcess, Verb } from '../../../../kernel/case.ts';
import { elapsed, type TimeLimit, type WorkingCalendar } from '../../../../kernel/working-time.ts';
import { verbRules } from '../verbs/verb-rules.ts';
import { effectOf } from '../case/write-step.ts';
import { decideOpening, decideStep } from './decide-step.ts';
import { playStep, replayFields } from './play-step.ts';
import type { CaseFacts, CaseState, Command, Facts, Powers, Step } from './types.ts';

const calendar: WorkingCalendar = {
  periods: [
    { start: '08:00', end: '12:00' },
    { start: '14:00', end: '18:00' },
  ],
  isWorkingDay: (date) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
  knownUntil: '2026-12-31',
};

const everything: Powers = { holds: true, opened: true, sees: true, automatic: false, may: () => true };
const units = ['unit-a', 'unit-b', 'unit-c'] as const;
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
        jump: { title: '转到', to: { stage: name(jump) } },
        end: { title: '结束', to: { end: 'done' } },
      };
      return [
        name(index),
        { title: `环节${index}`, allow: 'act', candidate: { kind: unit ? 'unit' : 'area' }, actions, verbs },
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
      number: { prefix: 'T', digits: 5 },
      marks: { first: 'stage0.next' },
      counts: { back: 'verb.return', upheld: 'grant.dispute', extended: 'grant.delay' },
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
  // Clocks in the field go back as well.
  minutes: fc.integer({ min: -60, max: 3000 }),
  unit: fc.constantFrom(null, ...units),
  stage: fc.nat(5),
  granted: fc.boolean(),
  opinion: fc.boolean(),
  limit: fc.record({
    amount: fc.integer({ min: 1, max: 40 }),
    unit: fc.constantFrom('work-hour', 'work-day', 'natural-day', 'urgent-hour'),
  }),
});

const limits = { stage: { amount: 4, unit: 'work-hour' }, whole: { amount: 3, unit: 'work-day' } } as const;

function factsAt(now: Date): Facts {
  return {
    now,
    calendar,
    lights: { percent: 25, hours: 1 },
    urgeMinutes: 30,
    limits,
    assigned: { unit: 'unit-a' },
    reachable: true,
    target: { id: 'other', number: 'T-2', status: 'open', allowed: true },
  };
}

const opened = new Date('2026-11-23T02:00:00.000Z');
let serial = 0;
const newId = () => `id-${++serial}`;

function openState(process: CaseProcess): { state: CaseState; effects: Record<string, unknown>[] } {
  const row = {
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
  } as CaseFacts;
  const blank: CaseState = { row, item: undefined, requests: [], refusedUnits: [], visits: [] };
  const opening = decideOpening(process, blank, 'stage0', { unit: null, person: null }, factsAt(opened));
  if (opening instanceof Error) throw opening;
  const fields = { ...row, ...opening.fields } as CaseFacts;
  const item = {
    ...opening.item,
    id: newId(),
    claimedBy: null,
    claimedAt: null,
    createdAt: opened.toISOString(),
    since: 1,
    paused: 0,
    urgedAt: null,
  };
  const state: CaseState = {
    ...blank,
    row: fields,
    item,
    visits: [{ stage: 'stage0', unit: item.unit, person: null }],
  };
  return { state, effects: [{ ...effectOf(process, fields) }] };
}

function commandOf(state: CaseState, one: Try, by = 'me'): Command {
  return {
    action: one.action,
    by: { id: by, name: '某人', department: 'unit-a' },
    powers: everything,
    opinion: one.opinion ? '理由' : null,
    unit: one.unit,
    person: null,
    files: [],
    values: {},
    target: {
      stage: `stage${one.stage}`,
      caseId: 'other',
      granted: one.granted,
      limit: one.limit,
      parts: [{}, {}],
      ...(state.requests[0] === undefined ? {} : { requestId: state.requests[0].id }),
    },
  };
}

interface Run {
  readonly states: readonly CaseState[];
  readonly steps: readonly Step[];
  readonly effects: readonly Record<string, unknown>[];
  readonly now: Date;
}

function runAll(process: CaseProcess, tries: readonly Try[]): Run {
  let { state, effects } = openState(process);
  const states = [state];
  const steps: Step[] = [];
  let now = opened;
  for (const one of tries) {
    now = new Date(now.getTime() + one.minutes * 60_000);
    const by = one.action === 'verb.decide' ? 'decider' : 'me';
    const step = decideStep(process, state, commandOf(state, one, by), factsAt(now));
    if (step instanceof Error) continue;
    state = playStep(state, step, { entry: newId(), by, unit: state.item?.unit ?? null, now, newId });
    effects = [...effects, { ...effectOf(process, step.fields) }];
    states.push(state);
    steps.push(step);
  }
  return { states, steps, effects, now };
}

const anyRun = fc.tuple(anyProcess, fc.array(anyTry, { maxLength: 25 }));

describe('任何流程、任何操作序列', () => {
  test('在办案件恰有一个工作项,与所在环节一致;办结的一个也没有', () => {
    fc.assert(
      fc.property(anyRun, ([process, tries]) => {
        for (const { row, item, requests } of runAll(process, tries).states) {
          if (row.status === 'closed') {
            expect([item, row.stage, requests.length, row.unit]).toEqual([undefined, null, 0, null]);
            expect(row.closedAt).not.toBeNull();
          } else {
            expect(item?.stage).toBe(row.stage);
            expect(process.stages[row.stage ?? '']).toBeDefined();
            expect(item?.unit).toBe(row.unit);
            expect(row.outcome).toBeNull();
            expect(requests.length).toBeLessThanOrEqual(1);
          }
          expect(row.status === 'suspended').toBe(row.suspendedAt !== null);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('时钟倒走也好,每一步用时都不为负', () => {
    fc.assert(
      fc.property(anyRun, ([process, tries]) => {
        const { steps } = runAll(process, tries);
        for (const step of steps)
          if (step.closes !== undefined) expect(step.closes.took).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  test('流转记录重放得到案件', () => {
    fc.assert(
      fc.property(anyRun, ([process, tries]) => {
        const { states, effects } = runAll(process, tries);
        const last = states.at(-1)?.row ?? ({} as CaseFacts);
        const { id: _id, version: _version, ...kept } = last;
        const replayed = replayFields(effects);
        for (const [name, value] of Object.entries(kept))
          expect([name, replayed[name] ?? null]).toEqual([name, value ?? null]);
      }),
      { numRuns: 300 },
    );
  });

  test('走到哪一步都还能办结', () => {
    fc.assert(
      fc.property(anyRun, ([process, tries]) => {
        const { states, now } = runAll(process, tries);
        let state = states.at(-1);
        if (state === undefined || state.row.status === 'closed') return;
        const way = state.row.status === 'suspended' ? ['verb.resume', 'end'] : ['end'];
        for (const action of way) {
          const one: Try = {
            action,
            minutes: 0,
            unit: null,
            stage: 0,
            granted: false,
            opinion: true,
            limit: limits.stage,
          };
          const step = decideStep(process, state, commandOf(state, one), factsAt(now));
          if (step instanceof Error) throw step;
          state = playStep(state, step, { entry: newId(), by: 'me', unit: null, now, newId });
        }
        expect(state.row.status).toBe('closed');
      }),
      { numRuns: 300 },
    );
  });
});

describe('挂起的时间不算', () => {
  test('挂起多久,到期就顺延多久,用时里没有挂起的时间', () => {
    const process: CaseProcess = {
      version: 1,
      start: ['stage0'],
      stages: {
        stage0: {
          title: '处理',
          allow: 'act',
          candidate: { kind: 'area' },
          verbs: ['suspend'],
          actions: { end: { title: '办结', to: { end: 'done' } } },
        },
      },
      outcomes: { done: { title: '办结' } },
      requests: { suspend: { title: '缓办', decide: 'act' } },
      allow: { open: 'act' },
      number: { prefix: 'T', digits: 5 },
    };
    const minute = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(minute, minute, minute, (worked, stood, rest) => {
        const one = (action: string, minutes: number, granted = true): Try => ({
          action,
          minutes,
          unit: null,
          stage: 0,
          granted,
          opinion: true,
          limit: limits.stage,
        });
        const { states, steps, now } = runAll(process, [
          one('verb.suspend', worked),
          one('verb.decide', 0),
          one('verb.resume', stood),
          one('end', rest),
        ]);
        expect(states.at(-1)?.row.status).toBe('closed');
        const suspended = new Date(opened.getTime() + worked * 60_000);
        const resumed = new Date(suspended.getTime() + stood * 60_000);
        const running =
          elapsed(calendar, opened, suspended, 'work-hour') + elapsed(calendar, resumed, now, 'work-hour');
        expect(steps.at(-1)?.closes?.took).toBe(running);
        const due = states.at(-2)?.item?.dueAt ?? '';
        // Late exactly when more than the limit was used, however long it stood.
        expect(steps.at(-1)?.closes?.late).toBe(
          running > 4 * 3_600_000 || (running === 4 * 3_600_000 && now > new Date(due)),
        );
      }),
      { numRuns: 300 },
    );
  });
});
