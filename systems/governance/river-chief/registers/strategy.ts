/** 一河一策: the plan of a river for some years, and its five lists: problems, targets, tasks, measures, duties. */
import {
  area,
  code,
  date,
  defineRegister,
  department,
  integer,
  json,
  longText,
  ref,
  text,
} from '../../../../kernel/register.ts';

const allow = { read: 'read', write: 'publish', import: 'publish', export: 'read' } as const;

export const strategy = defineRegister({
  title: '一河一策',
  summary: '一条河一个实施周期的治理方案;执行后内容固定,要改就编新版',
  owner: 'city-water-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    title: text({ title: '方案名称', required: true, search: true, list: true, maxLength: 80 }),
    river: ref({ title: '河流', required: true, to: 'river-chief.river', filter: true, list: true }),
    area: area({ title: '编制区划', required: true, filter: true }),
    department: department({ title: '编制单位', required: true, list: true }),
    from: date({ title: '实施起', required: true, list: true }),
    to: date({ title: '实施止', required: true, list: true }),
    edition: integer({ title: '版次', managed: true, list: true }),
    status: code({
      title: '状态',
      codeList: 'river-chief strategy-states',
      filter: true,
      list: true,
      managed: true,
    }),
    before: ref({ title: '上一版', to: 'river-chief.strategy', managed: true }),
    enforcedOn: date({ title: '执行日期', managed: true }),
    content: json({ title: '执行时的内容', managed: true }),
  },
  allow,
  scope: { area: 'area', departments: ['department'] },
  titleField: 'title',
  sort: '-from',
});

export const strategyItem = defineRegister({
  title: '一河一策清单',
  summary: '问题、目标、任务、措施、责任五张清单里的一条',
  owner: 'city-water-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    strategy: ref({ title: '方案', required: true, to: 'river-chief.strategy', filter: true }),
    part: code({
      title: '清单',
      required: true,
      codeList: 'river-chief strategy-parts',
      filter: true,
      list: true,
    }),
    order: integer({ title: '序号', required: true, list: true, minimum: 1, maximum: 999 }),
    text: longText({ title: '内容', required: true, list: true, maxLength: 500 }),
    unit: department({ title: '责任单位', list: true }),
    due: date({ title: '完成时限', list: true }),
    area: area({ title: '编制区划', required: true }),
  },
  allow,
  scope: { area: 'area' },
  titleField: 'text',
  sort: 'order',
});
