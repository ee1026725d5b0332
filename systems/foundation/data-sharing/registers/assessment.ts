/** 安全评估: what was asked before important data is given, what was found, and who says so. */
import {
  code,
  defineRegister,
  department,
  integer,
  json,
  longText,
  moment,
  ref,
  subject,
} from '../../../../kernel/register.ts';

export const assessment = defineRegister({
  title: '数据安全评估',
  summary: '提供重要数据之前的安全评估：逐项结论、意见、评估人；不通过的不能用印',
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
    provider: department({ title: '提供方', required: true }),
    consumer: department({ title: '使用方', required: true }),
    checklist: integer({ title: '清单版本', required: true }),
    answers: json({ title: '逐项结论' }),
    conclusion: code({
      title: '结论',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-sharing conclusions',
    }),
    opinion: longText({ title: '评估意见', required: true, list: true, maxLength: 1000 }),
    assessor: subject({ title: '评估人', required: true }),
    at: moment({ title: '评估时间', required: true, list: true }),
  },
  allow: { read: 'read' },
  scope: { departments: ['provider', 'consumer'] },
  titleField: 'opinion',
  sort: '-at',
});
