/** 应用: a system of a department that calls shared data; its key is issued on its page and shown once. */
import { code, defineRegister, department, longText, moment, text } from '../../../../kernel/register.ts';

export const application = defineRegister({
  title: '数据应用',
  summary: '各部门调用共享数据的业务系统；一个应用一把密钥，每次调用都留凭证',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    name: text({ title: '应用名称', required: true, search: true, list: true, maxLength: 60 }),
    department: department({ title: '使用部门', required: true, filter: true, list: true }),
    purpose: longText({ title: '业务用途', required: true, maxLength: 500 }),
    /** Stands for an application of the platform at the other end. */
    link: text({ title: '级联链路', managed: true }),
    contact: text({ title: '联系人', class: 'personal', mask: 'name', maxLength: 20 }),
    phone: text({ title: '联系电话', class: 'personal', mask: 'phone', format: 'phone' }),
    stage: code({
      title: '密钥',
      filter: true,
      list: true,
      managed: true,
      codeList: 'data-sharing key-stages',
    }),
    keyAt: moment({ title: '密钥签发时间', list: true, managed: true }),
  },
  allow: { read: 'read', write: 'apply', export: 'read' },
  scope: { departments: ['department'] },
  titleField: 'name',
  sort: 'name',
});
