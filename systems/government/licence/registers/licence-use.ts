/** 用证: what a holder allowed whom, and every use, each receipted in the log licence-use. */
import {
  code,
  defineRegister,
  department,
  integer,
  json,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const licenceConsent = defineRegister({
  title: '用证授权',
  summary: '部门为一件事申请用某人的某张证照，持证人同意哪些内容、到什么时候',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    licence: ref({ title: '证照', to: 'licence.licence', required: true, filter: true }),
    holder: subject({ title: '持证人', required: true }),
    user: department({ title: '用证单位', required: true, filter: true, list: true }),
    askedBy: subject({ title: '申请人', required: true, list: true }),
    purpose: text({ title: '事由', required: true, list: true, maxLength: 200 }),
    fields: json({ title: '申请的内容', required: true }),
    granted: json({ title: '同意的内容' }),
    status: code({ title: '状态', required: true, filter: true, list: true, codeList: 'licence consents' }),
    until: moment({ title: '授权到期', list: true }),
    answeredAt: moment({ title: '答复时间' }),
  },
  allow: { read: 'use' },
  scope: { departments: ['user'], subjects: ['holder'] },
  titleField: 'purpose',
});

export const licenceUse = defineRegister({
  title: '用证记录',
  summary: '每一次用证或亮证核验：谁、何时、为何、看了哪些内容；记入存证日志，持证人可随时查看并取回执',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    licence: ref({ title: '证照', to: 'licence.licence', required: true, filter: true }),
    holder: subject({ title: '持证人', filter: true }),
    user: department({ title: '用证单位', filter: true, list: true }),
    by: subject({ title: '用证人', list: true }),
    purpose: text({ title: '事由', required: true, list: true, maxLength: 200 }),
    fields: json({ title: '用了哪些内容', required: true }),
    at: moment({ title: '时间', required: true, filter: true, list: true }),
    consent: ref({ title: '授权', to: 'licence.consent' }),
    statement: text({ title: '存证内容', required: true, maxLength: 1000 }),
    leaf: integer({ title: '存证序号', required: true }),
  },
  allow: { read: 'use' },
  scope: { departments: ['user'], subjects: ['holder'] },
  titleField: 'purpose',
  sort: '-at',
});
