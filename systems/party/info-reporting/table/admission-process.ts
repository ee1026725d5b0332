/** The way of a reporting table into the library: 编制 部门审核 报表准入, as a graph; a table in force can be opened again and stopped. */
import type { ProcessModel } from '../../../../kernel/process.ts';

/** What the department writes. */
export const designed = ['title', 'basis', 'purpose', 'level', 'cycle', 'columns', 'checks', 'uses'] as const;

export const admissionProcess: ProcessModel = {
  title: '报表准入',
  version: 2,
  nodes: {
    start: { kind: 'start', title: '开始' },
    draft: {
      kind: 'user',
      title: '编制',
      allow: 'design',
      candidate: { kind: 'unit' },
      verbs: ['reassign', 'copy', 'terminate'],
      actions: {
        submit: { title: '送部门审核', flow: 'to-endorse' },
        save: { title: '改表', flow: 'saved', needs: ['fields'], sets: designed },
      },
    },
    endorse: {
      kind: 'user',
      title: '部门审核',
      allow: 'endorse',
      candidate: { kind: 'unit' },
      verbs: ['claim', 'return', 'reassign', 'copy'],
      actions: {
        agree: { title: '同意，送数据资源局', flow: 'to-review' },
        revise: { title: '退回修改', flow: 'to-revise', needs: ['opinion'], negative: true },
      },
    },
    review: {
      kind: 'user',
      title: '准入审查',
      allow: 'review',
      candidate: { kind: 'unit' },
      verbs: ['claim', 'return', 'reassign', 'copy', 'circulate'],
      actions: {
        admit: {
          title: '准入',
          flow: 'admitted',
          needs: ['opinion', 'fields'],
          sets: ['validTo'],
          requires: ['validTo'],
        },
        mend: { title: '退回修改', flow: 'to-mend', needs: ['opinion'], negative: true },
        refuse: { title: '不予准入', flow: 'refused', needs: ['opinion'], negative: true },
      },
    },
    library: { kind: 'end', title: '已准入', outcome: 'admitted' },
    shut: { kind: 'end', title: '不予准入', outcome: 'refused' },
  },
  flows: [
    { id: 'begun', from: 'start', to: 'draft' },
    { id: 'saved', from: 'draft', to: 'draft' },
    { id: 'to-endorse', from: 'draft', to: 'endorse' },
    { id: 'to-review', from: 'endorse', to: 'review' },
    { id: 'to-revise', from: 'endorse', to: 'draft' },
    { id: 'admitted', from: 'review', to: 'library' },
    { id: 'to-mend', from: 'review', to: 'draft' },
    { id: 'refused', from: 'review', to: 'shut' },
  ],
  outcomes: {
    admitted: { title: '已准入', reopen: 'review' },
    refused: { title: '不予准入' },
    terminated: { title: '已终止' },
    withdrawn: { title: '已撤回' },
  },
  withdraw: ['draft', 'endorse'],
  allow: { open: 'design', urge: 'design', reopen: 'review', administer: 'administer' },
  marks: { endorsed: 'endorse.agree', admitted: 'review.admit' },
  counts: { mended: 'review.mend' },
};
