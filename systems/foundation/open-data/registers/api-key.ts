/** 接口密钥: one for each person; kept as a digest only. */
import { code, defineRegister, moment, subject, text } from '../../../../kernel/register.ts';

export const apiKey = defineRegister({
  title: '开放数据接口密钥',
  summary: '调用开放数据接口的个人密钥，只存摘要',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    holder: subject({ title: '持有人', required: true }),
    digest: text({ title: '密钥摘要', required: true, unique: true, maxLength: 64 }),
    ending: text({ title: '末四位', required: true, list: true, maxLength: 4 }),
    issuedAt: moment({ title: '签发时间', required: true, list: true }),
    endedAt: moment({ title: '停用时间', list: true }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'open-data key-states',
    }),
  },
  allow: { read: 'oversee' },
  scope: { subjects: ['holder'] },
  titleField: 'ending',
  personal: { of: 'holder' },
  retention: {
    setting: 'keep-days',
    from: 'endedAt',
    basis: '个人信息保护法 第19条：实现处理目的所必要的最短时间',
    binding: false,
    action: 'delete',
  },
});
