/** 待采集: what one request still wants of one household; and 订阅: which department gets which fields beyond its own duty, on what ground. */
import {
  area,
  code,
  codes,
  date,
  defineRegister,
  department,
  integer,
  json,
  moment,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const task = defineRegister({
  title: '待采集',
  summary: '一次采集任务对一户还要采集的字段：只有缺的和过期的；其他途径补上的自动消去',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    request: ref({ title: '采集任务', required: true, to: 'village-data.request', filter: true }),
    title: text({ title: '任务名称', required: true, list: true, maxLength: 60 }),
    department: department({ title: '要数部门', required: true, list: true, filter: true }),
    household: ref({ title: '户', required: true, to: 'village-data.household', filter: true }),
    number: text({ title: '户编号', required: true, list: true, filter: true, maxLength: 16 }),
    area: area({ title: '所属村(社区)', required: true, list: true, filter: true }),
    /** [{ of, member, field }] */
    cells: json({ title: '要采集的项' }),
    asked: integer({ title: '要采集', unit: '项', required: true, list: true }),
    known: integer({ title: '已掌握不再要', unit: '项', required: true, list: true }),
    left: integer({ title: '还差', unit: '项', required: true, list: true }),
    progress: code({
      title: '状态',
      required: true,
      list: true,
      filter: true,
      codeList: 'village-data task-states',
    }),
    issuedAt: moment({ title: '下达时间', required: true, list: true, filter: true }),
    dueOn: date({ title: '截止日期', required: true, list: true }),
    doneAt: moment({ title: '完成时间', list: true }),
  },
  allow: { read: 'read-load' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'number',
  sort: 'number',
});

export const subscription = defineRegister({
  title: '村情订阅',
  summary:
    '职责之外使用户卡字段的部门：凭共享合同，写明字段、范围和期限；只送合同写明且不脱敏的字段，合同停用即停送',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    department: department({ title: '部门', required: true, list: true, filter: true }),
    area: area({ title: '范围', required: true, list: true, filter: true }),
    fields: codes({ title: '字段', required: true, list: true, codeList: 'village-data fields' }),
    agreement: ref({ title: '共享合同', required: true, list: true, to: 'data-sharing.agreement' }),
    purpose: text({ title: '用途', required: true, list: true, maxLength: 200 }),
    validTo: date({ title: '期限', required: true, list: true, filter: true }),
  },
  allow: { read: 'subscribe', write: 'subscribe' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'purpose',
});
