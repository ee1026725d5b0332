/** 授权: that an application may call one major version of an interface, how much, for which area and until when; made by an agreed request only. */
import {
  area,
  code,
  date,
  defineRegister,
  department,
  integer,
  longText,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const grant = defineRegister({
  title: '接口授权',
  summary: '经审核的调用约定：应用、接口主版本、额度、区划、期限；网关逐次按它放行',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    number: text({ title: '授权编号', required: true, unique: true, search: true, list: true }),
    application: ref({
      title: '应用',
      required: true,
      filter: true,
      to: 'business-platform.application',
    }),
    /** Those who give see the grants of other departments, not their applications. */
    applicationName: text({ title: '应用名称', required: true, search: true, list: true }),
    code: text({ title: '接口编号', required: true, filter: true, search: true, list: true }),
    title: text({ title: '接口', required: true, search: true, list: true }),
    /** What is compatible is granted together (SemVer 2.0.0 §8); a new major version is asked for anew. */
    major: integer({ title: '主版本', required: true, list: true }),
    owner: department({ title: '提供单位', required: true, filter: true, list: true }),
    consumer: department({ title: '使用单位', required: true, filter: true, list: true }),
    purpose: longText({ title: '用途', required: true }),
    perMinute: integer({ title: '每分钟额度', required: true, unit: '次' }),
    perDay: integer({ title: '每日额度', required: true, unit: '次' }),
    area: area({ title: '区划范围' }),
    until: date({ title: '使用期限', required: true, filter: true, list: true }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'business-platform grant-states',
    }),
    request: text({ title: '申请', required: true }),
    closedReason: longText({ title: '停用原因', maxLength: 300 }),
  },
  allow: { read: 'browse', export: 'browse' },
  scope: { departments: ['owner', 'consumer'] },
  titleField: 'number',
  sort: '-number',
});
