/** 发布前的校验:每条规则抓得住该抓的,画得对的流程没有错误。 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProcessFlow, ProcessModel, ProcessNode, UserNode } from '../../../../../kernel/process.ts';
import { anyModel, everything } from '../../bpmn/test-support/models.ts';
import { checkModel } from './check-model.ts';
import type { Vocabulary } from './checking.ts';

const vocabulary: Vocabulary = {
  fields: new Set(['amount', 'subject', 'secret', 'result', 'level']),
  permissions: new Set(['report', 'lead', 'handle', 'supervise']),
  jobs: new Set(['pay']),
  decisions: new Set(['grade']),
  caseTypes: new Set(['repair.ticket']),
  rosters: new Set(['夜班']),
};
const bounds = { states: 20_000, nodes: 500 };

const limit = { amount: 1, unit: 'work-day' } as const;
const task = (title: string, more: Partial<UserNode> = {}): UserNode => ({
  kind: 'user',
  title,
  allow: 'handle',
  candidate: { kind: 'unit' },
  actions: { agree: { title: '同意' } },
  limit,
  ...more,
});

/** Flows written 'a>b', 'a>b:condition' or 'a>b:*' (default). */
function model(
  nodes: Record<string, ProcessNode>,
  flows: readonly string[],
  more: Partial<ProcessModel> = {},
): ProcessModel {
  const start: ProcessNode = { kind: 'start', title: '发起' };
  const end: ProcessNode = { kind: 'end', title: '结束' };
  return {
    version: 1,
    title: '试验',
    nodes: { s: start, ...nodes, e: end },
    flows: flows.map((text, index): ProcessFlow => {
      const [way = '', when] = text.split(':');
      const [from = '', to = ''] = way.split('>');
      if (when === '*') return { id: `f${index}`, from, to, otherwise: true };
      return { id: `f${index}`, from, to, ...(when === undefined ? {} : { when }) };
    }),
    outcomes: { done: { title: '办结' } },
    allow: { open: 'report' },
    limit,
    ...more,
  };
}

const check = (one: ProcessModel) => checkModel(one, vocabulary, bounds);
const rulesOf = (one: ProcessModel) =>
  check(one).map(({ rule, element }) => `${rule}${element === null ? '' : ` ${element}`}`);

const straight = ['s>a', 'a>e'];
const fork: ProcessNode = { kind: 'parallel', title: '分' };
const join: ProcessNode = { kind: 'parallel', title: '合' };
const choice: ProcessNode = { kind: 'exclusive', title: '选' };
const manual: ProcessNode = { kind: 'manual', title: '自动' };

describe('画得对的流程', () => {
  test.each([
    ['一步审批', model({ a: task('审') }, straight)],
    [
      '有条件和默认的分支',
      model({ a: task('审'), x: choice, b: task('核') }, ['s>a', 'a>x', 'x>b:amount > 3', 'x>e:*', 'b>e']),
    ],
    [
      '并行后汇合',
      model({ p: fork, a: task('甲'), b: task('乙'), j: join }, ['s>p', 'p>a', 'p>b', 'a>j', 'b>j', 'j>e']),
    ],
    [
      '包容分支后包容汇合',
      model(
        {
          p: { kind: 'inclusive', title: '分' },
          a: task('甲'),
          b: task('乙'),
          j: { kind: 'inclusive', title: '合' },
        },
        ['s>p', 'p>a:amount > 1', 'p>b:*', 'a>j', 'b>j', 'j>e'],
      ),
    ],
    [
      '返工循环由人走',
      model(
        {
          a: task('办'),
          c: task('查', {
            actions: { ok: { title: '合格', flow: 'f2' }, again: { title: '返工', flow: 'f3' } },
          }),
        },
        ['s>a', 'a>c', 'c>e', 'c>a'],
      ),
    ],
  ])('%s', (_name, one) => {
    expect(check(one)).toEqual([]);
  });

  test('什么都有的流程没有结构上的错误', () => {
    const errors = check(everything).filter((problem) => problem.severity === 'error');
    expect(errors.map((problem) => `${problem.rule} ${problem.element}`)).toEqual([]);
  });
});

