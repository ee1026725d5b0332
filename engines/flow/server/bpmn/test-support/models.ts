/** Process models for tests: one with everything in it, and random ones. */
import fc from 'fast-check';
import type { ProcessFlow, ProcessModel, ProcessNode, UserNode } from '../../../../../kernel/process.ts';

const agree = { title: '同意' } as const;

/** Every kind of node, trigger and effect, every word of a user task. */
export const everything: ProcessModel = {
  version: 3,
  title: '经费审批“全要素”',
  head: 'lead',
  limit: { amount: 10, unit: 'work-day' },
  withdraw: ['draft'],
  outcomes: { done: { title: '办结', reopen: 'draft' }, refused: { title: '不予同意' } },
  allow: { open: 'report', terminate: 'supervise', administer: 'supervise' },
  requests: {
    delay: { title: '延期', decide: 'lead' },
    dispute: { title: '异议', decide: 'lead', grantedTo: 'draft' },
  },
  marks: { approved: 'sign.agree' },
  counts: { back: 'verb.return' },
  messages: { paid: '已付款', 'not an id': '名字不能作编号' },
  signals: { holiday: '放假' },
  errors: { broke: '余额不足' },
  nodes: {
    start: { kind: 'start', title: '发起' },
    hear: { kind: 'start', title: '来信', on: { kind: 'message', message: 'paid', key: 'number' } },
    draft: {
      kind: 'user',
      title: '拟稿',
      allow: 'report',
      candidate: { kind: 'initiator' },
      actions: { submit: { title: '提交', sets: ['amount', 'subject'], requires: ['amount'] } },
      verbs: ['claim', 'add-signer', 'copy'],
      limit: { amount: 0.5, unit: 'work-day' },
      fields: { amount: 'editable', secret: 'hidden' },
    },
    which: { kind: 'exclusive', title: '金额' },
    sign: {
      kind: 'user',
      title: '会签',
      allow: 'lead',
      candidate: { kind: 'post', holds: 'lead', of: 'initiator' },
      sign: { mode: 'percent', percent: 60 },
      actions: {
        agree: { ...agree, vote: 'for', needs: ['opinion', 'signature'] },
        refuse: { title: '不同意', negative: true, needs: ['opinion'] },
      },
      returnTo: ['draft'],
      needs: ['signature'],
      repeats: { order: 'sequential', over: 'units', item: 'unit', done: 'agreed > 2' },
    },
    remind: {
      kind: 'boundary',
      title: '催',
      host: 'sign',
      on: { kind: 'timer', after: { amount: 1, unit: 'work-day' }, times: 3 },
      interrupting: false,
    },
    nudge: { kind: 'send', title: '提醒', message: 'paid', key: 'number + "-1"' },
    nudged: { kind: 'end', title: '' },
    meet: { kind: 'exclusive', title: '' },
    both: { kind: 'parallel', title: '' },
    pay: { kind: 'service', title: '付款', job: 'pay', repeats: { order: 'parallel', count: '3' } },
    failed: {
      kind: 'boundary',
      title: '付款失败',
      host: 'pay',
      on: { kind: 'error', error: 'broke' },
      interrupting: true,
    },
    broke: { kind: 'end', title: '失败', does: { kind: 'error', error: 'broke' } },
    rate: { kind: 'decision', title: '定级', decision: 'grade', sets: { level: 'grade' } },
    file: { kind: 'manual', title: '归档' },
    joined: { kind: 'parallel', title: '' },
    inner: { kind: 'sub-process', title: '印制' },
    innerStart: { kind: 'start', title: '', within: 'inner' },
    innerTask: {
      kind: 'user',
      title: '印',
      within: 'inner',
      allow: 'handle',
      candidate: { kind: 'field', units: 'printers' },
      actions: { agree },
    },
    innerEnd: { kind: 'end', title: '', within: 'inner', does: { kind: 'terminate' } },
    late: {
      kind: 'boundary',
      title: '到期',
      host: 'inner',
      on: { kind: 'timer', at: 'case.openedAt + duration("P3D")' },
      interrupting: true,
    },
    wait: { kind: 'event', title: '等' },
    paid: { kind: 'receive', title: '等回执', message: 'paid' },
    holiday: { kind: 'catch', title: '放假', on: { kind: 'signal', signal: 'holiday' } },
    told: { kind: 'throw', title: '通知', does: { kind: 'message', message: 'not an id' } },
    some: { kind: 'inclusive', title: '' },
    call: {
      kind: 'call',
      title: '子案件',
      calls: 'repair.ticket',
      gives: { subject: '"见" + subject' },
      takes: { result: 'outcome' },
    },
    end: { kind: 'end', title: '结束', outcome: 'refused', does: { kind: 'message', message: 'paid' } },
  },
  flows: [
    { id: 'f1', from: 'start', to: 'draft' },
    { id: 'f2', from: 'hear', to: 'draft' },
    { id: 'f3', from: 'draft', to: 'which' },
    { id: 'f5', from: 'which', to: 'meet', title: '小额', otherwise: true },
    { id: 'f4', from: 'which', to: 'sign', title: '大额', when: 'amount >= 100000 and "<" != ">"' },
    { id: 'f6', from: 'sign', to: 'meet' },
    { id: 'f28', from: 'meet', to: 'both' },
    { id: 'f7', from: 'remind', to: 'nudge' },
    { id: 'f8', from: 'nudge', to: 'nudged' },
    { id: 'f9', from: 'both', to: 'pay' },
    { id: 'f10', from: 'both', to: 'rate' },
    { id: 'f11', from: 'failed', to: 'broke' },
    { id: 'f12', from: 'rate', to: 'file' },
    { id: 'f13', from: 'pay', to: 'joined' },
    { id: 'f14', from: 'file', to: 'joined' },
    { id: 'f15', from: 'joined', to: 'inner' },
    { id: 'f16', from: 'innerStart', to: 'innerTask' },
    { id: 'f17', from: 'innerTask', to: 'innerEnd' },
    { id: 'f18', from: 'inner', to: 'wait' },
    { id: 'f19', from: 'late', to: 'wait' },
    { id: 'f20', from: 'wait', to: 'paid' },
    { id: 'f21', from: 'wait', to: 'holiday' },
    { id: 'f22', from: 'paid', to: 'some' },
    { id: 'f23', from: 'holiday', to: 'told' },
    { id: 'f24', from: 'told', to: 'some' },
    { id: 'f25', from: 'some', to: 'call', when: 'true' },
    { id: 'f26', from: 'some', to: 'end', otherwise: true },
    { id: 'f27', from: 'call', to: 'end' },
  ],
};

