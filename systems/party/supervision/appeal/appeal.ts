/** 考核申诉: a unit contests a fact of its score; the office looks at it, the leader in charge decides. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import type { ProcessModel } from '../../../../kernel/process.ts';
import { department, files, longText, ref, text } from '../../../../kernel/register.ts';

export const appealProcess: ProcessModel = {
  title: '考核申诉',
  version: 2,
  nodes: {
    start: { kind: 'start', title: '开始' },
    review: {
      kind: 'user',
      title: '督查室复核',
      allow: 'verify',
      candidate: { kind: 'area' },
      verbs: ['claim', 'copy'],
      actions: {
        propose: {
          title: '提出复核意见',
          needs: ['fields'],
          sets: ['finding'],
          requires: ['finding'],
        },
      },
    },
    decide: {
      kind: 'user',
      title: '领导审定',
      allow: 'decide',
      candidate: { kind: 'area' },
      verbs: ['claim', 'return'],
      actions: {
        grant: { title: '申诉成立，撤销扣分', flow: 'granted', needs: ['opinion'] },
        reject: { title: '维持扣分', flow: 'rejected', needs: ['opinion'], negative: true },
      },
    },
    upheld: { kind: 'end', title: '成立', outcome: 'granted' },
    kept: { kind: 'end', title: '维持', outcome: 'rejected' },
  },
  flows: [
    { id: 'begun', from: 'start', to: 'review' },
    { id: 'proposed', from: 'review', to: 'decide' },
    { id: 'granted', from: 'decide', to: 'upheld' },
    { id: 'rejected', from: 'decide', to: 'kept' },
  ],
  outcomes: {
    granted: { title: '申诉成立' },
    rejected: { title: '维持扣分' },
    withdrawn: { title: '已撤回' },
  },
  withdraw: ['review'],
  allow: { open: 'handle', administer: 'administer' },
};

export const appeal = defineCase({
  title: '考核申诉',
  summary: '被考核单位对考核事实的申诉、复核和审定',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '申诉事项', search: true, list: true, managed: true, maxLength: 120 }),
    fact: ref({ title: '考核事实', to: 'supervision.fact', required: true }),
    reason: longText({ title: '申诉理由', required: true, maxLength: 1000 }),
    evidence: files({ title: '佐证材料' }),
    finding: longText({ title: '复核意见', maxLength: 1000 }),
    applicant: department({ title: '申诉单位', filter: true, list: true, managed: true }),
  },
  titleField: 'title',
  allow: { read: 'read' },
  process: graphProcess(appealProcess, { number: { prefix: 'SS', digits: 4 } }),
});
