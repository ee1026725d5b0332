/** 数据产品: what an operator offers on a project, for how much, and how the income is shared; listed by the administration. */
import {
  code,
  defineRegister,
  department,
  integer,
  longText,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const product = defineRegister({
  title: '数据产品',
  summary: '授权运营单位以项目的结果提供的产品：场景、计价、收益分配比例',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    title: text({ title: '产品名称', required: true, unique: true, search: true, list: true, maxLength: 80 }),
    operator: ref({
      title: '运营单位',
      required: true,
      filter: true,
      list: true,
      to: 'data-operation.operator',
    }),
    project: ref({ title: '项目', required: true, list: true, to: 'data-operation.project' }),
    agent: subject({ title: '经办人', required: true }),
    provider: department({ title: '提供部门', required: true, filter: true, list: true }),
    scene: longText({ title: '应用场景', required: true, maxLength: 500 }),
    pricing: code({ title: '计价方式', required: true, list: true, codeList: 'data-operation pricings' }),
    price: integer({ title: '价格', required: true, list: true, minimum: 0, unit: '分' }),
    publicShare: integer({ title: '财政分成', required: true, minimum: 0, maximum: 100, unit: '%' }),
    providerShare: integer({ title: '提供部门分成', required: true, minimum: 0, maximum: 100, unit: '%' }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-operation product-states',
    }),
  },
  allow: { read: 'read', export: 'operate' },
  scope: { departments: ['provider'], subjects: ['agent'] },
  titleField: 'title',
  sort: 'title',
});
