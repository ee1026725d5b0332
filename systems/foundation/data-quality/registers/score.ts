/** 质量得分: one dataset on one day, so that months can be seen and a department's score of a month ago is known. */
import { date, decimal, defineRegister, department, json, ref, text } from '../../../../kernel/register.ts';

export const score = defineRegister({
  title: '质量得分',
  summary: '每个数据集每天最后一次计算的质量得分和各维度的合格率',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    dataset: ref({
      title: '数据集',
      required: true,
      filter: true,
      list: true,
      to: 'data-collection.dataset',
    }),
    department: department({ title: '提供部门', required: true, filter: true, list: true }),
    day: date({ title: '日期', required: true, filter: true, list: true }),
    score: decimal({ title: '质量得分', required: true, list: true, unit: '分' }),
    shares: json({ title: '各维度' }),
    note: text({ title: '说明', list: true, maxLength: 60 }),
  },
  allow: { read: 'read', export: 'read' },
  scope: { departments: ['department'] },
  titleField: 'day',
  sort: '-day',
});
