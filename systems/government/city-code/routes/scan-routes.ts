/** 核验: on line, what a scanner needs off line, what it brings back, and linked identities. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { IdentityKind } from './hold-routes.ts';

const code = z.string().min(1, '请扫描安康码').max(800);
const scene = z.string().min(1, '请选择场景').max(31);

export const Told = z.object({ title: z.string(), value: z.string() });

export const scanRoutes = {
  scan: post('/scans', {
    title: '核验安康码',
    allow: 'scan',
    input: z.object({ code, scene }),
    output: z.object({
      accepted: z.boolean(),
      kind: z.enum(['live', 'paper']).nullable(),
      why: z.string().nullable(),
      sentence: z.string().nullable(),
      told: z.array(Told),
    }),
    // A turnstile, not a person: a gate of a stadium.
    rate: 6000,
  }),
  records: post('/records', {
    title: '上传离线核验记录',
    allow: 'scan',
    input: z.object({
      records: z
        .array(z.object({ code, at: z.iso.datetime({ offset: true, message: '时间格式不对' }) }))
        .min(1)
        .max(500),
    }),
    /** `late`: older than what is taken; they do not hold up the others. */
    output: z.object({ taken: z.number(), late: z.number() }),
    rate: 20,
  }),
  map: post('/mappings', {
    title: '凭亮码取用关联身份',
    allow: 'map',
    input: z.object({ code, scene, kind: IdentityKind }),
    output: z.object({ kind: z.string(), title: z.string(), number: z.string() }),
    rate: 600,
  }),
  anchors: get('/anchors', {
    title: '扫码设备离线所需：公钥、挂失清单、场景',
    publicBecause: '公钥和已撤销的序列号本就公开，不含个人信息；任何扫码设备都要能离线核验',
    input: z.object({}),
    output: z.object({
      now: z.string(),
      keys: z.array(z.object({ version: z.number(), publicKey: z.string() })),
      revoked: z.array(z.string()),
      scenes: z.array(z.object({ number: z.number(), key: z.string(), title: z.string() })),
    }),
    rate: 240,
  }),
};
