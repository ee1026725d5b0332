/** Routes of three-party agreements: the text and who has sealed it, sealing, the sealed copies, the security assessment. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { accordRoleList } from './data/accord-words.ts';

const id = z.uuid();
const role = z.enum(accordRoleList);

export const AccordView = z.object({
  id: z.string(),
  number: z.string(),
  stage: z.string(),
  grade: z.string(),
  body: z.string(),
  digest: z.string(),
  parties: z.array(
    z.object({
      role,
      organ: z.string(),
      name: z.string(),
      sealedAt: z.string().nullable(),
      maySeal: z.boolean(),
    }),
  ),
  /** Last day of a renewal that waits for its seals or has them; null for the first words. */
  until: z.string().nullable(),
  /** Case of the renewal whose words wait for their seals: there either side takes back its word. */
  renewal: z.string().nullable(),
  /** Words that were in force before, and those of renewals that were taken back. */
  former: z.array(
    z.object({
      number: z.string(),
      until: z.string(),
      effectiveAt: z.string().nullable(),
      withdrawnAt: z.string().nullable(),
      roles: z.array(role),
    }),
  ),
  needsAssessment: z.boolean(),
  assessment: z.object({ at: z.string(), conclusion: z.string(), opinion: z.string() }).nullable(),
  mayAssess: z.boolean(),
  checklist: z.array(
    z.object({ id: z.string(), title: z.string(), source: z.string(), mandatory: z.boolean() }),
  ),
});
export type AccordView = z.infer<typeof AccordView>;

export const accordRoutes = {
  accord: get('/agreements/:id/accord', {
    title: '合同的三方协议和用印情况',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({ accord: AccordView.nullable() }),
  }),
  sealAccord: post('/agreements/:id/accord/seals', {
    title: '以本机关电子公章签署三方协议',
    allow: 'seal',
    /** `digest`: of the text that was read, so that nobody seals another one. */
    input: z.object({ id, role, digest: z.string().regex(/^[0-9a-f]{64}$/, '应为64位十六进制') }),
    output: z.object({ stage: z.string() }),
    rate: 30,
  }),
  sealedAccord: get('/agreements/:id/accord/sealed/:role', {
    title: '下载一方已用印的三方协议',
    allow: 'read',
    /** `number`: of words that were in force before; without it the ones now. */
    input: z.object({ id, role, number: z.string().max(80).optional() }),
    output: 'binary',
  }),
  assess: post('/agreements/:id/assessments', {
    title: '登记数据安全评估',
    allow: 'authorise',
    input: z.object({
      id,
      answers: z
        .array(z.object({ id: z.string().max(40), holds: z.boolean(), note: z.string().max(300) }))
        .max(50),
      opinion: z.string().trim().min(2).max(1000),
    }),
    output: z.object({ conclusion: z.string() }),
    rate: 30,
  }),
};
