/** Whatever the process and whatever people try: a case is in one stage, its clock never runs backwards, and it can always end. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseProcess } from '../../../../kernel/case.ts';
import { elapsed } from '../../../../kernel/working-time.ts';
import { effectOf } from '../case/write-step.ts';
import {
  anyProcess,
  anyTry,
  limits,
  openStaged,
  stagedFacts,
  targetOf,
  type Try,
} from '../test-support/staged-case.ts';
import { calendar, monday } from '../test-support/token-case.ts';
import { decideStep } from './decide-step.ts';
import { playStep, replayFields } from './play-step.ts';
import type { CaseFacts, CaseState, Command, Powers, Step } from './types.ts';

const everything: Powers = { holds: true, opened: true, sees: true, automatic: false, may: () => true };
let serial = 0;
const newId = () => `id-${++serial}`;

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
    target: targetOf(one, state.requests[0]?.id),
  };
}

interface Run {
  readonly states: readonly CaseState[];
  readonly steps: readonly Step[];
  readonly effects: readonly Record<string, unknown>[];
  readonly now: Date;
}

function runAll(process: CaseProcess, tries: readonly Try[]): Run {
  let state = openStaged(process);
  let effects: readonly Record<string, unknown>[] = [{ ...effectOf(process, state.row) }];
  const states = [state];
  const steps: Step[] = [];
  let now = monday;
  for (const one of tries) {
    now = new Date(now.getTime() + one.minutes * 60_000);
    const by = one.action === 'verb.decide' ? 'decider' : 'me';
    const step = decideStep(process, state, commandOf(state, one, by), stagedFacts(now));
    if (step instanceof Error) continue;
    state = playStep(state, step, { entry: newId(), by, unit: state.item?.unit ?? null, now, newId });
    effects = [...effects, { ...effectOf(process, step.fields) }];
    states.push(state);
    steps.push(step);
  }
  return { states, steps, effects, now };
}

const anyRun = fc.tuple(anyProcess, fc.array(anyTry(-60), { maxLength: 25 }));

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
          const step = decideStep(process, state, commandOf(state, one), stagedFacts(now));
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
        const suspended = new Date(monday.getTime() + worked * 60_000);
        const resumed = new Date(suspended.getTime() + stood * 60_000);
        const running =
          elapsed(calendar, monday, suspended, 'work-hour') + elapsed(calendar, resumed, now, 'work-hour');
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
