/** 生命线报告: the day's and the month's figures as they were when the report was made, with the rows behind them. */
import {
  area,
  code,
  date,
  defineRegister,
  integer,
  json,
  moment,
  text,
} from '../../../../kernel/register.ts';

const managed = { managed: true } as const;

export const report = defineRegister({
  title: '生命线报告',
  summary: '日报和月报:统计数、与上期比较和涉及的事件,按生成时的数据留存;重新生成的保留历史',
  owner: 'city-housing-construction',
  share: 'conditional',
  open: 'none',
  fields: {
    key: text({ title: '标识', unique: true, ...managed }),
    title: text({ title: '报告', list: true, ...managed }),
    kind: code({ title: '类别', codeList: 'lifeline report-kinds', filter: true, list: true, ...managed }),
    from: date({ title: '起', filter: true, list: true, ...managed }),
    to: date({ title: '止', list: true, ...managed }),
    area: area({ title: '范围', ...managed }),
    status: code({ title: '状态', codeList: 'lifeline report-states', filter: true, list: true, ...managed }),
    progress: integer({ title: '进度', unit: '%', list: true, ...managed }),
    message: text({ title: '正在做的事', maxLength: 200, ...managed }),
    madeAt: moment({ title: '生成时间', list: true, ...managed }),
    figures: json({ title: '统计数', ...managed }),
    incidents: json({ title: '涉及的事件', ...managed }),
  },
  allow: { read: 'read-reports', export: 'read-reports' },
  scope: { area: 'area' },
  titleField: 'title',
  sort: '-from',
});
