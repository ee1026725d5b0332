/** An error inside a repeated activity: the boundary event sits on the whole of it, so all its instances end and the host goes on from there. */
import { describe, expect, test } from 'vitest';
import type { ProcessNode } from '../../../../../kernel/process.ts';
import { engine, modelOf, task } from '../../test-support/small-models.ts';
import { desks, itemAt, openCase, type Played, take } from '../../test-support/token-case.ts';

const caught: ProcessNode = {
  kind: 'boundary',
  title: '接住',
  host: 'many',
  on: { kind: 'error' },
  interrupting: true,
};

function playedWith(
  many: ProcessNode,
  inside: Readonly<Record<string, ProcessNode>> = {},
  ways: string[] = [],
) {
  const nodes = { many, ...inside, caught, mend: task(), after: task() };
  const lines = ['start many', 'many after', 'after end', 'caught mend', 'mend end', ...ways];
  return openCase(modelOf(nodes, lines), 'start');
}

function failFirst(played: Played): void {
  const [wait] = Object.values(played.state.tokens.waits);
  take(played, { action: 'engine.fail', powers: engine, target: { wait: wait?.id, error: 'broken' } });
}

/** Only the token at the boundary's way is left, in the process itself. */
function expectInterrupted(played: Played): void {
  const { tokens, scopes, waits } = played.state.tokens;
  expect(desks(played)).toEqual(['mend']);
  expect(Object.keys(scopes)).toEqual(['root']);
  expect(Object.values(waits)).toEqual([]);
  expect(Object.values(tokens).map(({ scope, node, instance }) => [scope, node, instance])).toEqual([
    ['root', 'mend', undefined],
  ]);
  take(played, { action: 'agree' });
  expect(played.state.row.status).toBe('closed');
}

describe.each(['parallel', 'sequential'] as const)('重复执行的活动(%s)里有一份出错', (order) => {
  const repeats = { order, count: '3' };

  test('自动环节:整个环节被打断,转到接住错误的那一路', () => {
    const played = playedWith({ kind: 'service', title: '多次调用', job: 'job', repeats });
    failFirst(played);
    expectInterrupted(played);
  });

  test('调用子案件:其余几份不再等,转到接住错误的那一路', () => {
    const played = playedWith({ kind: 'call', title: '多次委托', calls: 'a.b', repeats });
    failFirst(played);
    expectInterrupted(played);
  });

  test('子流程:里面的错误结束把各份一起收回', () => {
    const inside: Readonly<Record<string, ProcessNode>> = {
      s: { kind: 'start', title: '开始', within: 'many' },
      check: task({ within: 'many' }),
      wrong: { kind: 'end', title: '出错', within: 'many', does: { kind: 'error', error: 'wrong' } },
    };
    const many: ProcessNode = { kind: 'sub-process', title: '多份子流程', repeats };
    const played = playedWith(many, inside, ['s check', 'check wrong']);
    take(played, { action: 'agree', item: itemAt(played, 'check').id });
    expectInterrupted(played);
  });

  test('没有接住错误的自动环节停在异常,其余几份照常等', () => {
    const many: ProcessNode = { kind: 'service', title: '多次调用', job: 'job', repeats };
    const played = openCase(modelOf({ many }, ['start many', 'many end']), 'start');
    failFirst(played);
    const incidents = Object.values(played.state.tokens.waits).map((wait) => wait.incident);
    expect(incidents[0]).toBe('理由');
    expect(incidents.slice(1).every((each) => each === null)).toBe(true);
  });
});
