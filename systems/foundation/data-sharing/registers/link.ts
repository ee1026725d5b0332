/** 级联链路: a platform of another level at the other end, and who keeps the link; changed on its page only, with the engine's own state in the same transaction. */
import { code, defineRegister, department, text } from '../../../../kernel/register.ts';

export const link = defineRegister({
  title: '级联链路',
  summary: '与上级、下级数据共享平台之间的链路：对方身份、地址、公钥、状态和管理部门',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    name: text({ title: '对方平台', required: true, search: true, list: true, maxLength: 60 }),
    code: text({ title: '区划代码', required: true, list: true, maxLength: 12 }),
    creditCode: text({ title: '统一社会信用代码', required: true, maxLength: 18 }),
    direction: code({
      title: '方向',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-sharing link-directions',
    }),
    address: text({ title: '接收地址', required: true, maxLength: 250 }),
    publicKey: text({ title: '对方公钥', required: true, maxLength: 130 }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-sharing link-statuses',
    }),
    keeper: department({ title: '管理部门', required: true, filter: true, list: true }),
  },
  allow: { read: 'link', export: 'link' },
  scope: { departments: ['keeper'] },
  titleField: 'name',
  sort: 'code',
});
