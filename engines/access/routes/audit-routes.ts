/** The audit: searched, verified, proven and exported. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { LogHealth, Receipt, StampAuthority, StampState } from '../../trust/contract.ts';
import { paging } from './parts.ts';

export const AuditLine = z.object({
  position: z.number(),
  at: z.string(),
  subject: z.string(),
  subjectName: z.string(),
  address: z.string(),
  module: z.string(),
  moduleTitle: z.string(),
  event: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  result: z.string(),
  detail: z.record(z.string(), z.unknown()),
  sealed: z.boolean(),
});

/** What the audit is searched by; empty means any. */
const auditFilter = {
  subject: z.string().max(60).default(''),
  module: z.string().max(60).default(''),
  /** Events, with commas between them. */
  event: z.string().max(200).default(''),
  objectId: z.string().max(80).default(''),
  /** Moments, ISO. */
  from: z.string().max(30).default(''),
  to: z.string().max(30).default(''),
};
export const AuditFilter = z.object(auditFilter);
export type AuditFilter = z.infer<typeof AuditFilter>;

export const auditRoutes = {
  audit: get('/audit', {
    title: '审计日志',
    allow: 'read-audit',
    input: z.object({ ...paging, ...auditFilter }),
    output: z.object({ rows: z.array(AuditLine), total: z.number(), more: z.boolean() }),
  }),
  exportWay: get('/exits/approval', {
    title: '导出审批在哪里申请',
    signedInBecause: '只说申请页在哪里',
    input: z.object({}),
    /** Page of the desk; null while nothing approves. */
    output: z.object({ path: z.string().nullable() }),
  }),
  verifyAudit: post('/audit/verify', {
    title: '校验审计',
    allow: 'read-audit',
    /** Moments; without them all that is kept. */
    input: z.object({ from: z.iso.datetime().optional(), to: z.iso.datetime().optional() }),
    output: z.object({
      sealed: z.number(),
      batches: z.number(),
      unsealed: z.number(),
      intact: z.boolean(),
      firstBad: z.string().nullable(),
      /** Of the log up to the last seal that was verified; root is SM3, hexadecimal. */
      size: z.number(),
      root: z.string(),
      /** Seals whose lines were disposed of after their time of keeping. */
      disposed: z.number(),
      health: LogHealth,
      /** By an authority outside the city; null while nothing is stamped. */
      stamp: StampState.nullable(),
      authorities: z.array(StampAuthority),
    }),
    rate: 6,
  }),
  proveAudit: get('/audit/:position/proof', {
    title: '审计记录的存证凭证',
    allow: 'read-audit',
    input: z.object({ position: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
    output: Receipt,
  }),
};
