/** 上下文订阅 and the addresses that notifications may go to. */
import {
  boolean,
  defineRegister,
  department,
  json,
  longText,
  moment,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const subscription = defineRegister({
  title: '上下文订阅',
  summary: '外部系统按 NGSI-LD 订阅的实体变化：谁订的、订什么、通知到哪里',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    uri: text({
      title: '订阅标识',
      required: true,
      unique: true,
      list: true,
      search: true,
      managed: true,
      maxLength: 200,
    }),
    title: text({ title: '名称', list: true, search: true, managed: true, maxLength: 200 }),
    holder: subject({ title: '订阅者', required: true, list: true, managed: true }),
    endpoint: text({ title: '通知地址', required: true, list: true, managed: true, maxLength: 500 }),
    active: boolean({ title: '启用', list: true, filter: true, managed: true }),
    expiresAt: moment({ title: '到期时间', list: true, managed: true }),
    /** Deleted by its holder; the row stays for the audit. */
    endedAt: moment({ title: '终止时间', list: true, filter: true, managed: true }),
    /** As the standard has it (clause 5.2.12), checked. */
    definition: json({ title: '内容', managed: true }),
  },
  allow: { read: 'keep-endpoints' },
  titleField: 'uri',
  sort: '-createdAt',
});

export const notificationEndpoint = defineRegister({
  title: '通知地址白名单',
  summary: '允许接收上下文通知的外部地址，一行一个源（协议、主机和端口）；移出后不再发送',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    origin: text({
      title: '地址',
      required: true,
      unique: true,
      list: true,
      search: true,
      maxLength: 200,
      pattern: /^https?:\/\/[a-z0-9.[\]:-]+$/,
      hint: '例如 https://park.example.cn 或 http://10.8.0.5:8085，不含路径，小写',
    }),
    name: text({ title: '系统名称', required: true, list: true, search: true, maxLength: 60 }),
    department: department({ title: '使用部门', list: true, filter: true }),
    note: longText({ title: '备注', maxLength: 500 }),
  },
  allow: { read: 'keep-endpoints', write: 'keep-endpoints' },
  titleField: 'origin',
  sort: 'origin',
});
