/** 试走: each element of a drawing as the engine plays it: sub-process, call, repeated work, countersigns, timers, messages, signals, errors. */
import { describe, expect, test } from 'vitest';
import type { Countersign, ProcessModel } from '../../../../../kernel/process.ts';
import { type Trial, type TrialMove, TrialPlan } from '../../../process/trial.ts';
import { compareValues } from '../../test-support/compare-values.ts';
import { modelOf, task } from '../../test-support/small-models.ts';
import { bounds, calendar, monday } from '../../test-support/token-case.ts';
import { playTrial } from './play-trial.ts';

const facts = {
  calendar,
  lights: { percent: 25, hours: 1 },
  urgeMinutes: 30,
  bounds,
  evaluate: compareValues,
};

/** A move is made from what the trial shows, as the author makes it. */
type Choice = (shown: Trial) => TrialMove;

function walk(model: ProcessModel, choices: readonly Choice[], plan: Partial<TrialPlan> = {}): Trial {
  const moves: TrialMove[] = [];
  const play = () => playTrial(model, TrialPlan.parse({ ...plan, moves }), facts, monday);
  let shown = play();
  for (const choose of choices) {
    moves.push(choose(shown));
    shown = play();
  }
  return shown;
}

const act =
  (action: string, at = 0): Choice =>
  ({ items }) => ({ does: 'act', item: items[at]?.id ?? 'none', action, values: {} });
const fire =
  (title: string): Choice =>
  ({ waits }) => ({
    does: 'fire',
    wait: waits.find((each) => each.title === title)?.id ?? 'none',
    values: {},
  });
const fail =
  (error: string): Choice =>
  ({ waits }) => ({ does: 'fail', wait: waits[0]?.id ?? 'none', error });
const wait =
  (hours: number): Choice =>
  () => ({ does: 'advance', hours });

const at = (shown: Trial) => shown.tokens.map(({ node }) => node).sort();

