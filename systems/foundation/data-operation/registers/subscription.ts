/** 订阅: who takes a product, in which term. */
import { date, defineRegister, department, ref, subject, text } from '../../../../kernel/register.ts';

export const subscription = defineRegister({
  title: '产品订阅',
  summary: '订阅方和运营单位就一个数据产品签订的使用期限；交付逐次计量',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    product: ref({ title: '产品', required: true, filter: true, list: true, to: 'data-operation.product' }),
    subscriber: text({ title: '订阅方', required: true, search: true, list: true, maxLength: 100 }),
    creditCode: text({ title: '统一社会信用代码', required: true, list: true, format: 'credit-code' }),
    from: date({ title: '起', required: true, list: true }),
    until: date({ title: '止', required: true, filter: true, list: true }),
    /** Who may complain for the subscriber and sees its subscriptions; a firm without an account has none. */
    buyer: subject({ title: '订阅方经办人' }),
    /** 产品订购 that it came of; its firm sees it on the citizens' face. */
    order: text({ title: '订购' }),
    agent: subject({ title: '经办人', required: true }),
    provider: department({ title: '提供部门', required: true }),
  },
  allow: { read: 'read', export: 'operate' },
  scope: { departments: ['provider'], subjects: ['agent', 'buyer'] },
  titleField: 'subscriber',
  sort: '-from',
});
