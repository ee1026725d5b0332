/** 数据项登记: every column that any request ever asked for, what was found about it, and what became of it. */
import {
  code,
  defineRegister,
  department,
  longText,
  moment,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const askedItem = defineRegister({
  title: '数据项登记',
  summary: '每一次报表申请所要的每一项数据，已由谁掌握、是否还要基层填报，防止重复要数',
  owner: 'city-data-resources',
  share: 'unconditional',
  open: 'none',
  reference: true,
  fields: {
    item: text({ title: '数据项', required: true, search: true, list: true, maxLength: 60 }),
    key: text({ title: '列名', required: true, maxLength: 40 }),
    tableTitle: text({ title: '报表名称', required: true, search: true, list: true, maxLength: 60 }),
    table: ref({ title: '报表', to: 'info-reporting.table', filter: true }),
    owner: department({ title: '要数部门', required: true, filter: true, list: true }),
    verdict: code({
      title: '查重结论',
      required: true,
      filter: true,
      list: true,
      codeList: 'info-reporting verdicts',
    }),
    reason: longText({ title: '依据', required: true, list: true, maxLength: 400 }),
    holder: department({ title: '掌握部门', filter: true, list: true }),
    explanation: longText({ title: '要数部门说明', maxLength: 300 }),
    askedAt: moment({ title: '申请时间', required: true, filter: true, list: true }),
  },
  allow: { read: 'read-tables', export: 'read-tables' },
  titleField: 'item',
});