describe('试走', () => {
  test('一步一步：令牌在哪里、问谁、走哪条路；不能做的动作说明原因', () => {
    const model = modelOf({ a: task({ title: '受理' }), b: task({ title: '审核' }) }, [
      'start a',
      'a b',
      'b end',
    ]);
    const begun = walk(model, []);
    expect(begun.items).toMatchObject([{ node: 'a', title: '受理', asked: '案件所在单位有权办理的人' }]);
    expect(at(walk(model, [act('agree')]))).toEqual(['b']);
    const done = walk(model, [act('agree'), act('agree')]);
    expect(done).toMatchObject({ closed: true, tokens: [], refused: null });
    expect(done.steps).toHaveLength(3);
    const refused = walk(model, [act('agree'), act('nothing')]);
    expect(refused.refused).toMatchObject({ move: 1 });
    expect(at(refused)).toEqual(['b']);
    expect(walk(model, [act('agree'), act('agree'), wait(1)]).refused?.move).toBe(2);
  });

  test('子流程：里面的环节走完才出来', () => {
    const model = modelOf(
      {
        sub: { kind: 'sub-process', title: '勘验' },
        in: { kind: 'start', title: '', within: 'sub' },
        a: task({ within: 'sub', title: '现场' }),
        out: { kind: 'end', title: '', within: 'sub' },
        b: task({ title: '结论' }),
      },
      ['start sub', 'in a', 'a out', 'sub b', 'b end'],
    );
    expect(walk(model, []).tokens).toMatchObject([
      { node: 'sub', rests: 'scope' },
      { node: 'a', rests: 'work' },
    ]);
    expect(at(walk(model, [act('agree')]))).toEqual(['b']);
  });

  test('调用子案件：等它办结；失败走错误边界', () => {
    const model = modelOf(
      {
        call: { kind: 'call', title: '调用', calls: 'x.y' },
        broken: {
          kind: 'boundary',
          title: '办不成',
          host: 'call',
          on: { kind: 'error', error: 'E1' },
          interrupting: true,
        },
        a: task(),
        b: task(),
      },
      ['start call', 'call a', 'broken b', 'a end', 'b end'],
    );
    expect(walk(model, []).waits).toMatchObject([{ kind: 'call', name: 'x.y', errors: ['E1'] }]);
    expect(at(walk(model, [fire('调用')]))).toEqual(['a']);
    expect(at(walk(model, [fail('E1')]))).toEqual(['b']);
    const other = walk(model, [fail('E2')]);
    expect(other.waits[0]?.incident).not.toBeNull();
    expect(at(other)).toEqual(['call']);
  });

  const signed = (sign: Countersign) =>
    modelOf({ a: task({ sign }), b: task() }, ['start a', 'a b', 'b end']);
  test.each<[string, Countersign, number, readonly Choice[], readonly string[]]>([
    ['会签要人人都签', { mode: 'all' }, 3, [act('agree'), act('agree')], ['a']],
    ['会签签齐就走', { mode: 'all' }, 3, [act('agree'), act('agree'), act('agree')], ['b']],
    ['或签一人就走', { mode: 'any' }, 3, [act('agree')], ['b']],
    ['按比例签够就走', { mode: 'percent', percent: 60 }, 3, [act('agree'), act('agree')], ['b']],
    ['按比例不够还等', { mode: 'percent', percent: 60 }, 3, [act('agree')], ['a']],
  ])('%s', (_name, sign, count, choices, where) => {
    expect(at(walk(signed(sign), choices, { signers: { a: count } }))).toEqual(where);
  });

  test('依次签一次只问一位', () => {
    const model = signed({ mode: 'in-order' });
    const first = walk(model, [], { signers: { a: 3 } });
    expect(first.items.map(({ asked }) => asked)).toEqual(['案件所在单位有权办理的人（第 1 位）']);
    const second = walk(model, [act('agree')], { signers: { a: 3 } });
    expect(second.items.map(({ asked }) => asked)).toEqual(['案件所在单位有权办理的人（第 2 位）']);
  });

  test('重复环节：每次一个令牌，做完才走', () => {
    const model = modelOf({ a: task({ repeats: { order: 'parallel', count: '3' } }), b: task() }, [
      'start a',
      'a b',
      'b end',
    ]);
    const begun = playTrial(
      model,
      TrialPlan.parse({ moves: [] }),
      { ...facts, evaluate: (text) => Number(text) },
      monday,
    );
    expect(begun.items).toHaveLength(3);
    expect(begun.tokens.flatMap(({ instance }) => instance ?? [])).toEqual([1, 2, 3]);
  });

  test('定时边界：时间走到才发生；中断的带走令牌，不中断的多出一路', () => {
    const timed = (interrupting: boolean) =>
      modelOf(
        {
          a: task(),
          late: {
            kind: 'boundary',
            title: '超时',
            host: 'a',
            on: { kind: 'timer', after: { amount: 4, unit: 'work-hour' } },
            interrupting,
          },
          b: task(),
        },
        ['start a', 'a end', 'late b', 'b end'],
      );
    expect(at(walk(timed(true), [wait(3)]))).toEqual(['a']);
    const gone = walk(timed(true), [wait(3), wait(2)]);
    expect(at(gone)).toEqual(['b']);
    // Fired at its own moment: Monday 10:00 and four working hours.
    expect(gone.steps.at(-1)?.at).toBe('2026-11-23T08:00:00.000Z');
    expect(at(walk(timed(false), [wait(5)]))).toEqual(['a', 'b']);
  });

  test('转不完的定时循环，整个试走到上限为止，并说明原因', () => {
    const hourly = { kind: 'timer', after: { amount: 1, unit: 'work-hour' } } as const;
    const model = modelOf(
      {
        join: { kind: 'exclusive', title: '' },
        w: { kind: 'catch', title: '等一小时', on: hourly },
      },
      ['start join', 'join w', 'w join'],
    );
    const moves = Array.from({ length: 100 }, () => wait(400));
    const shown = playTrial(
      model,
      TrialPlan.parse({ moves: moves.map((choose) => choose({} as Trial)) }),
      facts,
      monday,
    );
    expect(shown.refused?.why).toContain('1000 步');
    expect(shown.steps).toHaveLength(1000);
  });

  test('消息和信号边界由作者让它发生', () => {
    const model = modelOf(
      {
        a: task(),
        told: {
          kind: 'boundary',
          title: '撤诉',
          host: 'a',
          on: { kind: 'message', message: 'm' },
          interrupting: true,
        },
        alarm: {
          kind: 'boundary',
          title: '预警',
          host: 'a',
          on: { kind: 'signal', signal: 's' },
          interrupting: false,
        },
        b: task(),
        c: task(),
      },
      ['start a', 'a end', 'told b', 'b end', 'alarm c', 'c end'],
    );
    expect(
      walk(model, [])
        .waits.map(({ kind }) => kind)
        .sort(),
    ).toEqual(['message', 'signal']);
    expect(at(walk(model, [fire('预警')]))).toEqual(['a', 'c']);
    expect(at(walk(model, [fire('撤诉')]))).toEqual(['b']);
    expect(walk(model, [fire('撤诉'), fire('撤诉')]).refused?.move).toBe(1);
  });

  test('子流程里抛出的错误由它的错误边界接住', () => {
    const model = modelOf(
      {
        sub: { kind: 'sub-process', title: '办' },
        in: { kind: 'start', title: '', within: 'sub' },
        a: task({ within: 'sub' }),
        bad: { kind: 'end', title: '出错', within: 'sub', does: { kind: 'error', error: 'E' } },
        caught: { kind: 'boundary', title: '接住', host: 'sub', on: { kind: 'error' }, interrupting: true },
        b: task(),
      },
      ['start sub', 'in a', 'a bad', 'sub end', 'caught b', 'b end'],
    );
    expect(at(walk(model, [act('agree')]))).toEqual(['b']);
  });

  test('无尽的循环和过多的移动有界', () => {
    const model = modelOf({ x: { kind: 'exclusive', title: '' }, y: { kind: 'exclusive', title: '' } }, [
      'start x',
      'x y',
      'y x',
    ]);
    expect(walk(model, []).refused ?? walk(model, []).closed).toBeTruthy();
    const move = { does: 'advance', hours: 1 };
    expect(TrialPlan.safeParse({ moves: Array.from({ length: 101 }, () => move) }).success).toBe(false);
  });
});
