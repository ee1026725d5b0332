/** 质量规则: what the rows of a dataset must keep beyond what its fields ask; written on its own page, so that each is tried before it is kept. */
import {
  code,
  defineRegister,
  department,
  integer,
  json,
  longText,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const rule = defineRegister({
  title: '质量规则',
  summary:
    '对数据集全部有效行执行的规则：看什么、计入哪个评价指标、容忍多少不合格、由谁启用；变更历史随行保存',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '规则', required: true, search: true, list: true, maxLength: 100 }),
    dataset: ref({
      title: '数据集',
      required: true,
      filter: true,
      list: true,
      to: 'data-collection.dataset',
    }),
    department: department({ title: '提供部门', required: true, filter: true, list: true }),
    check: json({ title: '检查内容' }),
    indicator: code({
      title: '评价指标',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-quality indicators',
    }),
    importance: code({
      title: '重要程度',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-quality importances',
    }),
    tolerance: integer({ title: '容忍不合格', required: true, unit: '‰', minimum: 0, maximum: 1000 }),
    stage: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-quality rule-stages',
    }),
    origin: code({ title: '来路', required: true, filter: true, codeList: 'data-quality rule-origins' }),
    note: longText({ title: '说明', maxLength: 500 }),
    /** Changes only when the rule begins to fail or heals, so that its history tells when. */
    standing: code({
      title: '最近结果',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-quality standings',
    }),
  },
  allow: { read: 'read', export: 'read' },
  scope: { departments: ['department'] },
  titleField: 'title',
});
