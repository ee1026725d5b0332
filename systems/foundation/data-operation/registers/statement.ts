/** 月结算单: what an operator earned in a month by what was metered, and whose it is; made once, of a month that is over. */
import { defineRegister, integer, json, moment, ref, subject, text } from '../../../../kernel/register.ts';

export const statement = defineRegister({
  title: '月结算单',
  summary: '按计量和订阅算出的一个运营单位一个月的收入，及财政、提供部门、运营单位的分成',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    number: text({ title: '编号', required: true, unique: true, list: true }),
    operator: ref({
      title: '运营单位',
      required: true,
      filter: true,
      list: true,
      to: 'data-operation.operator',
    }),
    month: text({ title: '月份', required: true, filter: true, list: true }),
    lines: json({ title: '明细' }),
    total: integer({ title: '合计', required: true, list: true, unit: '分' }),
    publicPart: integer({ title: '财政', required: true, list: true, unit: '分' }),
    providerPart: integer({ title: '提供部门', required: true, list: true, unit: '分' }),
    operatorPart: integer({ title: '运营单位所得', required: true, list: true, unit: '分' }),
    at: moment({ title: '出具时间', required: true, list: true }),
    agent: subject({ title: '经办人' }),
  },
  allow: { read: 'read', export: 'operate' },
  scope: { subjects: ['agent'] },
  titleField: 'number',
  sort: '-month',
});
