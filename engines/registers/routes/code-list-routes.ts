/** Dictionaries: their entries, and changing one of them. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';

export const CodeEntryReply = z.object({
  list: z.string(),
  code: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  order: z.number(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  source: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
});

const codeDay = z.iso.date().nullable();

export const codeListRoutes = {
  codeLists: get('/code-lists', {
    publicBecause: '代码表是公开的标准分类,不含任何记录',
    title: '代码表目录',
    input: z.strictObject({}),
    output: z.object({ lists: z.array(z.object({ list: z.string(), entries: z.number() })) }),
  }),
  codeEntries: get('/code-lists/entries', {
    publicBecause: '代码表是公开的标准分类,不含任何记录',
    title: '代码表内容',
    input: z.strictObject({ list: z.string().max(200) }),
    output: z.object({ entries: z.array(CodeEntryReply) }),
  }),
  saveCodeEntry: post('/code-lists/entries', {
    allow: 'manage-code-lists',
    title: '新增或修改代码',
    input: z.strictObject({
      list: z.string().trim().min(1).max(200),
      code: z.string().trim().min(1).max(100),
      name: z.string().trim().min(1).max(200),
      parent: z.string().trim().max(100).nullable().default(null),
      order: z.number().int().min(0).max(1_000_000).default(0),
      validFrom: codeDay.default(null),
      validTo: codeDay.default(null),
      source: z.string().trim().max(500).nullable().default(null),
      attributes: z.record(z.string(), z.unknown()).default({}),
    }),
    output: z.object({ done: z.literal(true) }),
  }),
};
