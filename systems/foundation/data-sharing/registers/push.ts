/** 库表推送: into which table of its own the using department gets the rows of a contract, and how the last push went. The password is never here. */
import { code, defineRegister, integer, text } from '../../../../kernel/register.ts';
import { contractFields, sendingFields } from './sending-fields.ts';

export const push = defineRegister({
  title: '库表推送',
  summary: '按共享合同把数据推送到使用部门自己的库表；数据更新即推送，合同终止即清空',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    ...contractFields,
    dataset: text({ title: '数据集', required: true }),
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
    ...sendingFields,
  },
  allow: { read: 'read', export: 'read' },
  scope: { departments: ['consumer', 'provider'] },
  titleField: 'table',
  sort: '-lastAt',
});
