/** 副本交付: that a copy was handed to its person, once, with the digest of what he was given and a leaf in the log. */
import { defineRegister, integer, moment, ref, subject, text } from '../../../../kernel/register.ts';

export const handover = defineRegister({
  title: '个人信息副本交付',
  summary: '每一份个人信息副本的交付：何时交给本人，内容摘要和存证序号；副本本身不留存',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    request: ref({ title: '请求', to: 'data-protection.request', required: true, unique: true }),
    number: text({ title: '请求编号', required: true, list: true, maxLength: 40 }),
    holder: subject({ title: '本人', required: true }),
    at: moment({ title: '交付时间', required: true, filter: true, list: true }),
    rows: integer({ title: '记录数', required: true, list: true, unit: '条' }),
    digest: text({ title: '内容摘要（SM3）', required: true, maxLength: 64 }),
    statement: text({ title: '存证内容', required: true, maxLength: 1000 }),
    leaf: integer({ title: '存证序号', required: true }),
  },
  allow: { read: 'oversee' },
  scope: { subjects: ['holder'] },
  personal: { of: 'holder' },
  retention: {
    setting: 'keep-request-days',
    from: 'at',
    basis: '个人信息保护法 第56条第二款：处理情况记录至少保存三年',
    binding: true,
    action: 'delete',
  },
  titleField: 'number',
  sort: '-at',
});
