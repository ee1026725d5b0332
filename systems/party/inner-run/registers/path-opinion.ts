/** 会办意见: what each unit on the path said, or that it let its time pass and counts as consenting. */
import {
  boolean,
  code,
  decimal,
  defineRegister,
  department,
  longText,
  moment,
  ref,
  subject,
} from '../../../../kernel/register.ts';

export const pathOpinion = defineRegister({
  title: '会办意见',
  summary: '会办单位的意见和用时；超时没有答复的视为同意',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    application: ref({ title: '办件', to: 'inner-run.application', required: true, filter: true }),
    unit: department({ title: '会办单位', required: true, filter: true, list: true }),
    handler: department({ title: '办理单位', required: true }),
    applicant: department({ title: '申请单位', required: true }),
    opinion: code({
      title: '意见',
      required: true,
      filter: true,
      list: true,
      codeList: 'inner-run opinions',
    }),
    words: longText({ title: '说明', list: true, maxLength: 1000 }),
    by: subject({ title: '会办人' }),
    at: moment({ title: '答复时间', required: true, list: true }),
    days: decimal({ title: '用时', list: true, unit: '工作日' }),
    late: boolean({ title: '超时', filter: true }),
  },
  scope: { departments: ['unit', 'handler', 'applicant'] },
  allow: { read: 'read' },
  titleField: 'opinion',
});
