/** 催办记录: which step of the ladder was taken for a task, when, and who was told. */
import { code, defineRegister, department, integer, moment, ref, text } from '../../../../kernel/register.ts';

export const reminder = defineRegister({
  title: '催办记录',
  summary: '按阶梯逐级催办的记录',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    task: ref({ title: '督查任务', to: 'supervision.task', required: true, filter: true }),
    unit: department({ title: '承办单位', required: true, filter: true, list: true }),
    supervisor: department({ title: '督查单位', required: true }),
    step: text({ title: '阶梯', required: true, filter: true, maxLength: 40 }),
    title: text({ title: '催办内容', required: true, list: true, maxLength: 60 }),
    to: code({ title: '催办对象', required: true, list: true, codeList: 'supervision recipients' }),
    people: integer({ title: '告知人数', required: true, list: true }),
    dueAt: moment({ title: '当时的时限', required: true }),
    at: moment({ title: '催办时间', required: true, list: true }),
  },
  scope: { departments: ['unit', 'supervisor'] },
  allow: { read: 'read' },
  titleField: 'title',
});