describe('规则', () => {
  test.each<[string, ProcessModel, string]>([
    ['没有下一步', model({ a: task('审'), b: task('丢') }, ['s>a', 'a>e', 's>b']), 'check.dead-end b'],
    ['走不到', model({ a: task('审'), b: task('孤') }, [...straight, 'b>e']), 'check.unreachable b'],
    [
      '到不了结束',
      model({ a: task('审'), b: task('转') }, ['s>a', 'a>e', 's>b', 'b>b']),
      'check.no-way-out b',
    ],
    [
      '没有结束',
      { ...model({ a: task('审') }, straight), nodes: { s: { kind: 'start', title: '' }, a: task('审') } },
      'check.no-end',
    ],
    ['没有办理人', model({ a: task('审', { allow: '' }) }, straight), 'check.assignee a'],
    ['没有这项权限', model({ a: task('审', { allow: 'fly' }) }, straight), 'check.permission a'],
    ['没有操作', model({ a: task('审', { actions: {} }) }, straight), 'check.action a'],
    [
      '负责人没有依据',
      model({ a: task('审', { candidate: { kind: 'head', of: 'case' } }) }, straight),
      'check.assignee a',
    ],
    [
      '没有值班表',
      model({ a: task('审', { candidate: { kind: 'on-duty', roster: '' } }) }, straight),
      'check.assignee a',
    ],
    [
      '指定办理人而前一步不选人',
      model({ a: task('拟'), b: task('审', { candidate: { kind: 'chosen' } }) }, ['s>a', 'a>b', 'b>e']),
      'check.chosen b',
    ],
    [
      '会签比例不对',
      model({ a: task('审', { sign: { mode: 'percent', percent: 0 } }) }, straight),
      'check.countersign a',
    ],
    ['字段不存在', model({ a: task('审', { fields: { ghost: 'editable' } }) }, straight), 'check.field a'],
    [
      '必填却隐藏',
      model(
        {
          a: task('审', {
            fields: { amount: 'hidden' },
            actions: { ok: { title: '好', sets: ['amount'], requires: ['amount'] } },
          }),
        },
        straight,
      ),
      'check.field a',
    ],
    [
      '操作的去路不在了',
      model({ a: task('审', { actions: { ok: { title: '好', flow: 'gone' } } }) }, straight),
      'check.action a',
    ],
    [
      '有一条路没有操作走',
      model({ a: task('审', { actions: { ok: { title: '好', flow: 'f1' } } }), b: task('另') }, [
        's>a',
        'a>e',
        'a>b',
        'b>e',
      ]),
      'check.way-out f2',
    ],
    [
      '没有时限',
      (() => {
        const { limit: _limit, ...rest } = task('审');
        return model({ a: rest }, straight);
      })(),
      'check.limit a',
    ],
    [
      '分支没有条件',
      model({ x: choice, a: task('甲') }, ['s>x', 'x>a', 'x>e:*', 'a>e']),
      'check.gateway-condition f1',
    ],
    [
      '没有默认分支',
      model({ x: choice, a: task('甲') }, ['s>x', 'x>a:true', 'x>e:false', 'a>e']),
      'check.gateway-default x',
    ],
    [
      '并行分支不能有条件',
      model({ p: fork, a: task('甲'), b: task('乙'), j: join }, [
        's>p',
        'p>a:true',
        'p>b',
        'a>j',
        'b>j',
        'j>e',
      ]),
      'check.parallel-condition f1',
    ],
    [
      '事件网关之后不是事件',
      model({ v: { kind: 'event', title: '等' }, a: task('甲'), b: task('乙') }, [
        's>v',
        'v>a',
        'v>b',
        'a>e',
        'b>e',
      ]),
      'check.event-gateway v',
    ],
    [
      '自动环节转圈',
      model({ x: choice, m: manual, a: task('甲') }, ['s>a', 'a>x', 'x>m:true', 'm>x', 'x>e:*']),
      'check.endless x',
    ],
    [
      '服务不存在',
      model({ v: { kind: 'service', title: '付', job: 'ghost' } }, ['s>v', 'v>e']),
      'check.job v',
    ],
    [
      '没有选决策',
      model({ d: { kind: 'decision', title: '定', decision: '' } }, ['s>d', 'd>e']),
      'check.decision d',
    ],
    [
      '子案件类型不存在',
      model({ c: { kind: 'call', title: '子', calls: 'no.such' } }, ['s>c', 'c>e']),
      'check.call c',
    ],
    [
      '没有选消息',
      model({ r: { kind: 'receive', title: '等', message: '' } }, ['s>r', 'r>e']),
      'check.message r',
    ],
    ['没有发起权限', model({ a: task('审') }, straight, { allow: { open: '' } }), 'check.open'],
    [
      '结果不存在',
      {
        ...model({ a: task('审') }, straight),
        nodes: {
          s: { kind: 'start', title: '' },
          a: task('审'),
          e: { kind: 'end', title: '', outcome: 'gone' },
        },
      },
      'check.outcome e',
    ],
    [
      '排他分支进了并行汇合',
      model({ x: choice, a: task('甲'), b: task('乙'), j: join }, [
        's>x',
        'x>a:true',
        'x>b:*',
        'a>j',
        'b>j',
        'j>e',
      ]),
      'check.join-stuck j',
    ],
    [
      '并行分支没有汇合',
      model({ p: fork, a: task('甲'), b: task('乙'), c: task('丙') }, [
        's>p',
        'p>a',
        'p>b',
        'a>c',
        'b>c',
        'c>e',
      ]),
      'check.twice c',
    ],
    [
      '一路退出后另一路永远等',
      model(
        {
          p: fork,
          a: task('甲', { actions: { ok: { title: '好', flow: 'f3' }, no: { title: '不', flow: 'f4' } } }),
          b: task('乙'),
          j: join,
        },
        ['s>p', 'p>a', 'p>b', 'a>j', 'a>e', 'b>j', 'j>e'],
      ),
      'check.join-stuck j',
    ],
  ])('%s', (_name, one, expected) => {
    expect(rulesOf(one)).toContain(expected);
  });

  test('每个问题说中文,并指到图上的元素', () => {
    const [problem] = check(
      model({ x: choice, a: task('甲'), b: task('乙'), j: join }, [
        's>x',
        'x>a:true',
        'x>b:*',
        'a>j',
        'b>j',
        'j>e',
      ]),
    );
    expect(problem).toEqual({
      rule: 'check.join-stuck',
      severity: 'error',
      element: 'j',
      name: '合',
      message: '有的走法里，“合”要等的 “甲”、“乙” 那一路不会再来，案件会停在这里',
      line: null,
    });
  });

  test('公式的问题写在用它的地方', () => {
    const asked: string[] = [];
    const found = checkModel(
      model({ x: choice, a: task('甲') }, ['s>x', 'x>a:amount > 3', 'x>e:*', 'a>e']),
      {
        ...vocabulary,
        expressionProblem: (text, names) => {
          asked.push(text);
          return names.has('amount') && names.has('case') ? '写错了' : undefined;
        },
      },
      bounds,
    );
    expect(asked).toEqual(['amount > 3']);
    expect(found[0]).toMatchObject({
      rule: 'check.expression',
      element: 'f1',
      message: '公式“amount > 3”写错了',
    });
  });
});

