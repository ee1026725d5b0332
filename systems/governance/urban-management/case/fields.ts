/** What is written down about one case besides what the process itself keeps. */
import {
  boolean,
  code,
  files,
  integer,
  longText,
  moment,
  point,
  ref,
  subject,
  text,
  codes,
} from '../../../../kernel/register.ts';

/** Given by the reporter, or by the official who takes the report down. */
const reported = {
  source: code({
    title: '来源',
    required: true,
    filter: true,
    list: true,
    class: 'public',
    codeList: 'urban-management sources',
  }),
  sourceNumber: text({
    title: '来源编号',
    unique: true,
    search: true,
    maxLength: 60,
    hint: '外系统带来的编号,如 nyc311:64345465;同一编号只立一件',
  }),
  matter: code({
    title: '事项小类',
    filter: true,
    list: true,
    class: 'public',
    codeList: 'GB/T 47678.5 matters',
  }),
  component: ref({ title: '相关部件', to: 'urban-management.component', class: 'public' }),
  description: longText({ title: '问题描述', required: true, search: true, maxLength: 1000 }),
  address: text({
    title: '事发位置',
    required: true,
    search: true,
    list: true,
    class: 'public',
    maxLength: 256,
  }),
  position: point({ title: '坐标', class: 'public' }),
  photosBefore: files({ title: '处置前照片', hint: '近景、远景,必要时加参照物' }),
  reporterName: text({ title: '报告人', class: 'personal', mask: 'name', maxLength: 30 }),
  reporterPhone: text({
    title: '联系电话',
    class: 'personal',
    mask: 'phone',
    format: 'phone',
    stored: 'sealed',
  }),
} as const;

/** Given with an action; see the process for which. */
const worked = {
  standard: text({ title: '适用标准', class: 'public', pattern: /^\d{5}-\d{1,2}$/ }),
  photosAfter: files({ title: '处置后照片' }),
  result: longText({ title: '处置情况', maxLength: 1000, class: 'public' }),
  condition: code({
    title: '处置后部件状态',
    class: 'public',
    codeList: 'urban-management component-conditions',
  }),
} as const;

/** Worked out by the rules of this system; nobody types them. */
const derived = {
  title: text({ title: '案由', search: true, list: true, class: 'public', maxLength: 80, managed: true }),
  grid: text({ title: '单元网格', filter: true, class: 'public', managed: true }),
  severity: code({
    title: '紧急程度',
    filter: true,
    list: true,
    class: 'public',
    codeList: 'urban-management severities',
    managed: true,
  }),
  level: code({
    title: '指挥层级',
    filter: true,
    class: 'public',
    codeList: 'urban-management command-levels',
    managed: true,
  }),
  suspects: codes({ title: '疑似重复', class: 'public', managed: true, hint: '在办的同类近处案件编号' }),
  repeated: boolean({ title: '重复发生', filter: true, class: 'public', managed: true }),
  verified: code({
    title: '核实结果',
    filter: true,
    class: 'public',
    codeList: 'urban-management verifications',
    managed: true,
  }),
  collector: subject({ title: '责任采集员', filter: true, managed: true }),
  acceptor: subject({ title: '受理员', filter: true, managed: true }),
  dispatcher: subject({ title: '派遣员', filter: true, managed: true }),
  closer: subject({ title: '值班长', filter: true, managed: true }),
  archivedAt: moment({ title: '归档时间', class: 'public', managed: true }),
  rating: integer({
    title: '满意度',
    filter: true,
    minimum: 1,
    maximum: 5,
    unit: '分',
    class: 'public',
    managed: true,
  }),
  ratingComment: longText({ title: '评价意见', maxLength: 300, managed: true }),
  ratedAt: moment({ title: '评价时间', class: 'public', managed: true }),
} as const;

export const urbanCaseFields = { ...reported, ...worked, ...derived } as const;
