/** What the desks of 发文 ask beside the flow engine: the printed text, versions and changes, the book of numbers. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');

export const Change = z.object({
  /** What the words are to the later version. */
  kind: z.enum(['same', 'added', 'removed']),
  text: z.string(),
});

export const documentRoutes = {
  documentFile: get('/documents/:id/file', {
    title: '公文 PDF 或 Word',
    allow: 'read',
    input: z.object({ id, as: z.enum(['pdf', 'docx']).default('pdf') }),
    output: 'binary',
    rate: 60,
  }),
  sealedDocument: get('/documents/:id/sealed', {
    title: '加盖电子印章的公文（OFD）',
    allow: 'read',
    input: z.object({ id }),
    output: 'binary',
    rate: 60,
  }),
  versions: get('/documents/:id/versions', {
    title: '公文稿版本',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      rows: z.array(
        z.object({ number: z.number(), editorName: z.string(), step: z.string(), at: z.string() }),
      ),
    }),
  }),
  changes: get('/documents/:id/changes', {
    title: '公文稿修订对照',
    allow: 'read',
    input: z.object({
      id,
      from: z.coerce.number().int().min(1).max(100_000),
      to: z.coerce.number().int().min(1).max(100_000),
    }),
    output: z.object({
      title: z.array(Change),
      recipients: z.array(Change),
      body: z.array(Change),
    }),
    rate: 60,
  }),
  numberBook: get('/numbers', {
    title: '发文字号台账',
    allow: 'number',
    input: z.object({
      code: z.string().min(1).max(12),
      year: z.coerce.number().int().min(1949).max(9999),
    }),
    output: z.object({
      last: z.number(),
      missing: z.array(z.number()),
      rows: z.array(
        z.object({
          serial: z.number(),
          state: z.enum(['reserved', 'used', 'released', 'void']),
          document: z.string().nullable(),
          reason: z.string().nullable(),
        }),
      ),
    }),
  }),
};
