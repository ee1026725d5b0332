/** 公告 and its 阅读回执: what an organ tells whole units, and who has read it. */
import {
  defineRegister,
  department,
  integer,
  json,
  longText,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const bulletin = defineRegister({
  title: '公告',
  summary: '向指定单位发布的公告',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '标题', required: true, search: true, list: true, maxLength: 120 }),
    body: longText({ title: '内容', required: true, maxLength: 10_000 }),
    publisher: department({ title: '发布单位', required: true, filter: true, list: true }),
    publishedBy: subject({ title: '发布人', required: true, list: true }),
    publishedAt: moment({ title: '发布时间', required: true, filter: true, list: true }),
    units: json({ title: '接收单位', required: true }),
    readers: integer({ title: '接收人数', minimum: 0 }),
  },
  allow: { read: 'read' },
  scope: { departments: ['publisher'] },
  titleField: 'title',
  sort: '-publishedAt',
});

/** One row a person: made when the bulletin is published, so that who has not read it is known as well. */
export const bulletinReceipt = defineRegister({
  title: '公告阅读回执',
  summary: '公告的接收人和阅读时间',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    bulletin: ref({ title: '公告', to: 'office.bulletin', required: true, filter: true, list: true }),
    publisher: department({ title: '发布单位', required: true }),
    unit: department({ title: '接收单位', required: true, filter: true, list: true }),
    reader: subject({ title: '接收人', required: true, filter: true, list: true }),
    readAt: moment({ title: '阅读时间', filter: true, list: true }),
  },
  allow: { read: 'read' },
  scope: { departments: ['publisher', 'unit'], subjects: ['reader'] },
  titleField: 'reader',
});
