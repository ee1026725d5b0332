/** What is written down about a document that an organ issues. */
import {
  code,
  date,
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

/** What the drafter fills in and those after him may mend. */
const drafted = {
  series: ref({ title: '机关代字', to: 'office.number-code', required: true, class: 'public' }),
  kind: code({ title: '文种', required: true, filter: true, list: true, codeList: 'office kinds' }),
  urgency: code({ title: '紧急程度', filter: true, list: true, codeList: 'office urgencies' }),
  title: text({ title: '标题', required: true, search: true, list: true, maxLength: 120 }),
  recipients: longText({
    title: '主送机关',
    maxLength: 2000,
    hint: '按印发的写法，同类机关间用顿号，不同类之间用逗号',
  }),
  body: longText({
    title: '正文',
    required: true,
    maxLength: 60_000,
    hint: '一段一行；层次序数依次用 一、（一）1.（1）',
  }),
  attachmentTitles: longText({ title: '附件名称', maxLength: 2000, hint: '一行一个，不写序号和标点' }),
  attachments: files({ title: '附件' }),
  copies: longText({ title: '抄送机关', maxLength: 2000 }),
  note: text({ title: '附注', maxLength: 60, hint: '例如：此件公开发布；请示应写联系人和电话' }),
  openness: code({ title: '公开属性', required: true, filter: true, codeList: 'office openness' }),
  meeting: ref({ title: '会议', to: 'office.meeting', hint: '会议纪要所记的会议' }),
  deliverTo: json({ title: '分发单位', hint: '主送的单位，分发时按此送达' }),
  copyTo: json({ title: '抄送单位', hint: '抄送的单位，分发时按此送达' }),
} as const;

/** Worked out by the process; nobody types them. */
const derived = {
  issuer: department({ title: '发文机关', filter: true, managed: true }),
  draftUnit: department({ title: '拟稿单位', filter: true, managed: true }),
  documentNumber: text({ title: '发文字号', unique: true, search: true, list: true, managed: true }),
  serial: integer({ title: '序号', managed: true }),
  year: integer({ title: '年度', format: 'year', managed: true }),
  signBy: subject({ title: '送签领导', managed: true }),
  signer: subject({ title: '签发人', managed: true }),
  signerName: text({ title: '签发人姓名', managed: true }),
  signedOn: date({ title: '成文日期', filter: true, list: true, managed: true }),

  /** OFD under the organ's electronic seal; none where the organ seals on paper. */
  sealedFile: files({ title: '用印版式文件', managed: true }),
  distributedAt: moment({ title: '分发时间', managed: true }),
  versions: integer({ title: '稿件版本', managed: true }),
  archiveNumber: text({ title: '档号', managed: true }),
} as const;

/** Given with the last step. */
const filed = {
  retention: code({ title: '保管期限', codeList: 'office retentions' }),
} as const;

export const outgoingFields = { ...drafted, ...derived, ...filed } as const;

/** Fields that make up the text: a change of one of them is a new version of the draft. */
export const textFields = ['title', 'recipients', 'body'] as const;

/** What those who check a draft may mend in it. */
export const mendable = [
  'series',
  'kind',
  'urgency',
  'title',
  'recipients',
  'body',
  'attachmentTitles',
  'attachments',
  'copies',
  'note',
  'openness',
  'deliverTo',
  'copyTo',
] as const;
