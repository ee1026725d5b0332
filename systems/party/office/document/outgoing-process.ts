/** The way of a document that an organ issues: 拟稿 核稿 会签 签发 编号套红 用印 分发 归档 (government.md §11.2), as a graph. */
import type { ProcessModel, TaskVerb } from '../../../../kernel/process.ts';
import { mendable } from './fields.ts';

/** Everybody who holds a document may hand it on, ask others, and send copies. */
const common: readonly TaskVerb[] = [
  'claim',
  'return',
  'reassign',
  'delegate',
  'add-signer',
  'drop-signer',
  'take-back',
  'copy',
  'circulate',
];

export const outgoingProcess: ProcessModel = {
  title: '发文',
  version: 3,
  nodes: {
    start: { kind: 'start', title: '开始' },
    draft: {
      kind: 'user',
      title: '拟稿',
      allow: 'draft',
      // The drafter himself; a draft that was sent back may be taken up by any drafter of his unit.
      candidate: { kind: 'unit' },
      verbs: ['reassign', 'add-signer', 'drop-signer', 'copy', 'terminate'],
      actions: {
        submit: { title: '送部门核稿', flow: 'to-review' },
        save: { title: '改稿', flow: 'saved', needs: ['fields'], sets: mendable },
      },
    },
    review: {
      kind: 'user',
      title: '部门核稿',
      allow: 'review',
      candidate: { kind: 'unit' },
      verbs: [...common, 'terminate'],
      actions: {
        pass: { title: '同意，送办公室核稿', flow: 'to-check' },
        countersign: { title: '送会签', flow: 'to-countersign', needs: ['person'] },
        save: { title: '改稿', flow: 'review-saved', needs: ['fields'], sets: mendable },
      },
    },
    countersign: {
      kind: 'user',
      title: '会签',
      allow: 'countersign',
      candidate: { kind: 'chosen' },
      // Each unit that was asked answers; one objection sends the draft back when all have been heard.
      sign: { mode: 'all' },
      verbs: common,
      actions: {
        agree: { title: '同意', flow: 'countersigned' },
        object: { title: '不同意', flow: 'contested', negative: true, needs: ['opinion'] },
      },
    },
    check: {
      kind: 'user',
      title: '办公室核稿',
      allow: 'check',
      candidate: { kind: 'unit' },
      verbs: [...common, 'terminate'],
      actions: {
        // Named, so that whoever acts for a leader who is away finds it.
        pass: { title: '送签发', flow: 'checked', needs: ['person'] },
        save: { title: '改稿', flow: 'check-saved', needs: ['fields'], sets: mendable },
      },
    },
    sign: {
      kind: 'user',
      title: '签发',
      allow: 'sign',
      candidate: { kind: 'unit' },
      verbs: [...common, 'terminate'],
      actions: {
        sign: { title: '签发', flow: 'signed', needs: ['opinion'] },
        revise: { title: '退回修改', flow: 'to-revise', needs: ['opinion'], negative: true },
      },
    },
    number: {
      kind: 'user',
      title: '编号套红',
      allow: 'number',
      candidate: { kind: 'unit' },
      verbs: ['claim', 'terminate'],
      actions: {
        number: { title: '编号套红', flow: 'numbered' },
        recheck: { title: '复核退回', flow: 'to-recheck', needs: ['opinion'], negative: true },
      },
    },
    seal: {
      kind: 'user',
      title: '用印',
      allow: 'seal',
      candidate: { kind: 'unit' },
      verbs: ['claim', 'terminate'],
      actions: {
        seal: { title: '用印', flow: 'sealed' },
        renumber: { title: '退回编号', flow: 'to-renumber', needs: ['opinion'], negative: true },
      },
    },
    distribute: {
      kind: 'user',
      title: '分发',
      allow: 'distribute',
      candidate: { kind: 'unit' },
      verbs: ['claim'],
      actions: { distribute: { title: '分发', needs: ['fields'], sets: ['deliverTo', 'copyTo'] } },
    },
    archive: {
      kind: 'user',
      title: '归档',
      allow: 'archive',
      candidate: { kind: 'unit' },
      verbs: ['claim'],
      actions: {
        archive: { title: '归档', needs: ['fields'], sets: ['retention'], requires: ['retention'] },
      },
    },
    archived: { kind: 'end', title: '已归档', outcome: 'archived' },
  },
  flows: [
    { id: 'begun', from: 'start', to: 'draft' },
    { id: 'saved', from: 'draft', to: 'draft' },
    { id: 'to-review', from: 'draft', to: 'review' },
    { id: 'review-saved', from: 'review', to: 'review' },
    { id: 'to-check', from: 'review', to: 'check' },
    { id: 'to-countersign', from: 'review', to: 'countersign' },
    { id: 'countersigned', from: 'countersign', to: 'check' },
    { id: 'contested', from: 'countersign', to: 'review' },
    { id: 'check-saved', from: 'check', to: 'check' },
    { id: 'checked', from: 'check', to: 'sign' },
    { id: 'signed', from: 'sign', to: 'number' },
    { id: 'to-revise', from: 'sign', to: 'check' },
    { id: 'numbered', from: 'number', to: 'seal' },
    { id: 'to-recheck', from: 'number', to: 'check' },
    { id: 'sealed', from: 'seal', to: 'distribute' },
    { id: 'to-renumber', from: 'seal', to: 'number' },
    { id: 'distributed', from: 'distribute', to: 'archive' },
    { id: 'filed', from: 'archive', to: 'archived' },
  ],
  outcomes: {
    archived: { title: '已归档' },
    terminated: { title: '已终止' },
    withdrawn: { title: '已撤回' },
  },
  // Once an office has it, only the office may end it.
  withdraw: ['draft', 'review'],
  allow: { open: 'draft', urge: 'draft', supervise: 'manage', terminate: 'manage', administer: 'administer' },
  marks: { signed: 'sign.sign', sealed: 'seal.seal', filed: 'archive.archive' },
  counts: { returned: 'verb.return', contested: 'countersign.object', revised: 'sign.revise' },
};
