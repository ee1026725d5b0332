/** Routes of applications: clocks and opinions of one, its sealed paper, and checking a paper by its code. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { id } from './item-routes.ts';

export const applicationRoutes = {
  progress: get('/applications/:id/progress', {
    title: '内跑办件进度',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      item: z.string(),
      legalDays: z.number(),
      promisedDays: z.number(),
      /** Working days since acceptance, until now or until it was finished; null before it is accepted. */
      usedDays: z.number().nullable(),
      savedDays: z.number().nullable(),
      acceptedAt: z.string().nullable(),
      deemedAccepted: z.boolean(),
      promisedDueAt: z.string().nullable(),
      finishedAt: z.string().nullable(),
      overdue: z.boolean(),
      supplementNote: z.string().nullable(),
      materials: z.array(
        z.object({ title: z.string(), from: z.string(), required: z.boolean(), files: z.array(z.string()) }),
      ),
      path: z.array(
        z.object({
          unit: z.string(),
          name: z.string(),
          title: z.string(),
          days: z.number(),
          /** waiting, agree, object, deemed; null before it was asked. */
          opinion: z.string().nullable(),
          words: z.string().nullable(),
          at: z.string().nullable(),
        }),
      ),
      seal: z
        .object({
          verification: z.string(),
          digest: z.string(),
          sealedByName: z.string(),
          at: z.string(),
          /** Whether there is a file under an electronic seal. */
          sealedFile: z.boolean(),
        })
        .nullable(),
    }),
  }),
  paper: get('/applications/:id/paper', {
    title: '办理结果文书 PDF',
    allow: 'read',
    input: z.object({ id }),
    output: 'binary',
    rate: 30,
  }),
  sealedPaper: get('/applications/:id/sealed', {
    title: '加盖电子印章的办理结果（OFD）',
    allow: 'read',
    input: z.object({ id }),
    output: 'binary',
    rate: 30,
  }),
  verify: get('/verify', {
    title: '核验用印文书',
    publicBecause: '收到文书的人凭核验码辨真伪，只返回文书名称、用印单位、日期和内容摘要',
    input: z.object({ code: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{16}$/, '核验码是 16 位字母数字') }),
    output: z.object({ title: z.string(), unitName: z.string(), sealedAt: z.string(), digest: z.string() }),
    rate: 20,
  }),
};
