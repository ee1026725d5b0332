/** The way of a joint case: 接警研判 → 派单 → 现场处置 with 协同 beside it → 复核 → 结案评估, as a graph. */
import type { ProcessModel, TaskVerb } from '../../../../kernel/process.ts';

const common: readonly TaskVerb[] = ['claim', 'return', 'reassign', 'delegate', 'copy'];

export const incidentProcess: ProcessModel = {
  title: '联合处置',
  version: 1,
  nodes: {
    start: { kind: 'start', title: '报警' },
    assess: {
      kind: 'user',
      title: '接警研判',
      allow: 'assess',
      candidate: { kind: 'area' },
      verbs: ['claim', 'reassign'],
      actions: {
        confirm: {
          title: '属实，发布预警',
          flow: 'confirmed',
          needs: ['fields'],
          sets: ['pipe', 'assessment'],
          requires: ['assessment'],
        },
        false: {
          title: '误报',
          flow: 'false',
          needs: ['opinion', 'fields'],
          sets: ['assessment'],
          requires: ['assessment'],
          negative: true,
        },
      },
    },
    dispatch: {
      kind: 'user',
      title: '派单',
      allow: 'dispatch',
      candidate: { kind: 'area' },
      verbs: ['claim', 'return', 'reassign'],
      actions: {
        send: { title: '派权属单位处置', needs: ['opinion'], sets: ['extra'] },
      },
    },
    split: { kind: 'parallel', title: '主办和协同' },
    handle: {
      kind: 'user',
      title: '现场处置',
      allow: 'handle',
      candidate: { kind: 'unit' },
      verbs: [...common, 'delay'],
      actions: {
        done: {
          title: '处置完成',
          needs: ['fields'],
          sets: ['arrivedAt', 'foundPipe', 'shutValves', 'handling', 'photos'],
          requires: ['foundPipe', 'handling'],
        },
      },
    },
    need: { kind: 'exclusive', title: '是否协同' },
    support: {
      kind: 'user',
      title: '协同处置',
      allow: 'support',
      candidate: { kind: 'field', units: 'joint' },
      sign: { mode: 'all' },
      verbs: ['claim'],
      actions: {
        done: { title: '已到位协同', needs: ['opinion'] },
      },
    },
    join: { kind: 'parallel', title: '处置汇合' },
    recheck: {
      kind: 'user',
      title: '复核',
      allow: 'recheck',
      candidate: { kind: 'area' },
      verbs: ['claim', 'reassign'],
      actions: {
        pass: {
          title: '监测值恢复',
          flow: 'passed',
          needs: ['fields'],
          sets: ['recheck'],
          requires: ['recheck'],
        },
        fail: {
          title: '未恢复，继续处置',
          flow: 'failed',
          needs: ['opinion', 'fields'],
          sets: ['recheck'],
          negative: true,
        },
      },
    },
    review: {
      kind: 'user',
      title: '结案评估',
      allow: 'review',
      candidate: { kind: 'area' },
      verbs: ['claim', 'reassign'],
      actions: {
        close: {
          title: '评估并结案',
          needs: ['fields'],
          sets: ['cause', 'lesson', 'rating'],
          requires: ['cause', 'lesson', 'rating'],
        },
      },
    },
    closed: { kind: 'end', title: '结案', outcome: 'closed' },
    false: { kind: 'end', title: '误报', outcome: 'false' },
  },
  flows: [
    { id: 'begun', from: 'start', to: 'assess' },
    { id: 'confirmed', from: 'assess', to: 'dispatch' },
    { id: 'false', from: 'assess', to: 'false' },
    { id: 'sent', from: 'dispatch', to: 'split' },
    { id: 'leading', from: 'split', to: 'handle' },
    { id: 'helping', from: 'split', to: 'need' },
    { id: 'needed', from: 'need', to: 'support', when: 'count(joint) > 0' },
    { id: 'alone', from: 'need', to: 'join', otherwise: true },
    { id: 'handled', from: 'handle', to: 'join' },
    { id: 'helped', from: 'support', to: 'join' },
    { id: 'joined', from: 'join', to: 'recheck' },
    { id: 'passed', from: 'recheck', to: 'review' },
    { id: 'failed', from: 'recheck', to: 'split' },
    { id: 'reviewed', from: 'review', to: 'closed' },
  ],
  outcomes: {
    closed: { title: '已结案', reopen: 'assess' },
    false: { title: '误报', reopen: 'assess' },
    terminated: { title: '终止' },
  },
  requests: { delay: { title: '延期处置', decide: 'dispatch' } },
  withdraw: [],
  allow: {
    open: 'assess',
    urge: 'manage',
    supervise: 'manage',
    terminate: 'manage',
    reopen: 'manage',
    administer: 'manage',
  },
  marks: {
    confirmed: 'assess.confirm',
    sent: 'dispatch.send',
    handled: 'handle.done',
    passed: 'recheck.pass',
  },
  counts: { failed: 'recheck.fail', extended: 'grant.delay' },
};
