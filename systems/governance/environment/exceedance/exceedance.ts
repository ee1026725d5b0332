/** 超标案件: an outfall passed its limit; what was measured, and what was done about it. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import {
  code,
  date,
  decimal,
  files,
  longText,
  moment,
  point,
  ref,
  text,
} from '../../../../kernel/register.ts';
import { exceedanceProcess } from './exceedance-process.ts';

const seen = {
  title: text({ title: '案由', required: true, search: true, list: true, maxLength: 120 }),
  source: ref({
    title: '污染源',
    required: true,
    to: 'environment.pollution-source',
    filter: true,
    list: true,
  }),
  outlet: ref({ title: '排放口', required: true, to: 'environment.outlet', filter: true }),
  alarm: ref({ title: '告警', to: 'telemetry.alarm' }),
  factor: text({ title: '因子', required: true, filter: true, list: true, maxLength: 40 }),
  value: decimal({ title: '监测值', required: true, list: true }),
  limit: decimal({ title: '限值', required: true, list: true }),
  measure: text({ title: '计量单位', maxLength: 20 }),
  over: decimal({ title: '超标倍数', list: true, managed: true, hint: '监测值 ÷ 限值 − 1' }),
  measuredAt: moment({ title: '超标时间', required: true, filter: true, list: true }),
  position: point({ title: '位置' }),
} as const;

const worked = {
  verification: longText({ title: '核实情况', maxLength: 1000, hint: '现场检查、比对监测、设备工况和标记' }),
  evidence: files({ title: '证据材料' }),
  orderNumber: text({ title: '责令改正决定书文号', maxLength: 40 }),
  rectifyBy: date({ title: '整改期限' }),
  orderText: longText({ title: '责令改正内容', maxLength: 1000 }),
  rectification: longText({ title: '整改情况', maxLength: 1000 }),
  recheckValue: decimal({ title: '复核监测值', minimum: 0 }),
  recheckNote: longText({ title: '复核情况', maxLength: 1000 }),
  penaltyNumber: text({
    title: '处罚决定书文号',
    search: true,
    maxLength: 40,
    hint: '关联行政处罚案卷和双公示',
  }),
  penaltyAmount: decimal({ title: '罚款金额', unit: '元', minimum: 0, maximum: 1e9 }),
  penaltyReason: longText({
    title: '处罚或不予处罚的理由',
    maxLength: 1000,
    hint: '不予处罚的依据,例如行政处罚法第三十三条',
  }),
  grade: code({
    title: '严重程度',
    codeList: 'environment exceedance-grades',
    filter: true,
    list: true,
    managed: true,
  }),
} as const;

export const exceedance = defineCase({
  title: '超标案件',
  summary: '排放口在线监测超标,从核实、责令改正、整改、复核到处罚结案的全过程',
  owner: 'city-ecology',
  share: 'conditional',
  open: 'none',
  fields: { ...seen, ...worked },
  titleField: 'title',
  allow: { read: 'read-cases', export: 'read-cases' },
  process: graphProcess(exceedanceProcess, { number: { prefix: 'CB', digits: 5 } }),
});
