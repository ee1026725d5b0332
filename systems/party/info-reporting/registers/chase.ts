/** 催报记录: who was chased for which issue, by whom or by which step of the ladder. */
import {
  area,
  code,
  defineRegister,
  department,
  integer,
  moment,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const chase = defineRegister({
  title: '催报记录',
  summary: '人工催报和按阶梯自动催报的记录',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    issue: ref({ title: '填报任务', to: 'info-reporting.issue', required: true, filter: true }),
    area: area({ title: '催报范围', required: true, list: true, filter: true }),
    owner: department({ title: '下发部门', required: true, list: true }),
    step: code({ title: '催报方式', required: true, list: true, codeList: 'info-reporting chase-steps' }),
    by: text({ title: '催报人', required: true, list: true, maxLength: 60 }),
    areas: integer({ title: '未报单位数', required: true, list: true }),
    at: moment({ title: '催报时间', required: true, list: true, filter: true }),
  },
  scope: { area: 'area', departments: ['owner'] },
  allow: { read: 'read' },
  titleField: 'by',
});
