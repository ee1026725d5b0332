/** 风险因子 and 风险分级: what makes an asset likely to fail and what then follows, with weights that officials keep. */
import { code, decimal, defineRegister, text } from '../../../../kernel/register.ts';

const shared = {
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  allow: { read: 'read', write: 'keep', import: 'keep', export: 'read' },
  reference: true,
} as const;

export const riskFactor = defineRegister({
  title: '风险因子',
  summary:
    '每类设施的可能性和后果因子:起值得 0 分,止值得 1 分,其间按比例,再按权重平均;没有数据的因子不计并注明',
  ...shared,
  fields: {
    key: text({ title: '编号', required: true, unique: true, list: true, maxLength: 60 }),
    kind: code({ title: '设施', required: true, codeList: 'lifeline risk-kinds', filter: true, list: true }),
    side: code({ title: '方面', required: true, codeList: 'lifeline risk-sides', filter: true, list: true }),
    measure: code({ title: '指标', required: true, codeList: 'lifeline risk-measures', list: true }),
    least: decimal({ title: '起值', required: true, list: true, minimum: -1e6, maximum: 1e6 }),
    most: decimal({
      title: '止值',
      required: true,
      list: true,
      minimum: -1e6,
      maximum: 1e6,
      hint: '可小于起值',
    }),
    weight: decimal({ title: '权重', required: true, list: true, minimum: 0, maximum: 100 }),
    source: text({ title: '依据', required: true, list: true, maxLength: 200 }),
  },
  titleField: 'key',
  sort: 'key',
});

export const riskGrade = defineRegister({
  title: '风险分级',
  summary: '风险值(可能性×后果)达到多少是红、橙、黄、蓝哪一级',
  ...shared,
  fields: {
    grade: code({
      title: '级别',
      required: true,
      unique: true,
      codeList: 'lifeline risk-grades',
      list: true,
    }),
    from: decimal({ title: '风险值不低于', required: true, list: true, minimum: 0, maximum: 1 }),
    source: text({ title: '依据', required: true, list: true, maxLength: 200 }),
  },
  titleField: 'grade',
  sort: 'grade',
});
