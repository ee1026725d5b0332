/** 核验: what anybody may ask about a licence that he has before him. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const own = '收到证照的任何人都要能核验真伪；须持有证照上的查验码、文件或亮证码，只答状态和脱敏的持证主体';

export const Standing = z.object({
  identifier: z.string(),
  name: z.string(),
  number: z.string(),
  issuerName: z.string(),
  /** A person's is masked. */
  holder: z.string(),
  status: z.string(),
  statusName: z.string(),
  inForce: z.boolean(),
  reason: z.string().nullable(),
  validUntil: z.string().nullable(),
});

const Step = z.object({ title: z.string(), holds: z.boolean().nullable(), note: z.string() });

export const checkRoutes = {
  check: post('/checks/by-code', {
    title: '按标识和查验码核验',
    publicBecause: own,
    input: z.object({
      identifier: z.string().trim().min(1, '请填写电子证照标识').max(120),
      code: z
        .string()
        .trim()
        .regex(/^\d{8}$/, '查验码是八位数字'),
    }),
    output: Standing,
    // Eight digits must not be tried one after another.
    rate: 20,
  }),
  checkDigest: post('/checks/by-digest', {
    title: '按文件摘要核验状态',
    publicBecause: own,
    input: z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/, '应为 SM3 摘要') }),
    output: z.object({ found: Standing.nullable() }),
    rate: 120,
  }),
  checkPresented: post('/checks/presented', {
    title: '按亮证码核验',
    publicBecause: own,
    input: z.object({ code: z.string().trim().min(1, '请扫描亮证码').max(2000) }),
    output: z.object({
      outcome: z.enum(['accepted', 'refused']),
      why: z.string().nullable(),
      found: Standing.nullable(),
    }),
    rate: 600,
  }),
  checkFile: post('/checks/file', {
    title: '核验版式文件',
    publicBecause: own,
    input: z.object({ file: z.base64('应为 Base64') }),
    output: z.object({
      state: z.enum(['unreadable', 'encrypted', 'unsigned', 'intact', 'undecided', 'broken']),
      trusted: z.boolean(),
      steps: z.array(Step),
      found: Standing.nullable(),
    }),
    rate: 20,
  }),
  trustList: get('/trust-list', {
    title: '互认信任列表',
    publicBecause: '任何人都可据此离线核验本市和互认地区盖章的证照，根证书本就公开',
    input: z.object({}),
    output: z.array(
      z.object({
        title: z.string(),
        name: z.string(),
        certificate: z.string(),
        from: z.string(),
        until: z.string(),
        types: z.array(z.string()),
      }),
    ),
    rate: 120,
  }),
};
