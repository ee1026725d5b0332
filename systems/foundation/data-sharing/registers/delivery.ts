/** 事件推送: the address of the using department that is told of what each batch changed under a contract, and how that went. */
import { code, defineRegister, department, integer, moment, ref, text } from '../../../../kernel/register.ts';

export const delivery = defineRegister({
  title: '事件推送',
  summary: '数据每更新一批，就把合同范围内的变化签名推送到使用部门的接收地址；每次推送都有凭证',
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
    provider: department({ title: '提供部门', required: true }),
    consumer: department({ title: '使用部门', required: true, filter: true, list: true }),
    url: text({ title: '接收地址', required: true, list: true, maxLength: 300 }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-sharing delivery-statuses',
    }),
    /** Position of the last change that the receiver has. */
    cursor: integer({ title: '已推送到', required: true }),
    lastAt: moment({ title: '最近推送', list: true }),
    lastRows: integer({ title: '行数', list: true }),
    lastReceipt: text({ title: '凭证编号' }),
    nextAt: moment({ title: '下次重试' }),
    tries: integer({ title: '连续失败', required: true, unit: '次' }),
    problem: text({ title: '问题', maxLength: 300 }),
  },
  allow: { read: 'read', export: 'read' },
  scope: { departments: ['consumer', 'provider'] },
  titleField: 'url',
  sort: '-lastAt',
});
