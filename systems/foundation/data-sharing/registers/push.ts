/** 库表推送: into which table of its own the using department gets the rows of a contract, and how the last push went. The password is never here. */
import { code, defineRegister, department, integer, moment, ref, text } from '../../../../kernel/register.ts';

export const push = defineRegister({
  title: '库表推送',
  summary: '按共享合同把数据推送到使用部门自己的库表；数据更新即推送，合同终止即清空',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    agreement: ref({
      title: '共享合同',
      required: true,
      filter: true,
      list: true,
      to: 'data-sharing.agreement',
    }),
    dataset: text({ title: '数据集', required: true }),
    provider: department({ title: '提供部门', required: true }),
    consumer: department({ title: '使用部门', required: true, filter: true, list: true }),
    kind: code({ title: '数据库', required: true, list: true, codeList: 'data-sharing push-kinds' }),
    host: text({ title: '主机', required: true, maxLength: 120 }),
    port: integer({ title: '端口', required: true }),
    database: text({ title: '库名', required: true, list: true, maxLength: 120 }),
    user: text({ title: '用户名', required: true, maxLength: 120 }),
    schema: text({ title: '模式', maxLength: 50 }),
    table: text({ title: '表名', required: true, list: true, maxLength: 50 }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-sharing push-statuses',
    }),
    lastAt: moment({ title: '最近推送', list: true }),
    lastRows: integer({ title: '行数', list: true }),
    lastReceipt: text({ title: '凭证编号' }),
    /** When its turn is; none while there is nothing to do. */
    nextAt: moment({ title: '下次推送' }),
    tries: integer({ title: '连续失败', required: true, unit: '次' }),
    problem: text({ title: '问题', maxLength: 300 }),
  },
  allow: { read: 'read', export: 'read' },
  scope: { departments: ['consumer', 'provider'] },
  titleField: 'table',
  sort: '-lastAt',
});