const names = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const words = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `题${text}`.trim());

const limit = fc.record({
  amount: fc.integer({ min: 1, max: 400 }).map((n) => n / 4),
  unit: fc.constantFrom('urgent-hour', 'work-hour', 'work-day', 'natural-day'),
} as const);

const candidate: fc.Arbitrary<UserNode['candidate']> = fc.oneof(
  fc.constantFrom({ kind: 'area' }, { kind: 'unit' }, { kind: 'initiator' }, { kind: 'chosen' } as const),
  fc.record({ kind: fc.constant('head' as const), of: fc.constantFrom('case', 'initiator', 'previous') }),
  fc.record({ kind: fc.constant('field' as const), people: words }),
);

const user: fc.Arbitrary<ProcessNode> = fc.record(
  {
    kind: fc.constant('user' as const),
    title: words,
    allow: names,
    candidate,
    actions: fc.dictionary(names, fc.record({ title: words }), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    }),
    limit,
    fields: fc.dictionary(names, fc.constantFrom('editable', 'hidden' as const), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    }),
  },
  { requiredKeys: ['kind', 'title', 'allow', 'candidate', 'actions'] },
);

const middle: fc.Arbitrary<ProcessNode> = fc.oneof(
  { weight: 3, arbitrary: user },
  fc.record({ kind: fc.constantFrom('exclusive', 'parallel', 'inclusive', 'manual' as const), title: words }),
  fc.record({ kind: fc.constant('service' as const), title: words, job: names }),
);

/** Any graph at all: sound ones, endless ones, torn ones. */
export const anyModel: fc.Arbitrary<ProcessModel> = fc
  .record({
    middles: fc.array(middle, { maxLength: 9 }),
    links: fc.array(fc.tuple(fc.nat(10), fc.nat(10), fc.boolean(), fc.option(words, { nil: undefined })), {
      maxLength: 20,
    }),
    title: words,
  })
  .map(({ middles, links, title }) => {
    const ids = ['start', ...middles.map((_node, index) => `n${index}`), 'end'];
    const nodes: Record<string, ProcessNode> = { start: { kind: 'start', title: '发起' } };
    for (const [index, node] of middles.entries()) nodes[`n${index}`] = node;
    nodes['end'] = { kind: 'end', title: '结束' };
    const flows = links.flatMap(([from, to, conditional, name], index): ProcessFlow[] => {
      const [source, target] = [ids[from % (ids.length - 1)], ids[1 + (to % (ids.length - 1))]];
      if (source === undefined || target === undefined) return [];
      const rest = {
        ...(name === undefined ? {} : { title: name }),
        ...(conditional ? { when: `x > ${index}` } : {}),
      };
      return [{ id: `f${index}`, from: source, to: target, ...rest }];
    });
    return {
      version: 1,
      title,
      nodes,
      flows,
      outcomes: { done: { title: '办结' } },
      allow: { open: 'report' },
    };
  });
