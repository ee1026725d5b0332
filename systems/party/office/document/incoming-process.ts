/** The way of a document that came in: 拟办 批示 承办 反馈 办结 (government.md §11.2), as a graph; 传阅 goes on beside it. */
import type { ProcessModel, TaskVerb } from '../../../../kernel/process.ts';

const common: readonly TaskVerb[] = [
  'claim',
  'return',
  'reassign',
  'delegate',
  'take-back',
  'copy',
  'circulate',
];

export const incomingProcess: ProcessModel = {
  title: '收文',
  version: 2,
  nodes: {
    start: { kind: 'start', title: '开始' },
    propose: {
      kind: 'user',
      title: '拟办',
      allow: 'propose',
      candidate: { kind: 'unit' },
      verbs: [...common, 'terminate'],
      actions: {
        instruct: {
          title: '送领导批示',
          flow: 'to-instruct',
          needs: ['fields'],
          sets: ['proposal', 'replyBy'],
          requires: ['proposal'],
        },
        assign: {
          title: '直接交办',
          flow: 'to-handle',
          needs: ['unit', 'fields'],
          sets: ['proposal', 'replyBy'],
          requires: ['proposal'],
        },
        file: { title: '阅存', flow: 'filed', needs: ['opinion'] },
      },
    },
    instruct: {
      kind: 'user',
      title: '批示',
      allow: 'instruct',
      candidate: { kind: 'unit' },
      verbs: [...common, 'add-signer', 'drop-signer'],
      actions: {
        assign: {
          title: '批示交办',
          flow: 'instructed',
          needs: ['unit', 'fields'],
          sets: ['instruction'],
          requires: ['instruction'],
        },
        // As on paper: the leader's own hand stands under it.
        sign: {
          title: '手写批示交办',
          flow: 'instructed',
          needs: ['unit', 'fields', 'signature'],
          sets: ['instruction'],
          requires: ['instruction'],
        },
        note: { title: '已阅', flow: 'noted', needs: ['fields'], sets: ['instruction'] },
      },
    },
    handle: {
      kind: 'user',
      title: '承办',
      allow: 'handle',
      candidate: { kind: 'unit' },
      verbs: [...common, 'add-signer', 'drop-signer', 'dispute', 'delay'],
      actions: {
        report: { title: '反馈办理情况', needs: ['fields'], sets: ['result'], requires: ['result'] },
      },
    },
    confirm: {
      kind: 'user',
      title: '审核反馈',
      allow: 'propose',
      candidate: { kind: 'unit' },
      verbs: ['claim', 'circulate', 'copy'],
      actions: {
        finish: { title: '办结', flow: 'finish' },
        rework: { title: '退回续办', flow: 'again', needs: ['opinion'], negative: true },
      },
    },
    finished: { kind: 'end', title: '办结', outcome: 'finished' },
    kept: { kind: 'end', title: '阅存', outcome: 'noted' },
  },
  flows: [
    { id: 'begun', from: 'start', to: 'propose' },
    { id: 'to-instruct', from: 'propose', to: 'instruct' },
    { id: 'to-handle', from: 'propose', to: 'handle' },
    { id: 'filed', from: 'propose', to: 'kept' },
    { id: 'instructed', from: 'instruct', to: 'handle' },
    { id: 'noted', from: 'instruct', to: 'kept' },
    { id: 'reported', from: 'handle', to: 'confirm' },
    { id: 'finish', from: 'confirm', to: 'finished' },
    { id: 'again', from: 'confirm', to: 'handle' },
  ],
  outcomes: {
    finished: { title: '办结', reopen: 'handle' },
    noted: { title: '阅存', reopen: 'propose' },
    terminated: { title: '终止' },
  },
  requests: {
    dispute: { title: '不属本单位职责', decide: 'propose', grantedTo: 'propose' },
    delay: { title: '延期', decide: 'propose' },
  },
  withdraw: [],
  allow: {
    open: 'receive',
    urge: 'propose',
    supervise: 'instruct',
    terminate: 'manage',
    reopen: 'propose',
    administer: 'administer',
  },
  marks: { instructed: 'instruct.assign', reported: 'handle.report', finished: 'confirm.finish' },
  counts: { rework: 'confirm.rework', return: 'verb.return', extended: 'grant.delay' },
};
