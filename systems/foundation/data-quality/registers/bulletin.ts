/** 质量通报: how each department's data stood in a month; the present month is written anew each night, what is past stays. */
import { decimal, defineRegister, department, integer, moment, text } from '../../../../kernel/register.ts';

export const bulletin = defineRegister({
  title: '质量通报',
  summary: '各部门每月的质量得分、与一个月前相比、未达标规则、未办结和超期疑义；当月每夜更新，过月不再改',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    month: text({ title: '月份', required: true, filter: true, list: true, pattern: /^\d{4}-\d{2}$/ }),
    department: department({ title: '部门', required: true, filter: true, list: true }),
    datasets: integer({ title: '数据集', required: true, list: true, unit: '个' }),
    score: decimal({ title: '质量得分', list: true, unit: '分' }),
    before: decimal({ title: '一个月前', list: true, unit: '分' }),
    failing: integer({ title: '未达标规则', required: true, list: true, unit: '条' }),
    doubts: integer({ title: '未办结疑义', required: true, list: true, unit: '件' }),
    overdue: integer({ title: '其中超期', required: true, list: true, unit: '件' }),
    countedAt: moment({ title: '统计时间', required: true, list: true }),
  },
  allow: { read: 'read', export: 'read' },
  scope: { departments: ['department'] },
  titleField: 'month',
  sort: '-month',
});
