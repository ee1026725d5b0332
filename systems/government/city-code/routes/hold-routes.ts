/** 我的安康码: applying, phones, certificates, linked identities, family, history. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');
const done = z.object({ done: z.literal(true) });
const sceneKey = z.string().regex(/^[a-z][a-z-]{1,30}$/, '没有这个场景');
export const IdentityKind = z.enum(['health-card', 'social-security', 'medical-insurance']);

export const holdRoutes = {
  own: get('/own', {
    title: '我的安康码',
    allow: 'hold',
    input: z.object({}),
    output: z.object({
      holder: z
        .object({ id: z.string(), name: z.string(), claimedAt: z.string(), suspended: z.boolean() })
        .nullable(),
      scenes: z.array(
        z.object({
          key: z.string(),
          number: z.number(),
          title: z.string(),
          basis: z.string(),
          claims: z.array(z.string()),
          keepDays: z.number(),
        }),
      ),
      devices: z.array(
        z.object({ id: z.string(), key: z.string(), label: z.string(), issuedAt: z.string().nullable() }),
      ),
      identities: z.array(z.object({ kind: z.string(), title: z.string(), tail: z.string() })),
      family: z.array(z.object({ id: z.string(), name: z.string(), relation: z.string() })),
    }),
  }),
  claim: post('/own', {
    title: '申领安康码',
    allow: 'hold',
    level: 'L3',
    input: z.object({
      name: z.string().trim().min(2, '请填写姓名').max(60),
      idCard: z.string().trim().length(18, '身份证号应为18位'),
    }),
    output: z.object({ id: z.string() }),
    rate: 10,
  }),
  takeOver: post('/own/takeover', {
    title: '把窗口办的安康码转到手机',
    allow: 'hold',
    level: 'L3',
    input: z.strictObject({
      idCard: z.string().trim().toUpperCase().length(18, '身份证号应为18位'),
      /** What the matrix code on his paper says; without it he must have been seen at a window (L4). */
      paper: z.string().max(1000).optional(),
      keepPaper: z.boolean(),
    }),
    output: z.object({ id: z.string(), revoked: z.number() }),
    rate: 10,
  }),
  issue: post('/certificates', {
    title: '刷新码证书',
    allow: 'hold',
    input: z.object({
      /** Made by the phone once. */
      device: id,
      label: z.string().trim().min(1).max(60),
      member: id.optional(),
      scenes: z
        .array(
          z.object({
            scene: sceneKey,
            /** Ends of the chains that the phone keeps, one a certificate. */
            anchors: z.array(z.string().length(27, '验证数据不对')).min(1).max(12),
          }),
        )
        .min(1)
        .max(8),
    }),
    output: z.object({
      /** The city's time: the phone corrects its clock by it. */
      now: z.string(),
      certificates: z.array(
        z.object({ scene: z.string(), from: z.number(), minutes: z.number(), certificate: z.string() }),
      ),
    }),
    rate: 12,
  }),
  suspend: post('/own/suspension', {
    title: '挂失或解除挂失',
    allow: 'hold',
    input: z.object({ lost: z.boolean() }),
    output: z.object({ suspended: z.boolean() }),
  }),
  removeDevice: post('/devices/:id/removal', {
    title: '移除一部手机',
    allow: 'hold',
    input: z.object({ id }),
    output: done,
  }),
  endFamily: post('/families/:id/end', {
    title: '解除家庭码代持',
    allow: 'hold',
    /** Of the member. */
    input: z.object({ id }),
    output: done,
  }),
  link: post('/identities', {
    title: '关联电子健康卡、社保卡、医保凭证',
    allow: 'hold',
    input: z.object({
      kind: IdentityKind,
      number: z.string().trim().toUpperCase().min(8, '请填写号码').max(40),
    }),
    output: done,
    rate: 10,
  }),
  history: get('/history', {
    title: '亮码记录',
    allow: 'hold',
    input: z.object({ page: z.coerce.number().int().min(1).max(50).default(1), member: id.optional() }),
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          at: z.string(),
          scene: z.string(),
          place: z.string(),
          way: z.string(),
          told: z.array(z.string()),
        }),
      ),
      more: z.boolean(),
      /** What became of the code itself, the newest first. */
      events: z.array(z.object({ at: z.string(), title: z.string() })),
    }),
  }),
};
