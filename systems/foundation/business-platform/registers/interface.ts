/** 接口: one version of what a system declares as callable; the declared part is written at start-up, its life by its owner. */
import {
  code,
  date,
  defineRegister,
  department,
  integer,
  json,
  longText,
  moment,
  text,
} from '../../../../kernel/register.ts';

/** draft 草稿 → published 上架 → deprecated 弃用 → withdrawn 下架. */
export type InterfaceStatus = 'draft' | 'published' | 'deprecated' | 'withdrawn';

export const interfaceVersion = defineRegister({
  title: '接口',
  summary: '各系统声明的业务接口，逐版本发布、弃用和下架；说明和入参出参取自接口自己的声明',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    key: text({ title: '接口版本', required: true, unique: true, search: true, list: true }),
    code: text({ title: '接口编号', required: true, filter: true }),
    /** Semantic version; 'version' is every row's own count of changes. */
    release: text({ title: '版本', required: true }),
    title: text({ title: '名称', required: true, search: true, list: true }),
    summary: longText({ title: '用途', search: true }),
    owner: department({ title: '提供单位', required: true, filter: true, list: true }),
    level: code({
      title: '开放级别',
      required: true,
      filter: true,
      list: true,
      codeList: 'business-platform levels',
    }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'business-platform statuses',
    }),
    system: text({ title: '系统', required: true }),
    route: text({ title: '路由', required: true }),
    clearance: text({ title: '数据级别上限', required: true }),
    /** Of the route's own declaration; the market grants no more. */
    rate: integer({ title: '接口自身每分钟上限', unit: '次' }),
    input: json({ title: '入参' }),
    output: json({ title: '出参' }),
    example: json({ title: '入参示例' }),
    answer: json({ title: '出参示例' }),
    changes: longText({ title: '变化' }),
    publishedAt: moment({ title: '上架时间', list: true }),
    deprecatedAt: moment({ title: '弃用时间' }),
    sunsetOn: date({ title: '停用日期', list: true }),
    withdrawnAt: moment({ title: '下架时间' }),
    reason: longText({ title: '弃用或下架原因' }),
    /** Breaking changes of the declared shape since it was published. */
    drift: longText({ title: '上架后的不兼容变化' }),
  },
  allow: { read: 'browse', export: 'browse' },
  scope: { departments: ['owner'] },
  // A market is there to be seen by all who may build; only its owner changes it.
  reference: true,
  titleField: 'key',
  sort: 'key',
});
