/** 事件推送: the address of the using department that is told of what each batch changed under a contract, and how that went. */
import { code, defineRegister, integer, text } from '../../../../kernel/register.ts';
import { contractFields, sendingFields } from './sending-fields.ts';

export const delivery = defineRegister({
  title: '事件推送',
  summary: '数据每更新一批，就把合同范围内的变化签名推送到使用部门的接收地址；每次推送都有凭证',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    ...contractFields,
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
    ...sendingFields,
  },
  allow: { read: 'read', export: 'read' },
  scope: { departments: ['consumer', 'provider'] },
  titleField: 'url',
  sort: '-lastAt',
});
