/** 我的证照: what a holder sees and does. */
import { z } from 'zod';
import { Receipt } from '../../../../engines/trust/contract.ts';
import { get, post } from '../../../../kernel/contract.ts';
import { Standing } from './check-routes.ts';

const id = z.uuid('不是有效的编号');
const one = z.object({ id });

export const mineRoutes = {
  mine: get('/mine', {
    title: '我的证照',
    allow: 'hold',
    input: z.object({}),
    output: z.object({ rows: z.array(Standing.extend({ id: z.string() })) }),
  }),
  one: get('/mine/:id', {
    title: '我的一张证照',
    allow: 'hold',
    input: one,
    output: Standing.extend({
      id: z.string(),
      holderCode: z.string(),
      issuedOn: z.string(),
      validFrom: z.string(),
      surface: z.array(z.object({ label: z.string(), value: z.string() })),
      sealed: z.boolean(),
      steps: z.array(z.object({ at: z.string(), act: z.string(), reason: z.string().nullable() })),
      uses: z.array(
        z.object({
          id: z.string(),
          at: z.string(),
          user: z.string(),
          purpose: z.string(),
          fields: z.array(z.string()),
        }),
      ),
    }),
  }),
  ofd: get('/mine/:id/ofd', { title: '下载盖章的版式文件', allow: 'hold', input: one, output: 'binary' }),
  pdf: get('/mine/:id/pdf', { title: '下载打印件', allow: 'hold', input: one, output: 'binary' }),
  present: post('/mine/:id/present', {
    title: '亮证',
    allow: 'hold',
    input: one,
    output: z.object({ code: z.string(), from: z.number(), until: z.number() }),
    rate: 30,
  }),
  receipt: get('/uses/:id/receipt', { title: '用证回执', allow: 'hold', input: one, output: Receipt }),
  claim: post('/claims', {
    title: '领取已归集的证照',
    allow: 'hold',
    input: z.object({
      type: z.string().min(1, '请选择证照类型').max(60),
      number: z.string().trim().min(4, '请填写证照编号').max(60),
      holderName: z.string().trim().min(1, '请填写姓名').max(120),
      holderCode: z.string().trim().length(18, '证件号码应为18位'),
    }),
    output: z.object({ id: z.string() }),
    rate: 5,
  }),
  consents: get('/consents', {
    title: '用证申请和授权',
    allow: 'hold',
    input: z.object({}),
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          licenceName: z.string(),
          user: z.string(),
          purpose: z.string(),
          fields: z.array(z.object({ field: z.string(), title: z.string() })),
          status: z.string(),
          statusName: z.string(),
          until: z.string().nullable(),
          at: z.string(),
        }),
      ),
    }),
  }),
};
