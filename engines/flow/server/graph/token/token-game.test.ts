/** Whatever the graph and whatever people try: no token is lost or doubled, no join starves, clocks add up, and every case can still end. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elapsed } from '../../../../../kernel/working-time.ts';
import { anyBlock, anyModel, modelOf, signersOf } from '../../test-support/random-models.ts';
import { anyTry, arrivalsOf, attempt, pick, run } from '../../test-support/random-plays.ts';
import { calendar, desks, monday, openCase, type Played, take } from '../../test-support/token-case.ts';
import { openItems } from './decide-tokens.ts';
import { replayState } from './state-change.ts';
import type { TokenCase } from './types.ts';

const everyKind = [
  'sequence',
  'exclusive',
  'parallel',
  'inclusive',
  'loop',
  'inside',
  'wait',
  'each',
  'race',
  'receive',
  'send',
  'decision',
  'terminate',
  'machine',
  'risk',
];

/** What must hold of every state that people can bring a case into. */
function expectSound({ row, tokens: state }: TokenCase): void {
  const tokens = Object.values(state.tokens);
  if (row.status === 'closed') {
    expect([tokens.length, Object.keys(state.items).length, Object.keys(state.waits).length]).toEqual([
      0, 0, 0,
    ]);
    return;
  }
  expect(tokens.length).toBeGreaterThan(0);
  for (const token of tokens) {
    const mine = Object.values(state.items).filter((item) => item.token === token.id);
    const waits = Object.values(state.waits).filter((wait) => wait.token === token.id);
    const inside = Object.values(state.scopes).filter((scope) => scope.token === token.id);
    expect(state.scopes[token.scope]).toBeDefined();
    if (token.rests === 'work') expect(mine.some((item) => item.state === 'open')).toBe(true);
    else expect(mine).toEqual([]);
    if (token.rests === 'wait') expect(waits.length).toBeGreaterThan(0);
    expect(inside.length).toBe(token.rests === 'scope' ? 1 : 0);
    for (const visit of Object.values(token.trail)) expect(state.visits[visit]).toBeDefined();
  }
  for (const scope of Object.values(state.scopes)) {
    const inside = tokens.filter((token) => token.scope === scope.id);
    expect(inside.length).toBeGreaterThan(0);
    // A join that nobody can bring any further has not been left waiting.
    expect(inside.some((token) => token.rests !== 'join')).toBe(true);
    if (scope.token !== null) expect(state.tokens[scope.token]).toBeDefined();
  }
  for (const item of Object.values(state.items)) {
    expect(state.tokens[item.token]).toBeDefined();
    const behind = Object.values(state.items).filter((other) => other.parent === item.id);
    expect(behind.length > 0).toBe(item.state === 'parked');
  }
}

/**
 * Everybody agrees and every event comes, bringing what leaves a loop, until the case is closed. A loop in which nobody works and whose
 * condition nothing changes goes round until it is 作废; ending so is the other half of the property.
 */
function finishCase(played: Played): void {
  if (played.state.row.status === 'suspended') take(played, { action: 'verb.resume' });
  for (let turn = 0; turn < 400 && played.state.row.status !== 'closed'; turn += 1) {
    const [item] = openItems(played.state.tokens);
    const [wait] = Object.values(played.state.tokens.waits);
    if (item?.parent != null) take(played, { action: 'verb.answer', item: item.id });
    else if (item !== undefined) take(played, { action: 'agree', item: item.id, values: { again: false } });
    else {
      const powers = {
        holds: new Set<string>(),
        opened: false,
        sees: true,
        automatic: true,
        may: () => true,
      };
      take(played, {
        action: 'engine.fire',
        powers,
        values: { again: false },
        target: { wait: wait?.id ?? '' },
      });
    }
  }
}

const anyRun = fc.tuple(anyModel(everyKind), fc.array(anyTry, { minLength: 5, maxLength: 40 }));

describe('任何流程图、任何操作序列', () => {
  test('令牌、事项和等待总是对得上,合并处不会空等', () => {
    fc.assert(
      fc.property(anyRun, ([model, tries]) => {
        const played = openCase(model, 'start', { road: 0, again: false }, arrivalsOf(model));
        expectSound(played.state);
        for (const one of tries) {
          attempt(played, one);
          expectSound(played.state);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('流转记录重放得到现状', () => {
    fc.assert(
      fc.property(anyRun, ([model, tries]) => {
        const { steps, state } = run(model, tries);
        // What the database gives back is JSON.
        const kept = steps.map((step) => JSON.parse(JSON.stringify(step.change)) as typeof step.change);
        expect(replayState(kept)).toEqual(JSON.parse(JSON.stringify(state.tokens)));
      }),
      { numRuns: 300 },
    );
  });

  test('走到哪一步都还能办完,也都能作废', () => {
    fc.assert(
      fc.property(anyRun, fc.boolean(), ([model, tries], ends) => {
        const played = run(model, tries);
        if (played.state.row.status === 'closed') return;
        if (ends) take(played, { action: 'verb.terminate' });
        else finishCase(played);
        expect(played.state.row.status).toBe('closed');
      }),
      { numRuns: 400 },
    );
  });

  test('每一项的用时等于它在办的工作时间,挂起的不算', () => {
    fc.assert(
      fc.property(anyRun, ([model, tries]) => {
        const { steps, moments } = run(model, tries);
        const stops = steps.map(({ fields }) => fields['status']);
        for (const [at, step] of steps.entries())
          for (const { item, took } of step.closed) {
            const since = new Date(item.createdAt);
            let worked = 0;
            let running = true;
            for (let earlier = 0; earlier <= at; earlier += 1) {
              const from = moments[earlier - 1] ?? monday;
              const to = moments[earlier] ?? monday;
              if (running && to > since)
                worked += elapsed(calendar, from > since ? from : since, to, 'work-hour');
              if (stops[earlier] === 'suspended') running = false;
              else if (stops[earlier] === 'open') running = true;
            }
            expect(took).toBe(worked);
          }
      }),
      { numRuns: 300 },
    );
  });
});

describe('不退回、不加签的时候', () => {
  test('顺序和并行的每个环节恰好办一次,合并后只走一次', () => {
    const model = anyBlock(['sequence', 'parallel', 'inside']).map(modelOf);
    fc.assert(
      fc.property(model, fc.array(fc.nat(20), { minLength: 60, maxLength: 60 }), (drawn, order) => {
        const tasks = Object.entries(drawn.nodes).flatMap(([id, node]) => (node.kind === 'user' ? [id] : []));
        const played = openCase(drawn, 'start', {}, arrivalsOf(drawn));
        for (const which of order) {
          const item = pick(openItems(played.state.tokens), which);
          if (item !== undefined) take(played, { action: 'agree', item: item.id });
        }
        finishCase(played);
        const opened = played.steps.flatMap((step) => step.opened.map((item) => item.node));
        for (const task of tasks) {
          const node = drawn.nodes[task];
          const sign = node?.kind === 'user' ? node.sign?.mode : undefined;
          const times = opened.filter((each) => each === task).length;
          expect(times).toBeGreaterThan(0);
          // 或签 and percentages may end a task before the signers of its turn; nobody is asked twice.
          expect(times).toBeLessThanOrEqual(sign === 'single' ? 1 : signersOf(task));
          if (sign === 'all' || sign === 'veto') expect(times).toBe(signersOf(task));
        }
        expect(desks(played)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
