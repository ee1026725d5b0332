/** 计量: one released run that was delivered to one subscriber; what a statement counts. */
import { defineRegister, department, moment, ref, subject, text } from '../../../../kernel/register.ts';

export const delivery = defineRegister({
  title: '交付计量',
  summary: '已放行的运行向订阅方的每一次交付；一次运行对一个订阅只计一次',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    subscription: ref({
      title: '订阅',
      required: true,
      filter: true,
      list: true,
      to: 'data-operation.subscription',
    }),
    product: ref({ title: '产品', required: true, filter: true, list: true, to: 'data-operation.product' }),
    run: ref({ title: '运行', required: true, list: true, to: 'data-operation.run' }),
    pair: text({ title: '订阅和运行', required: true, unique: true }),
    /** 留痕 of it, of which the subscriber gets a receipt. */
    trace: text({ title: '留痕' }),
    at: moment({ title: '交付时间', required: true, filter: true, list: true }),
    agent: subject({ title: '经办人', required: true }),
    provider: department({ title: '提供部门', required: true }),
  },
  allow: { read: 'read', export: 'operate' },
  scope: { departments: ['provider'], subjects: ['agent'] },
  titleField: 'pair',
  sort: '-at',
});
