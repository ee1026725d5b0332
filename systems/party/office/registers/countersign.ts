/** 会签单: what each unit that was asked says to a draft; a later round leaves the opinions of the earlier ones standing. */
import {
  code,
  defineRegister,
  department,
  integer,
  longText,
  moment,
  ref,
  subject,
} from '../../../../kernel/register.ts';

export const countersign = defineRegister({
  title: '会签单',
  summary: '会签单位对公文稿的意见,每轮每单位一条,退回重办后仍然保留',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    document: ref({ title: '公文', to: 'office.outgoing', required: true, filter: true }),
    round: integer({ title: '轮次', required: true, list: true, minimum: 1 }),
    department: department({ title: '会签单位', required: true, filter: true, list: true }),
    host: department({ title: '主办单位', required: true, list: true }),
    verdict: code({
      title: '意见',
      required: true,
      filter: true,
      list: true,
      codeList: 'office verdicts',
    }),
    opinion: longText({ title: '会签意见', list: true, maxLength: 2000 }),
    signer: subject({ title: '会签人', list: true }),
    signedAt: moment({ title: '会签时间', list: true }),
    askedBy: subject({ title: '送签人', required: true }),
  },
  allow: { read: 'read' },
  scope: { departments: ['department', 'host'] },
  titleField: 'department',
});
