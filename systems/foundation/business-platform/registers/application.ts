/** 应用: one application of a department: what it is called by, signs in with, calls with and stands on the shelf as. */
import {
  area,
  code,
  defineRegister,
  department,
  longText,
  moment,
  text,
} from '../../../../kernel/register.ts';

export const application = defineRegister({
  title: '应用',
  summary: '各部门的业务应用：同一个应用有登录编号、调用密钥和货架上的位置',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    name: text({ title: '应用名称', required: true, search: true, list: true, maxLength: 30 }),
    department: department({ title: '管理单位', required: true, filter: true, list: true }),
    purpose: longText({ title: '业务用途', required: true, maxLength: 300, search: true }),
    client: text({
      title: '登录编号',
      unique: true,
      pattern: /^[a-z][a-z0-9-]{2,39}$/,
      hint: '即统一登录的 client_id：小写字母、数字和短横线；不用统一登录的应用不填',
    }),
    contact: text({ title: '联系人', class: 'personal', mask: 'name', maxLength: 20 }),
    phone: text({ title: '联系电话', class: 'personal', mask: 'phone', format: 'phone' }),
    category: code({ title: '类别', filter: true, list: true, codeList: 'business-platform categories' }),
    address: text({
      title: '打开地址',
      maxLength: 400,
      // Nothing that a browser would run, and no other host by '//'.
      pattern: /^(?:https:\/\/[^\s]+|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?\/[^\s]*|\/(?!\/)[^\s\\]*)$/,
      hint: 'https 地址，或本平台内以 / 开头的地址',
    }),
    audience: code({ title: '谁能看到', codeList: 'business-platform audiences' }),
    permission: text({
      title: '须持有的权限',
      pattern: /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/,
      hint: '选“持有某项权限的人”时填写，如 urban-management:dispatch',
    }),
    area: area({ title: '限于区划', hint: '只给岗位在这个区划之内的人' }),
    shelf: code({
      title: '货架',
      filter: true,
      list: true,
      managed: true,
      codeList: 'business-platform shelf-states',
    }),
    status: code({
      title: '状态',
      filter: true,
      list: true,
      managed: true,
      codeList: 'business-platform app-states',
    }),
    keyAt: moment({ title: '密钥签发时间', managed: true }),
  },
  allow: { read: 'browse', write: 'apply', export: 'browse' },
  scope: { departments: ['department'] },
  titleField: 'name',
  sort: 'name',
});
