/** What issuing organs and keepers do: states of licences, electronic seals, trust list. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');
const sealId = z.string().regex(/^ES[0-9A-F]{32}$/, '不是有效的印章编号');
const reason = z.string().trim().min(2, '请填写事由').max(200);
const day = z.iso.date('请选择日期');

export const keepRoutes = {
  changeState: post('/licences/:id/state', {
    title: '暂扣、恢复、注销、撤销证照',
    allow: 'keep',
    input: z.object({ id, act: z.enum(['suspend', 'resume', 'cancel', 'revoke']), reason }),
    output: z.object({ status: z.string() }),
  }),
  seals: get('/seals', {
    title: '电子印章',
    allow: 'seals',
    input: z.object({}),
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          organName: z.string(),
          picture: z.string(),
          state: z.enum(['active', 'suspended', 'revoked']),
          reason: z.string().nullable(),
          validUntil: z.string(),
          madeAt: z.string(),
          stateAt: z.string(),
        }),
      ),
    }),
  }),
  makeSeal: post('/seals', {
    title: '制作电子印章',
    allow: 'seals',
    input: z.object({
      department: z.string().min(1, '请选择单位').max(80),
      kind: z.enum(['organ', 'special']).default('special'),
    }),
    output: z.object({ id: z.string() }),
    rate: 20,
  }),
  changeSeal: post('/seals/:id/state', {
    title: '停用、恢复、注销电子印章',
    allow: 'seals',
    input: z.object({ id: sealId, act: z.enum(['suspend', 'resume', 'revoke']), reason }),
    output: z.object({ state: z.string() }),
  }),
  sealUses: get('/seals/:id/uses', {
    title: '用章记录',
    allow: 'seals',
    input: z.object({ id: sealId }),
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          at: z.string(),
          byName: z.string(),
          document: z.string(),
          digest: z.string(),
        }),
      ),
    }),
  }),
  addRoot: post('/roots', {
    title: '列入互认信任列表',
    allow: 'roots',
    input: z.object({
      title: z.string().trim().min(2, '请填写地区').max(60),
      certificate: z.string().min(40, '请粘贴根证书').max(8000),
      types: z.array(z.string().max(60)).max(100).default([]),
      validFrom: day,
      validUntil: day.optional(),
      source: z.string().trim().min(2, '请填写依据').max(200),
    }),
    output: z.object({ id: z.string() }),
  }),
  withdrawRoot: post('/roots/:id/withdraw', {
    title: '移出互认信任列表',
    allow: 'roots',
    input: z.object({ id }),
    output: z.object({ done: z.literal(true) }),
  }),
};
