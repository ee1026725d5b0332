/** What anybody may read of the city's logs and keys, so that he can verify a proof himself. */
import { z } from 'zod';
import { defineContract, get, post } from '../../kernel/contract.ts';
import { trustErrors } from './errors.ts';
import { Growth, KeyFile, StampFile } from './proof/proof-file.ts';
import { Count, LogName, TreeHead } from './proof/tree-head.ts';

export { Receipt } from './proof/proof-file.ts';

export const StampState = z.object({
  size: z.number(),
  at: z.string(),
  authorities: z.array(z.string()),
  unstamped: z.number(),
  fault: z.string().nullable(),
});

export const StampAuthority = z.object({
  host: z.string(),
  answeredAt: z.string().nullable(),
  offsetSeconds: z.number().nullable(),
  clockOff: z.boolean(),
  problem: z.string().nullable(),
});

export const LogHealth = z.enum(['sound', 'truncated', 'forked', 'head-forged']);

const own = '任何人都可据此核对日志没有被改动，内容只有条数、摘要和签名';

const empty = z.object({});
export const Purpose = z.enum(['log', 'code', 'link', 'data', 'index']);

export const RingKey = z.object({
  id: z.string(),
  purpose: Purpose,
  version: z.number(),
  state: z.enum(['active', 'verify-only', 'destroyed']),
  /** Of a signing key. */
  fingerprint: z.string().nullable(),
  createdAt: z.string(),
  stateAt: z.string(),
  /** Its private part can be opened with the master key at hand. */
  usable: z.boolean(),
  /** Sealed values and indexes made with it. */
  values: z.number(),
});
export type RingKey = z.infer<typeof RingKey>;

export default defineContract({
  id: 'trust',
  title: '可信存证',
  plan: [],
  permissions: { 'manage-keys': '管理密钥' },
  administration: ['manage-keys'],
  errors: trustErrors,
  settings: {
    'clock-seconds': {
      title: '服务器时钟与时间戳机构最多相差',
      value: 5,
      unit: '秒',
      minimum: 1,
      maximum: 600,
      source: '本市默认；GB/T 22239-2019 三级 集中管控：应保持系统范围内的时间一致',
    },
  },
  routes: {
    keys: get('/keys', {
      title: '公布的公钥',
      publicBecause: own,
      input: empty,
      output: KeyFile,
    }),
    logs: get('/logs', {
      title: '各日志的最新树根',
      publicBecause: own,
      input: empty,
      output: z.array(z.object({ head: TreeHead, health: LogHealth })),
      rate: 60,
    }),
    growth: get('/logs/:log/growth', {
      title: '日志增长证明',
      publicBecause: own,
      input: z.object({
        log: LogName,
        from: z.coerce.number().pipe(Count.min(1)),
        to: z.coerce.number().pipe(Count.min(1)),
      }),
      output: Growth,
      rate: 120,
    }),
    stampFile: get('/logs/:log/stamp', {
      title: '日志的第三方时间戳',
      publicBecause: own,
      input: z.object({ log: LogName }),
      output: StampFile,
      rate: 60,
    }),
    roots: get('/roots', {
      title: '本市的根证书',
      publicBecause: '任何人都可据此离线核验本市盖章的文件，根证书本就公开',
      input: empty,
      output: z.array(
        z.object({ name: z.string(), certificate: z.string(), from: z.string(), until: z.string() }),
      ),
      rate: 120,
    }),
    ring: get('/ring', {
      title: '密钥清单',
      allow: 'manage-keys',
      input: empty,
      output: z.array(RingKey),
    }),
    rotateKey: post('/ring/:purpose/rotate', {
      title: '更换密钥',
      allow: 'manage-keys',
      stepUpBecause: '此后的签名和加密都用新密钥',
      input: z.object({ purpose: Purpose }),
      output: z.object({ id: z.string() }),
      rate: 20,
    }),
    destroyKey: post('/ring/:id/destroy', {
      title: '销毁密钥',
      allow: 'manage-keys',
      stepUpBecause: '销毁后用它加密的内容再也打不开',
      input: z.object({ id: z.string().max(60), reason: z.string().trim().min(2).max(200) }),
      output: z.object({ done: z.literal(true) }),
      rate: 20,
    }),
    reseal: post('/reseal', {
      title: '重新加密敏感字段',
      allow: 'manage-keys',
      input: empty,
      output: z.object({ job: z.string() }),
      rate: 6,
    }),
    resealing: get('/reseal/:job', {
      title: '重新加密的进度',
      allow: 'manage-keys',
      input: z.object({ job: z.uuid() }),
      output: z.object({
        job: z.string(),
        state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
        done: z.number(),
        message: z.string(),
      }),
    }),
  },
  pages: {
    keys: {
      path: '/keys',
      title: '密钥管理',
      access: { allow: 'manage-keys' },
      menu: '系统管理',
      icon: 'key',
      order: 905,
    },
    verify: {
      path: '/verify',
      title: '凭证核验',
      access: { publicBecause: '核验在浏览器里进行，任何人都可以用' },
      face: 'open',
      menu: '公开服务',
      icon: 'role',
      order: 100,
    },
  },
});
