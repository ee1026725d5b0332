/** 申请与审定、挂起与恢复,在并行分支和子流程里。 */
import { describe, expect, test } from 'vitest';
import type { ProcessModel, ProcessNode } from '../../../../../kernel/process.ts';
import { by, code, engine, modelOf, task } from '../../test-support/small-models.ts';
import {
  desks,
  itemAt,
  monday,
  openCase,
  type Played,
  take,
  tryStep,
} from '../../test-support/token-case.ts';

const hour = 3_600_000;
const requests: NonNullable<ProcessModel['requests']> = {
  delay: { title: '延期', decide: 'lead' },
  dispute: { title: '申诉', decide: 'supervise', grantedTo: 'dispatch' },
};
const asking = task({ verbs: ['delay', 'dispute'] });

function mayOnly(permission: string) {
  const holds = new Set<string>();
  return { holds, opened: false, sees: true, automatic: false, may: (each: string) => each === permission };
}

function decide(played: Played, kind: string, permission: string) {
  const request = played.state.requests.find((each) => each.kind === kind);
  return tryStep(played, {
    action: 'verb.decide',
    by: by('审定人'),
    powers: mayOnly(permission),
    target: { requestId: request?.id ?? '', granted: true },
  });
}

describe('两个分支各有申请', () => {
  function asked(): Played {
    const fork: ProcessNode = { kind: 'parallel', title: '分' };
    const model = modelOf(
      { dispatch: task(), fork, a: asking, b: asking, join: { kind: 'parallel', title: '合' } },
      ['start dispatch', 'dispatch fork', 'fork a', 'fork b', 'a join', 'b join', 'join end'],
      { requests },
    );
    const played = openCase(model, 'start');
    take(played, { action: 'agree' });
    const limit = { amount: 1, unit: 'work-day' } as const;
    take(played, { action: 'verb.delay', item: itemAt(played, 'a').id, target: { limit } });
    take(played, { action: 'verb.dispute', item: itemAt(played, 'b').id });
    return played;
  }

  test('只审定其中一种的人,不论先后都能审定他那一种', () => {
    const first = asked();
    expect(code(decide(first, 'delay', 'lead'))).toBe('done');
    expect(code(decide(first, 'dispute', 'supervise'))).toBe('done');
    const second = asked();
    expect(code(decide(second, 'dispute', 'supervise'))).toBe('done');
    expect(desks(second)).toEqual(['a', 'dispatch']);
    expect(code(decide(second, 'delay', 'lead'))).toBe('done');
  });

  test('不归他审定的那一种,不能因为另一种归他而审定', () => {
    expect(code(decide(asked(), 'delay', 'supervise'))).toBe('city.forbidden');
    expect(code(decide(asked(), 'dispute', 'lead'))).toBe('city.forbidden');
  });
});

test('子流程里的申诉批准后,回到子流程以外派件的环节,子流程就此结束', () => {
  const model = modelOf(
    {
      dispatch: task(),
      inner: { kind: 'sub-process', title: '子流程' },
      s: { kind: 'start', title: '开始', within: 'inner' },
      handle: task({ verbs: ['dispute'], within: 'inner' }),
      e: { kind: 'end', title: '结束', within: 'inner' },
    },
    ['start dispatch', 'dispatch inner', 'inner end', 's handle', 'handle e'],
    { requests },
  );
  const played = openCase(model, 'start');
  take(played, { action: 'agree' });
  take(played, { action: 'verb.dispute' });
  expect(code(decide(played, 'dispute', 'supervise'))).toBe('done');
  expect(desks(played)).toEqual(['dispatch']);
  expect(Object.keys(played.state.tokens.scopes)).toEqual(['root']);
  take(played, { action: 'agree' });
  expect(desks(played)).toEqual(['handle']);
});

test('挂起三天再恢复:约定时刻的计时器还是那个时刻,过了就马上到时', () => {
  const moment = new Date(monday.getTime() + 48 * hour);
  const model = modelOf(
    {
      ask: task({ verbs: ['suspend'] }),
      hearing: {
        kind: 'boundary',
        title: '开庭日',
        host: 'ask',
        on: { kind: 'timer', at: 'hearing' },
        interrupting: true,
      },
      late: task(),
    },
    ['start ask', 'ask end', 'hearing late', 'late end'],
  );
  const played = openCase(model, 'start', { hearing: moment.toISOString() });
  const [wait] = Object.values(played.state.tokens.waits);
  expect(wait?.dueAt).toBe(moment.toISOString());
  take(played, { action: 'verb.suspend' });
  played.now = new Date(monday.getTime() + 72 * hour);
  take(played, { action: 'verb.resume' });
  expect(Object.values(played.state.tokens.waits)[0]?.dueAt).toBe(moment.toISOString());
  take(played, { action: 'engine.fire', powers: engine, target: { wait: wait?.id ?? '' } });
  expect(desks(played)).toEqual(['late']);
});
