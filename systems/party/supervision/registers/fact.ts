/** 考核事实: one thing that happened and counts for a unit's score, with what it happened in; an appeal may void it. */
import {
  code,
  decimal,
  defineRegister,
  department,
  longText,
  moment,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const fact = defineRegister({
  title: '考核事实',
  summary: '每一次扣分、加分的事实、依据和申诉结果',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    unit: department({ title: '被考核单位', required: true, filter: true, list: true }),
    supervisor: department({ title: '督查单位', required: true }),
    task: ref({ title: '督查任务', to: 'supervision.task', required: true, filter: true }),
    taskTitle: text({ title: '任务', required: true, search: true, list: true, maxLength: 120 }),
    rule: text({ title: '事实编码', required: true, filter: true, maxLength: 40 }),
    ruleTitle: text({ title: '事实', required: true, list: true, maxLength: 60 }),
    points: decimal({ title: '分值', required: true, list: true }),
    at: moment({ title: '发生时间', required: true, filter: true, list: true }),
    detail: longText({ title: '说明', list: true, maxLength: 500 }),
    report: ref({ title: '进展报告', to: 'supervision.report' }),
    /** What makes it this one fact: the same thing found twice is written once. */
    once: text({ title: '唯一标识', required: true, unique: true, maxLength: 120 }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'supervision fact-states',
    }),
    appeal: ref({ title: '申诉', to: 'supervision.appeal' }),
  },
  scope: { departments: ['unit', 'supervisor'] },
  allow: { read: 'read', export: 'read' },
  titleField: 'ruleTitle',
  sort: '-at',
});