describe('任何图', () => {
  test('都在界限之内查完', () => {
    fc.assert(
      fc.property(anyModel, (one) => {
        const found = checkModel(one, vocabulary, { states: 2000, nodes: 500 });
        for (const problem of found)
          if (problem.element !== null)
            expect(
              Object.hasOwn(one.nodes, problem.element) ||
                one.flows.some((flow) => flow.id === problem.element),
            ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('十路并行、每路五步也不会把机器拖住', () => {
    const nodes: Record<string, ProcessNode> = { p: fork, j: join };
    const flows = ['s>p', 'j>e'];
    for (let lane = 0; lane < 10; lane++)
      for (let step = 0; step < 5; step++) {
        nodes[`t${lane}${step}`] = task(`${lane}-${step}`);
        flows.push(step === 0 ? `p>t${lane}0` : `t${lane}${step - 1}>t${lane}${step}`);
        if (step === 4) flows.push(`t${lane}4>j`);
      }
    expect(rulesOf(model(nodes, flows))).toEqual(['check.explored']);
  });

  test('过大的流程不查,直说要拆', () => {
    const nodes = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`n${index}`, manual]));
    expect(rulesOf(model(nodes, []))).toEqual(['check.too-large']);
  });
});

test('没有排班的值班表不能发布', () => {
  const duty = (roster: string) =>
    rulesOf(model({ a: task('办', { candidate: { kind: 'on-duty', roster } }) }, straight));
  expect(duty('夜班')).toEqual([]);
  expect(duty('中班')).toEqual(['check.roster a']);
});

test('申诉批准后的去处:可以退到子流程以外,不能进别的子流程,也不能收回重复执行的其他各份', () => {
  const inside = (within: string, more: Partial<UserNode> = {}) =>
    task('办', { within, candidate: { kind: 'unit' }, ...more });
  const around = (id: string): Record<string, ProcessNode> => ({
    [`${id}s`]: { kind: 'start', title: '开始', within: id },
    [`${id}e`]: { kind: 'end', title: '结束', within: id },
  });
  const disputed = (first: ProcessNode, grantedTo: string) =>
    check(
      model(
        {
          dispatch: task('派'),
          p: first,
          ...around('p'),
          asks: inside('p', { verbs: ['dispute'] }),
          q: { kind: 'sub-process', title: '二' },
          ...around('q'),
          other: inside('q'),
        },
        ['s>dispatch', 'dispatch>p', 'p>q', 'q>e', 'ps>asks', 'asks>pe', 'qs>other', 'other>qe'],
        { requests: { dispute: { title: '申诉', decide: 'lead', grantedTo } } },
      ),
    ).flatMap(({ rule, element }) => (rule === 'check.dispute' ? [element] : []));
  const once: ProcessNode = { kind: 'sub-process', title: '一' };
  expect(disputed(once, 'dispatch')).toEqual([]);
  expect(disputed(once, 'other')).toEqual(['asks']);
  expect(disputed({ ...once, repeats: { order: 'parallel', count: '2' } }, 'dispatch')).toEqual(['asks']);
});
