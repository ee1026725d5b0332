/** 会议决定事项: what a meeting decided becomes a task with a lead unit, joint units and a day by which it is done. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import type { ProcessModel } from '../../../../kernel/process.ts';
import { date, department, files, json, longText, ref, text } from '../../../../kernel/register.ts';
import { matterOwner } from './matter-fields.ts';

const process: ProcessModel = {
  title: '会议决定事项',
  version: 2,
  nodes: {
    start: { kind: 'start', title: '交办' },
    handle: {
      kind: 'user',
      title: '承办',
      allow: 'handle',
      candidate: { kind: 'unit' },
      verbs: ['claim', 'reassign', 'delegate', 'circulate', 'dispute', 'delay'],
      actions: {
        report: {
          title: '报告完成情况',
          needs: ['fields'],
          sets: ['result', 'evidence'],
          requires: ['result'],
        },
      },
    },
    confirm: {
      kind: 'user',
      title: '主办单位审核',
      allow: 'track',
      candidate: { kind: 'initiator' },
      actions: {
        finish: { title: '销号', flow: 'finish' },
        rework: { title: '退回续办', flow: 'again', needs: ['opinion'], negative: true },
      },
    },
    finished: { kind: 'end', title: '已销号', outcome: 'finished' },
  },
  flows: [
    { id: 'begun', from: 'start', to: 'handle' },
    { id: 'reported', from: 'handle', to: 'confirm' },
    { id: 'finish', from: 'confirm', to: 'finished' },
    { id: 'again', from: 'confirm', to: 'handle' },
  ],
  outcomes: {
    finished: { title: '已销号', reopen: 'handle' },
    withdrawn: { title: '已撤回' },
    terminated: { title: '已终止' },
  },
  requests: {
    dispute: { title: '不属本单位职责', decide: 'track', grantedTo: 'handle' },
    delay: { title: '延期', decide: 'track' },
  },
  withdraw: ['handle'],
  allow: {
    open: 'track',
    urge: 'track',
    supervise: 'track',
    terminate: 'manage',
    reopen: 'track',
    administer: 'administer',
  },
  marks: { reported: 'handle.report', finished: 'confirm.finish' },
  counts: { rework: 'confirm.rework', extended: 'grant.delay' },
};

export const meetingTask = defineCase({
  title: '会议决定事项',
  summary: '会议决定事项的交办、报告和销号',
  owner: 'city-government-office',
  ...matterOwner,
  fields: {
    content: text({ title: '决定事项', required: true, search: true, list: true, maxLength: 200 }),
    meeting: ref({ title: '会议', to: 'office.meeting', required: true, filter: true, list: true }),
    host: department({ title: '主办单位', filter: true, list: true, managed: true }),
    lead: department({ title: '牵头单位', required: true, filter: true, list: true }),
    joint: json({ title: '配合单位' }),
    doneBy: date({ title: '完成时限', required: true, filter: true, list: true }),
    result: longText({ title: '完成情况', maxLength: 1000 }),
    evidence: files({ title: '佐证材料' }),
  },
  titleField: 'content',
  departments: ['joint'],
  allow: { read: 'read' },
  process: graphProcess(process, { number: { prefix: 'HY', digits: 4 } }),
});
