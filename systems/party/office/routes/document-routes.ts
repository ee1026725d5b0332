/** What the desks of 发文 ask beside the flow engine: the printed text, versions and changes, countersigning, the book of numbers. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');
const opinion = z.string().trim().max(2000);
const unit = z.string().min(1).max(80);

export const Countersign = z.object({
  id: z.string(),
  round: z.number(),
  department: z.string(),
  departmentName: z.string(),
  state: z.string(),
  stateName: z.string(),
  opinion: z.string().nullable(),
  signerName: z.string().nullable(),
  signedAt: z.string().nullable(),
});

export const Change = z.object({
  /** What the words are to the later version. */
  kind: z.enum(['same', 'added', 'removed']),
  text: z.string(),
});

/** A document as it stands on the page; the shape is the documents engine's OfficialDocument. */
const Content = z.record(z.string(), z.unknown());

export const documentRoutes = {
  documentFile: get('/documents/:id/file', {
    title: '公文 PDF 或 Word',
    allow: 'read',
    input: z.object({ id, as: z.enum(['pdf', 'docx']).default('pdf') }),
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
  countersigns: get('/documents/:id/countersigns', {
    title: '公文的会签单',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({ rows: z.array(Countersign) }),
  }),
  addCountersigners: post('/documents/:id/countersigns', {
    title: '加签',
    allow: 'read',
    input: z.object({ id, units: z.array(unit).min(1, '请选择会签单位').max(30) }),
    output: z.object({ rows: z.array(Countersign) }),
  }),
  myCountersigns: get('/countersigns', {
    title: '待我单位会签',
    allow: 'countersign',
    input: z.object({}),
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          hostName: z.string(),
          round: z.number(),
          askedAt: z.string(),
        }),
      ),
    }),
  }),
  countersign: get('/countersigns/:id', {
    title: '会签件',
    allow: 'countersign',
    input: z.object({ id }),
    output: z.object({ sign: Countersign, content: Content, others: z.array(Countersign) }),
  }),
  sign: post('/countersigns/:id', {
    title: '会签',
    allow: 'countersign',
    input: z
      .object({
        id,
        verdict: z.enum(['agree', 'remarks', 'disagree']),
        opinion: opinion.default(''),
      })
      .refine((input) => input.verdict === 'agree' || input.opinion !== '', {
        path: ['opinion'],
        message: '请写明修改意见或不同意的理由',
      }),
    output: z.object({ done: z.literal(true), waiting: z.number() }),
  }),
  dropCountersigner: post('/countersigns/:id/drop', {
    title: '减签',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({ done: z.literal(true), waiting: z.number() }),
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
