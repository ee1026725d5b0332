/** Which registers there are, and what each of them is made of. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';
import { byRegister, register } from './query.ts';

export const FieldInfo = z.object({
  name: z.string(),
  type: z.string(),
  title: z.string(),
  required: z.boolean(),
  unique: z.boolean(),
  search: z.boolean(),
  list: z.boolean(),
  filter: z.boolean(),
  sortable: z.boolean(),
  class: z.enum(['public', 'internal', 'personal', 'sensitive']),
  /** Masked for this caller. */
  masked: z.boolean(),
  /** Written by the engine only. */
  managed: z.boolean(),
  format: z.string().nullable(),
  pattern: z.string().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  maxLength: z.number().nullable(),
  unit: z.string().nullable(),
  codeList: z.string().nullable(),
  to: z.string().nullable(),
  hint: z.string().nullable(),
  /** Values and titles that no code list holds: the stages of a case type. */
  choices: z.array(z.object({ value: z.string(), title: z.string() })).optional(),
});
export type FieldInfo = z.infer<typeof FieldInfo>;

export const RegisterReply = z.object({
  id: z.string(),
  system: z.string(),
  systemTitle: z.string(),
  kind: z.enum(['register', 'case']),
  title: z.string(),
  summary: z.string().nullable(),
  owner: z.string(),
  ownerName: z.string(),
  share: z.string(),
  open: z.string(),
  titleField: z.string(),
  sort: z.string().nullable(),
  /** What this caller may do besides reading. */
  may: z.object({ write: z.boolean(), import: z.boolean(), export: z.boolean(), reveal: z.boolean() }),
  fields: z.array(FieldInfo),
});
export type RegisterReply = z.infer<typeof RegisterReply>;

export const catalogueRoutes = {
  catalogue: get('/catalogue', {
    ...byRegister,
    title: '我能查看的台账',
    input: z.strictObject({}),
    output: z.object({ registers: z.array(RegisterReply) }),
  }),
  describe: get('/catalogue/:register', {
    ...byRegister,
    title: '台账说明与行的 JSON Schema',
    input: z.strictObject({ register }),
    output: RegisterReply.extend({ schema: z.record(z.string(), z.unknown()) }),
  }),
};
