/** What happens to the cards: changes, conflicts, deliveries to departments, push-backs, consents and doubts. None of them is written by hand. */
import {
  area,
  code,
  codes,
  defineRegister,
  department,
  files,
  integer,
  json,
  longText,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

const owner = 'city-data-resources';
const held = { share: 'none', open: 'none', owner } as const;
const kept = {
  setting: 'keep-change-days',
  basis: '个人信息保护法第56条：处理情况记录至少保存三年',
  binding: true,
  action: 'delete',
} as const;

export const change = defineRegister({
  title: '户卡变更',
  summary: '一次走访、生活事件或部门回推改了哪些字段、确认了哪些字段；不改写',
  ...held,
  fields: {
    household: ref({ title: '户', required: true, to: 'village-data.household', filter: true }),
    number: text({ title: '户编号', required: true, list: true, filter: true, maxLength: 16 }),
    area: area({ title: '所属村(社区)', required: true, list: true, filter: true }),
    kind: code({
      title: '方式',
      required: true,
      list: true,
      filter: true,
      codeList: 'village-data change-kinds',
    }),
    event: code({ title: '生活事件', list: true, filter: true, codeList: 'village-data life-events' }),
    department: department({ title: '回推部门', list: true, filter: true }),
    by: subject({ title: '经办人', required: true, filter: true }),
    at: moment({ title: '发生时间', required: true, list: true, filter: true }),
    sentAt: moment({ title: '上传时间', required: true, list: true, filter: true }),
    fields: codes({ title: '改动的字段', list: true, codeList: 'village-data fields' }),
    changed: integer({ title: '改动项数', required: true, list: true }),
    confirmed: integer({ title: '无变化确认项数', required: true, list: true }),
    conflicts: integer({ title: '冲突项数', required: true, list: true }),
    /** [{ of, member, field, value }] */
    facts: json({ title: '改动内容', class: 'sensitive', stored: 'sealed' }),
    photos: files({ title: '证件照片', class: 'sensitive' }),
  },
  allow: { read: 'read-load' },
  // Not by whom it was written: these are the household's data, not the cadre's.
  scope: { area: 'area', departments: ['department'] },
  retention: { ...kept, from: 'sentAt' },
  titleField: 'number',
  sort: '-sentAt',
});

export const conflict = defineRegister({
  title: '采集冲突',
  summary: '离线填写的值和已更新的值不同：两个值、各是谁、何时；由村干部逐项选定，不自动覆盖',
  ...held,
  fields: {
    household: ref({ title: '户', required: true, to: 'village-data.household', filter: true }),
    number: text({ title: '户编号', required: true, list: true, maxLength: 16 }),
    area: area({ title: '所属村(社区)', required: true, list: true, filter: true }),
    visit: ref({ title: '走访', required: true, to: 'village-data.change' }),
    member: ref({ title: '成员', to: 'village-data.member' }),
    field: code({
      title: '字段',
      required: true,
      list: true,
      filter: true,
      codeList: 'village-data fields',
    }),
    mine: json({ title: '本次填写', class: 'sensitive', stored: 'sealed' }),
    mineBy: subject({ title: '填写人', required: true }),
    mineAt: moment({ title: '填写时间', required: true, list: true }),
    theirs: json({ title: '原值', class: 'sensitive', stored: 'sealed' }),
    theirsBy: text({ title: '原值来自', required: true, list: true, maxLength: 80 }),
    theirsAt: moment({ title: '原值时间', required: true, list: true }),
    progress: code({
      title: '状态',
      required: true,
      list: true,
      filter: true,
      codeList: 'village-data conflict-states',
    }),
    settledBy: subject({ title: '处理人' }),
    settledAt: moment({ title: '处理时间' }),
  },
  allow: { read: 'read-cards' },
  scope: { area: 'area' },
  titleField: 'number',
  sort: '-mineAt',
});

export const delivery = defineRegister({
  title: '村情送达',
  summary: '一次变更送给一个部门的字段和值，一次变更对一个部门只有一条，带回执编号和摘要',
  ...held,
  fields: {
    receipt: text({ title: '回执编号', required: true, unique: true, list: true, search: true }),
    department: department({ title: '部门', required: true, list: true, filter: true }),
    change: ref({ title: '变更', required: true, to: 'village-data.change' }),
    kind: code({ title: '方式', required: true, list: true, codeList: 'village-data change-kinds' }),
    event: code({ title: '生活事件', list: true, filter: true, codeList: 'village-data life-events' }),
    number: text({ title: '户编号', required: true, list: true, maxLength: 16 }),
    area: area({ title: '所属村(社区)', required: true, list: true, filter: true }),
    fields: codes({ title: '字段', list: true, codeList: 'village-data fields' }),
    /** [{ of, member, field, value }], the fields of this department alone. */
    facts: json({ title: '内容', class: 'sensitive', stored: 'sealed' }),
    /** [{ member, name, idCard }] of the facts, as far as the department may have them. */
    people: json({ title: '涉及的人', class: 'sensitive', stored: 'sealed' }),
    digest: text({ title: '内容摘要（SM3）', maxLength: 64 }),
    at: moment({ title: '送达时间', required: true, list: true, filter: true }),
    seconds: integer({ title: '从上传到送达', unit: '秒', list: true }),
    receivedAt: moment({ title: '签收时间', list: true }),
    receivedBy: subject({ title: '签收人' }),
  },
  allow: { read: 'read-deliveries', export: 'receive' },
  scope: { area: 'area', departments: ['department'] },
  retention: { ...kept, from: 'at' },
  titleField: 'receipt',
  sort: '-at',
});

export const push = defineRegister({
  title: '部门回推',
  summary: '部门更正自己负责的字段：哪一户或哪个人、新值、依据；可以整表导入',
  ...held,
  fields: {
    number: text({
      title: '户编号',
      list: true,
      maxLength: 16,
      pattern: /^\d{16}$/,
      hint: '户的字段填户编号，人的字段填身份号码',
    }),
    idCard: text({
      title: '公民身份号码',
      class: 'sensitive',
      mask: 'id-card',
      format: 'id-card',
      stored: 'sealed',
    }),
    field: code({
      title: '字段',
      required: true,
      list: true,
      filter: true,
      codeList: 'village-data fields',
    }),
    value: text({ title: '新值', required: true, class: 'sensitive', mask: 'text', maxLength: 100 }),
    basis: text({ title: '依据', required: true, list: true, maxLength: 200 }),
    department: department({ title: '回推部门', list: true, filter: true, managed: true }),
    area: area({ title: '所属村(社区)', list: true, managed: true }),
    change: ref({ title: '变更', to: 'village-data.change', managed: true }),
    at: moment({ title: '时间', list: true, filter: true, managed: true }),
  },
  allow: { read: 'push', import: 'push' },
  scope: { departments: ['department'] },
  retention: { ...kept, from: 'at' },
  titleField: 'field',
  sort: '-at',
});

export const consent = defineRegister({
  title: '签字同意',
  summary: '户主或本人对采集敏感信息的同意：同意书、字段和签名',
  ...held,
  fields: {
    household: ref({ title: '户', required: true, to: 'village-data.household', filter: true }),
    area: area({ title: '所属村(社区)', required: true, list: true, filter: true }),
    visit: ref({ title: '走访', required: true, to: 'village-data.change' }),
    fields: codes({ title: '字段', list: true, codeList: 'village-data fields' }),
    text: longText({ title: '同意内容', required: true, maxLength: 500 }),
    signer: text({ title: '签字人', required: true, class: 'personal', mask: 'name', maxLength: 50 }),
    /** Strokes of the pen, [[x, y], …] in px of a 300 × 150 pad. */
    strokes: json({ title: '签名', class: 'sensitive', stored: 'sealed' }),
    at: moment({ title: '签字时间', required: true, list: true }),
  },
  allow: { read: 'read-cards' },
  scope: { area: 'area' },
  retention: { ...kept, from: 'at' },
  titleField: 'signer',
  sort: '-at',
});

export const doubt = defineRegister({
  title: '户卡疑义',
  summary: '部门对采集的值提出的疑义，转数据质量的疑义校核，村里核实后由部门确认',
  ...held,
  fields: {
    household: ref({ title: '户', required: true, to: 'village-data.household', filter: true }),
    number: text({ title: '户编号', required: true, list: true, maxLength: 16 }),
    area: area({ title: '所属村(社区)', required: true, list: true, filter: true }),
    member: ref({ title: '成员', to: 'village-data.member' }),
    field: code({ title: '字段', required: true, list: true, codeList: 'village-data fields' }),
    department: department({ title: '提出部门', required: true, list: true, filter: true }),
    reason: longText({ title: '疑义和依据', required: true, class: 'personal', maxLength: 500 }),
    dispute: ref({ title: '疑义校核', required: true, list: true, to: 'data-quality.dispute' }),
    answeredAt: moment({ title: '村里核实时间', list: true }),
  },
  allow: { read: 'read-requests' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'number',
});
