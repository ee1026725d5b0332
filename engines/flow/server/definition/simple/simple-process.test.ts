/** 简易视图:与流程图是同一个模型的两种样子;表示不了的流程说得出原因。 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import { type SimpleStep, SimpleProcess } from '../../../process/simple-process.ts';
import { openDocument } from '../../bpmn/open-document.ts';
import { readModel } from '../../bpmn/read/read-model.ts';
import { everything } from '../../bpmn/test-support/models.ts';
import { writeModel } from '../../bpmn/write/write-model.ts';
import { readSimple } from './read-simple.ts';
import { formOfTask } from './task-form.ts';
import { writeSimple } from './write-simple.ts';

const base: ProcessModel = {
  version: 1,
  title: '请假',
  nodes: {},
  flows: [],
  outcomes: { done: { title: '办结' }, refused: { title: '不同意' } },
  allow: { open: 'report' },
};
const exits = [{ id: 'refused', title: '不同意', outcome: 'refused' }];

const words = fc.string({ minLength: 1, maxLength: 8 }).map((text) => `步${text.trim()}`);

const form = fc
  .record({
    negative: fc.boolean(),
    exit: fc.boolean(),
    sign: fc.constantFrom('single', 'any', 'all', 'veto' as const),
    candidate: fc.constantFrom('area', 'unit', 'initiator', 'chosen' as const),
  })
  .map(({ negative, exit, sign, candidate }) => ({
    permission: 'report',
    candidate: { kind: candidate, of: 'case' as const, holds: '', roster: '', people: '', units: '' },
    sign,
    percent: 60,
    actions: [
      {
        key: 'agree',
        title: '同意',
        flow: '',
        vote: '' as const,
        needs: [],
        sets: [],
        requires: [],
        negative: false,
        automatic: false,
      },
      ...(exit
        ? [
            {
              key: 'refuse',
              title: '拒绝',
              flow: 'refused',
              vote: '' as const,
              needs: ['opinion' as const],
              sets: [],
              requires: [],
              negative,
              automatic: false,
            },
          ]
        : []),
    ],
    verbs: ['claim' as const],
    returnTo: [],
    needs: [],
    fields: { days: 'editable' as const },
  }));

/** Steps without ids; they are numbered afterwards. */
type Plan =
  | { kind: 'task'; title: string; task: typeof form extends fc.Arbitrary<infer T> ? T : never }
  | { kind: 'service'; title: string }
  | {
      kind: 'choice' | 'parallel';
      title: string;
      branches: readonly { title: string; steps: readonly Plan[] }[];
    };

const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'plan' },
    fc.record({ kind: fc.constant('task' as const), title: words, task: form }),
    fc.record({ kind: fc.constant('service' as const), title: words }),
    fc.record({
      kind: fc.constantFrom('choice', 'parallel' as const),
      title: words,
      branches: fc.array(fc.record({ title: words, steps: fc.array(tie('plan'), { maxLength: 2 }) }), {
        minLength: 2,
        maxLength: 3,
      }),
    }),
  ),
}));

function numbered(plans: readonly Plan[], next: () => string): SimpleStep[] {
  return plans.map((one): SimpleStep => {
    const id = next();
    if (one.kind === 'task') return { ...one, id, limit: { amount: 1, unit: 'work-day' } };
    if (one.kind === 'service') return { ...one, id, job: 'pay' };
    const branches = one.branches.map(({ title, steps }, index) => ({
      title,
      when: one.kind === 'choice' && index > 0 ? `days > ${index}` : '',
      otherwise: one.kind === 'choice' && index === 0,
      steps: numbered(steps, next),
    }));
    return { kind: one.kind, id, join: next(), title: one.title, branches };
  });
}

const anySimple: fc.Arbitrary<SimpleProcess> = fc.array(plan, { maxLength: 4 }).map((plans) => {
  let serial = 0;
  return {
    start: { id: 'start', title: '发起' },
    steps: numbered(plans, () => `n${++serial}`),
    end: { id: 'end', title: '结束', outcome: '' },
    exits,
  };
});

describe('简易视图', () => {
  test('写成流程图再读回,步骤、分支、条件、办理规则一样不少', async () => {
    await fc.assert(
      fc.asyncProperty(anySimple, async (simple) => {
        expect(SimpleProcess.parse(simple)).toEqual(simple);
        const xml = await writeModel(writeSimple(base, simple), { id: 'leave' });
        const { model, problems } = readModel(
          await openDocument(xml, { kilobytes: 800, elements: 20_000, depth: 64 }),
        );
        expect(problems).toEqual([]);
        expect(model && readSimple(model)).toEqual(simple);
      }),
      { numRuns: 60 },
    );
  });

  test('流程的权限、结果、时限等设置不动', () => {
    const [simple] = fc.sample(anySimple, 1);
    if (simple === undefined) throw new Error('no sample');
    const { nodes: _nodes, flows: _flows, ...rest } = writeSimple(everything, simple);
    const { nodes: _old, flows: _oldFlows, ...kept } = everything;
    expect(rest).toEqual(kept);
  });

  test('表示不了的说明原因', () => {
    expect(readSimple(everything)).toMatch(/简易视图/);
    const node = everything.nodes['draft'];
    if (node?.kind !== 'user') throw new Error('no task');
    const loop: ProcessModel = {
      ...base,
      nodes: {
        s: { kind: 'start', title: '' },
        a: node,
        b: { ...node, title: '核' },
        e: { kind: 'end', title: '' },
      },
      flows: [
        { id: 'f1', from: 's', to: 'a' },
        { id: 'f2', from: 'a', to: 'b' },
        { id: 'f3', from: 'b', to: 'a' },
        { id: 'f4', from: 'b', to: 'e' },
      ],
    };
    expect(readSimple(loop)).toBe('流程会回到“拟稿”，简易视图里请用“退回”');
    expect(formOfTask(node, () => '').actions[0]?.title).toBe('提交');
  });

  test('步骤编号重复不收', () => {
    const step = { kind: 'service' as const, id: 'x', title: '付款', job: 'pay' };
    expect(() =>
      writeSimple(base, {
        start: { id: 's', title: '' },
        steps: [step, step],
        end: { id: 'e', title: '', outcome: '' },
        exits: [],
      }),
    ).toThrow('步骤编号“x”重复');
  });
});
