/** The way of a decision under supervision: 立项 审批 交办 (one case for each task) 销号 归档 (government.md §11.3), as a graph. */
import type { ProcessModel } from '../../../../kernel/process.ts';

/** What the office writes. */
export const planned = [
  'title',
  'source',
  'sourceTitle',
  'sourceRegister',
  'sourceRow',
  'requirement',
  'leader',
  'tasks',
] as const;

export const matterProcess: ProcessModel = {
  title: '督查事项',
  version: 2,
  nodes: {
    start: { kind: 'start', title: '开始' },
    plan: {
      kind: 'user',
      title: '拟办',
      allow: 'file',
      candidate: { kind: 'unit' },
      verbs: ['reassign', 'copy', 'terminate'],
      actions: {
        submit: { title: '送审立项', flow: 'to-approve' },
        save: { title: '修改', flow: 'saved', needs: ['fields'], sets: planned },
      },
    },
    approve: {
      kind: 'user',
      title: '立项审批',
      allow: 'approve',
      candidate: { kind: 'unit' },
      verbs: ['claim', 'return', 'copy', 'circulate'],
      actions: {
        agree: { title: '同意立项，交办', flow: 'to-tasks', needs: ['opinion'] },
        revise: { title: '退回修改', flow: 'to-revise', needs: ['opinion'], negative: true },
      },
    },
    tasks: {
      kind: 'call',
      title: '分解交办',
      calls: 'supervision.task',
      repeats: { order: 'parallel', over: 'tasks', item: 'task' },
      gives: {
        title: 'task.title',
        objective: 'task.objective',
        lead: 'task.lead',
        joint: 'task.joint',
        dueOn: 'task.dueOn',
        frequency: 'task.frequency',
        stages: 'task.stages',
        matterNumber: 'case.number',
      },
    },
    conclude: {
      kind: 'user',
      title: '事项销号',
      allow: 'verify',
      candidate: { kind: 'unit' },
      verbs: ['claim', 'copy', 'circulate'],
      actions: {
        close: { title: '销号归档', needs: ['fields'], sets: ['conclusion'], requires: ['conclusion'] },
      },
    },
    closed: { kind: 'end', title: '销号', outcome: 'closed' },
  },
  flows: [
    { id: 'begun', from: 'start', to: 'plan' },
    { id: 'saved', from: 'plan', to: 'plan' },
    { id: 'to-approve', from: 'plan', to: 'approve' },
    { id: 'to-tasks', from: 'approve', to: 'tasks' },
    { id: 'to-revise', from: 'approve', to: 'plan' },
    { id: 'done', from: 'tasks', to: 'conclude' },
    { id: 'filed', from: 'conclude', to: 'closed' },
  ],
  outcomes: {
    closed: { title: '销号' },
    terminated: { title: '终止' },
    withdrawn: { title: '撤回' },
  },
  withdraw: ['plan'],
  allow: { open: 'file', urge: 'file', supervise: 'decide', terminate: 'approve', administer: 'administer' },
  marks: { approved: 'approve.agree', concluded: 'conclude.close' },
};
