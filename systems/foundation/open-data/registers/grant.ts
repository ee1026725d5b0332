/** 有条件开放的授权: who may call which data for what, how often a day and until when. */
import {
  code,
  date,
  defineRegister,
  department,
  integer,
  longText,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const grant = defineRegister({
  title: '有条件开放授权',
  summary: '审批同意的有条件开放数据申请：申请人、用途、每日次数和期限',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    publication: ref({
      title: '开放数据集',
      required: true,
      list: true,
      filter: true,
      to: 'open-data.publication',
    }),
    provider: department({ title: '提供部门', required: true, filter: true, list: true }),
    holder: subject({ title: '申请人', required: true }),
    purpose: longText({ title: '用途', required: true, maxLength: 500, list: true }),
    callsPerDay: integer({ title: '每日次数', required: true, list: true, unit: '次' }),
    endsOn: date({ title: '到期日期', required: true, list: true }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'open-data grant-states',
    }),
    request: text({ title: '申请编号', required: true, list: true, search: true }),
    endReason: longText({ title: '终止理由', maxLength: 300 }),
  },
  allow: { read: 'handle' },
  scope: { departments: ['provider'], subjects: ['holder'] },
  titleField: 'request',
  personal: { of: 'holder' },
  retention: {
    setting: 'keep-days',
    from: 'endsOn',
    basis: '个人信息保护法 第19条：实现处理目的所必要的最短时间',
    binding: false,
    action: 'delete',
  },
});
