/** The way of one supervised task: 签收 承办 (with reports as often as told) 协办 核查 销号, as a graph; the lead and the joint units work side by side. */
import type { ProcessModel, TaskVerb } from '../../../../kernel/process.ts';

const common: readonly TaskVerb[] = ['claim', 'reassign', 'delegate', 'take-back', 'copy', 'circulate'];

/** What a report of progress says. */
export const reported = ['progress', 'content', 'problems', 'evidence'] as const;

export const taskProcess: ProcessModel = {
  title: '督查任务',
  version: 3,
  nodes: {
    start: { kind: 'start', title: '开始' },
    sign: {
      kind: 'user',
      title: '签收',
      allow: 'handle',
      candidate: { kind: 'unit' },
      verbs: ['dispute', 'reassign'],
      actions: { sign: { title: '签收', flow: 'signed' } },
    },
    assign: {
      kind: 'user',
      title: '重新交办',
      allow: 'verify',
      candidate: { kind: 'area' },
      verbs: ['terminate', 'copy'],
      actions: { assign: { title: '交办', flow: 'assigned', needs: ['unit'] } },
    },
    // Handed out anew while joint units are at work only the lead's branch begins again: theirs goes on.
    whose: { kind: 'exclusive', title: '协办是否已经开始' },
    'sign-anew': {
      kind: 'user',
      title: '改交后签收',
      allow: 'handle',
      candidate: { kind: 'unit' },
      verbs: ['dispute', 'reassign'],
      actions: { sign: { title: '签收', flow: 'signed-anew' } },
    },
    fork: { kind: 'inclusive', title: '主办和协办' },
    handle: {
      kind: 'user',
      title: '承办',
      allow: 'handle',
      candidate: { kind: 'unit' },
      verbs: [...common, 'delay', 'dispute', 'suspend', 'terminate'],
      actions: {
        report: {
          title: '反馈进展',
          flow: 'again',
          needs: ['fields'],
          sets: reported,
          requires: ['progress', 'content'],
        },
        finish: { title: '申请办结', flow: 'finished', needs: ['opinion', 'fields'], sets: ['evidence'] },
      },
    },
    assist: {
      kind: 'user',
      title: '协办',
      allow: 'handle',
      candidate: { kind: 'field', units: 'joint' },
      sign: { mode: 'all' },
      verbs: ['claim', 'copy'],
      actions: { done: { title: '协办完成', needs: ['opinion'], sets: ['assistsFor'] } },
    },
    join: { kind: 'inclusive', title: '主办和协办都完成' },
    check: {
      kind: 'user',
      title: '核查',
      allow: 'verify',
      candidate: { kind: 'area' },
      verbs: ['claim', 'copy', 'circulate'],
      actions: {
        close: { title: '核查通过，销号', flow: 'passed', needs: ['opinion'] },
        rework: { title: '退回续办', flow: 'rework', needs: ['opinion'], negative: true },
      },
    },
    closed: { kind: 'end', title: '销号', outcome: 'closed' },
  },
  flows: [
    { id: 'begun', from: 'start', to: 'sign' },
    { id: 'signed', from: 'sign', to: 'fork' },
    { id: 'assigned', from: 'assign', to: 'whose' },
    { id: 'assigned-anew', from: 'whose', to: 'sign-anew', when: 'forked = true' },
    { id: 'assigned-first', from: 'whose', to: 'sign', otherwise: true },
    { id: 'signed-anew', from: 'sign-anew', to: 'handle' },
    { id: 'lead', from: 'fork', to: 'handle', when: 'true' },
    { id: 'joint', from: 'fork', to: 'assist', when: 'count(joint) > 0' },
    { id: 'again', from: 'handle', to: 'handle' },
    { id: 'finished', from: 'handle', to: 'join' },
    { id: 'assisted', from: 'assist', to: 'join' },
    { id: 'to-check', from: 'join', to: 'check' },
    { id: 'passed', from: 'check', to: 'closed' },
    { id: 'rework', from: 'check', to: 'handle' },
  ],
  outcomes: {
    closed: { title: '销号', reopen: 'handle' },
    terminated: { title: '终止' },
  },
  requests: {
    dispute: { title: '不属本单位职责', decide: 'verify', grantedTo: 'assign' },
    delay: { title: '延期', decide: 'decide' },
    suspend: { title: '中止', decide: 'decide' },
  },
  withdraw: [],
  allow: {
    open: 'file',
    urge: 'verify',
    supervise: 'decide',
    terminate: 'decide',
    reopen: 'verify',
    administer: 'administer',
  },
  marks: { signed: 'sign.sign', closedBy: 'check.close' },
  counts: { rework: 'check.rework', extended: 'grant.delay', reports: 'handle.report' },
};
