/** 发文: a document that an organ issues, with its fields and its way. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { outgoingFields } from './fields.ts';
import { outgoingProcess } from './outgoing-process.ts';

export const outgoingDocument = defineCase({
  title: '发文',
  summary: '机关发文从拟稿到归档的全过程',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: outgoingFields,
  titleField: 'title',
  allow: { read: 'read', export: 'archive' },
  process: graphProcess(outgoingProcess, { number: { prefix: 'FW', digits: 5 } }),
});
