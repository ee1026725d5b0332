/** 感知告警: what a rule saw, on which device, and what people did with it; the engine writes it, people acknowledge and close. */
import {
  area,
  code,
  decimal,
  defineRegister,
  department,
  integer,
  longText,
  moment,
  point,
  ref,
  subject,
  text,
} from '../../../kernel/register.ts';

/** 一级 red, 二级 orange, 三级 yellow: the three grades of 城市安全风险综合监测预警平台建设指南 (安委办函〔2021〕45号). */
export const levelTitles = { '1': '一级', '2': '二级', '3': '三级' } as const;

export const alarmStatuses = {
  raised: '告警中',
  acknowledged: '已确认',
  cleared: '已恢复',
  closed: '已关闭',
} as const;

export const alarm = defineRegister({
  title: '感知告警',
  summary: '规则判定的异常:同一规则同一设备未关闭前只有一条,再次发生只计次数',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    title: text({ title: '告警', search: true, list: true, managed: true }),
    level: code({
      title: '级别',
      codeList: 'telemetry alarm-levels',
      filter: true,
      list: true,
      managed: true,
    }),
    status: code({
      title: '状态',
      codeList: 'telemetry alarm-statuses',
      filter: true,
      list: true,
      managed: true,
    }),
    device: ref({ title: '设备', to: 'telemetry.device', filter: true, managed: true }),
    rule: ref({ title: '规则', to: 'telemetry.rule', filter: true, managed: true }),
    ruleVersion: integer({ title: '规则版本', managed: true }),
    property: text({ title: '属性', managed: true }),
    value: decimal({ title: '触发值', list: true, managed: true }),
    limit: decimal({ title: '限值', list: true, managed: true, hint: '判定所用规则版本的限值' }),
    reason: text({
      title: '说明',
      managed: true,
      maxLength: 500,
      hint: '判定时成立的条件和读数',
    }),
    times: integer({ title: '次数', list: true, managed: true }),
    area: area({ title: '所在区划', filter: true, list: true, managed: true }),
    department: department({ title: '权属部门', filter: true, managed: true }),
    position: point({ title: '位置', managed: true }),
    raisedAt: moment({ title: '首次告警', filter: true, list: true, managed: true }),
    lastAt: moment({ title: '最近告警', managed: true }),
    acknowledgedAt: moment({ title: '确认时间', managed: true }),
    acknowledgedBy: subject({ title: '确认人', managed: true }),
    clearedAt: moment({ title: '恢复时间', managed: true }),
    closedAt: moment({ title: '关闭时间', managed: true }),
    closedBy: subject({ title: '关闭人', managed: true }),
    conclusion: longText({ title: '处置结论', maxLength: 1000, managed: true }),
    caseType: text({ title: '案件类型', managed: true }),
    caseId: text({ title: '案件', filter: true, managed: true }),
    caseProblem: text({ title: '未能立案的原因', maxLength: 300, managed: true }),
    // '<rule>/<device>' while it is open: so there is one.
    openKey: text({ title: '未关闭标识', unique: true, managed: true }),
  },
  allow: { read: 'read-alarms', export: 'read-alarms' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'title',
  sort: '-raisedAt',
});
