/** 产品订购: a firm asks for a listed product; its operator agrees, and the subscription is made in the same step, or refuses with a reason. */
import { defineCase } from '../../../../kernel/case.ts';
import { date, department, longText, ref, subject, text } from '../../../../kernel/register.ts';

export const order = defineCase({
  title: '产品订购',
  summary: '企业经授权的人在市民端申请订购在售的数据产品；运营单位同意后成为订阅，或写明理由拒绝',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    product: ref({ title: '产品', required: true, filter: true, to: 'data-operation.product' }),
    creditCode: text({ title: '统一社会信用代码', required: true, format: 'credit-code' }),
    purpose: longText({ title: '用途', required: true, maxLength: 500 }),
    from: date({ title: '起', required: true, list: true }),
    until: date({ title: '止', required: true, list: true }),
    title: text({ title: '订购', search: true, list: true, maxLength: 200, managed: true }),
    subscriber: text({ title: '企业', search: true, maxLength: 100, managed: true }),
    agent: subject({ title: '运营单位经办人', managed: true }),
    provider: department({ title: '提供部门', managed: true }),
  },
  titleField: 'title',
  departments: ['provider'],
  subjects: ['agent'],
  allow: { read: 'read', export: 'operate' },
  process: {
    version: 1,
    start: ['answer'],
    number: { prefix: 'DG', digits: 5 },
    stages: {
      answer: {
        title: '运营单位答复',
        allow: 'apply',
        candidate: { kind: 'area' },
        actions: {
          agree: {
            title: '同意订购',
            to: { end: 'subscribed' },
            needs: ['fields'],
            sets: ['from', 'until'],
          },
          refuse: { title: '拒绝', to: { end: 'refused' }, needs: ['opinion'], negative: true },
          lapse: { title: '逾期未答复', to: { end: 'lapsed' }, automatic: true },
        },
      },
    },
    outcomes: {
      subscribed: { title: '已订阅' },
      refused: { title: '未同意' },
      lapsed: { title: '逾期未答复' },
      withdrawn: { title: '撤回' },
    },
    allow: { open: 'buy', supervise: 'operate' },
    marks: { agreed: 'answer.agree', refused: 'answer.refuse', lapsed: 'answer.lapse' },
  },
});
