/** 产品投诉: a subscriber complains about a product; its operator answers, the administration decides: off the list, money back, or not justified. */
import { defineCase } from '../../../../kernel/case.ts';
import { code, department, integer, longText, ref, subject, text } from '../../../../kernel/register.ts';

export const complaint = defineCase({
  title: '产品投诉',
  summary:
    '订阅方就质量、延迟、与说明不符投诉数据产品：运营单位答复，数据管理部门作出下架、退款或不成立的处理',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    subscription: ref({
      title: '订阅',
      required: true,
      list: true,
      to: 'data-operation.subscription',
      hint: '按订阅方名称查找',
    }),
    kind: code({
      title: '投诉类别',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-operation complaint-kinds',
    }),
    title: text({
      title: '投诉事项',
      required: true,
      search: true,
      list: true,
      maxLength: 100,
      hint: '不要写个人信息',
    }),
    detail: longText({ title: '情况和要求', required: true, maxLength: 1000 }),
    // Written on the way and never when it is opened.
    answer: longText({ title: '运营单位答复', maxLength: 1000, managed: true }),
    refund: integer({ title: '退款', unit: '分', minimum: 1, maximum: 100_000_000_000, managed: true }),
    product: ref({ title: '产品', filter: true, list: true, managed: true, to: 'data-operation.product' }),
    agent: subject({ title: '运营单位经办人', managed: true }),
    provider: department({ title: '提供部门', managed: true }),
  },
  titleField: 'title',
  departments: ['provider'],
  // He must see what he answers to; his reach is himself.
  subjects: ['agent'],
  allow: { read: 'read', export: 'operate' },
  process: {
    version: 1,
    start: ['answer'],
    number: { prefix: 'TS', digits: 5 },
    stages: {
      answer: {
        title: '运营单位答复',
        allow: 'apply',
        candidate: { kind: 'area' },
        verbs: ['delay'],
        actions: {
          reply: {
            title: '提交答复',
            to: { stage: 'decide' },
            needs: ['fields'],
            sets: ['answer'],
            requires: ['answer'],
          },
          lapse: { title: '逾期未答复', to: { stage: 'decide' }, automatic: true },
        },
      },
      decide: {
        title: '作出处理',
        allow: 'operate',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          refund: {
            title: '成立，退款',
            to: { end: 'refunded' },
            needs: ['opinion', 'fields'],
            sets: ['refund'],
            requires: ['refund'],
          },
          delist: { title: '成立，产品下架', to: { end: 'delisted' }, needs: ['opinion'], negative: true },
          reject: { title: '不成立', to: { end: 'rejected' }, needs: ['opinion'], negative: true },
          again: { title: '要求补充答复', to: { stage: 'answer' }, needs: ['opinion'] },
        },
      },
    },
    outcomes: {
      refunded: { title: '已退款' },
      delisted: { title: '已下架' },
      rejected: { title: '不成立' },
      withdrawn: { title: '撤回' },
    },
    requests: { delay: { title: '延期答复', decide: 'operate' } },
    allow: { open: 'complain', urge: 'complain', supervise: 'operate' },
    marks: { answered: 'answer.reply', lapsed: 'answer.lapse' },
    counts: { again: 'decide.again' },
  },
});
