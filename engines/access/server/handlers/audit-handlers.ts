/** Handlers of the audit: searched, verified, proven and exported; each of these acts is itself a line. */
import type { Principal } from '../../../../kernel/access.ts';
import { auditLog } from '../../../../kernel/audit-line.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import type { Store } from '../../../store/index.ts';
import type { AuditFilter } from '../../contract.ts';
import type { auditRoutes } from '../../routes/audit-routes.ts';
import { findLastSeal, findSealSince } from '../audit/audit-seals.ts';
import { listLines } from '../audit/list-lines.ts';
import { proveLine } from '../audit/prove-lines.ts';
import { type AccessEngine, titleOf } from '../create-access.ts';

/** Actors of the audit that are no person. */
const nobody: Readonly<Record<string, string>> = { system: '系统', anonymous: '访客' };

async function listAudit(
  store: Store,
  engine: AccessEngine,
  { page, size, ...filter }: AuditFilter & { readonly page: number; readonly size: number },
) {
  const { rows, total, more } = await listLines(store, filter, { page, size });
  const names = await engine.namesOf(rows.map((row) => row.subject));
  return {
    total,
    more,
    rows: rows.map((row) => ({
      position: row.position,
      at: row.at,
      subject: row.subject,
      subjectName: names.get(row.subject) ?? nobody[row.subject] ?? '未知',
      address: row.address,
      module: row.module,
      moduleTitle: titleOf(engine, row.module),
      event: row.event,
      objectType: row.objectType,
      objectId: row.objectId,
      result: row.result,
      detail: JSON.parse(row.detail) as Record<string, unknown>,
      sealed: row.sealed,
    })),
  };
}

/** Seals that were made between the moments; a range without any verifies nothing, as its counts say. */
async function sealRange(store: Store, from: string | undefined, to: string | undefined) {
  const behind = ((await findLastSeal(store.db))?.number ?? 0) + 1;
  const first = from === undefined ? 1 : await findSealSince(store.db, new Date(from));
  const next = to === undefined ? undefined : await findSealSince(store.db, new Date(to));
  return { from: first ?? behind, ...(next === undefined ? {} : { to: next }) };
}

async function verifyAudit(
  engine: AccessEngine,
  store: Store,
  principal: Principal,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
) {
  const { audit, trust } = engine.parts;
  await audit.addAlone(principal, {
    module: 'access',
    event: 'query',
    objectType: 'audit',
    objectId: 'chain',
    result: 'success',
    detail: { from: from ?? null, to: to ?? null },
  });
  await audit.seal();
  const verdict = await audit.verify(await sealRange(store, from, to));
  const state = (await trust.logs.states()).find(({ head }) => head.log === auditLog);
  const [stamp, authorities] = await Promise.all([trust.stamps.state(auditLog), trust.stamps.authorities()]);
  return {
    ...verdict,
    health: state?.health ?? ('sound' as const),
    stamp: stamp === undefined ? null : { ...stamp, authorities: [...stamp.authorities] },
    authorities: [...authorities],
  };
}

export function auditHandlers(engine: AccessEngine, store: Store): Handlers<typeof auditRoutes> {
  const { audit, trust } = engine.parts;
  return {
    exportWay: () => ({ path: engine.exits.approvalPage() ?? null }),
    audit: (query) => listAudit(store, engine, query),
    verifyAudit: (input, { principal }) => verifyAudit(engine, store, principal, input),
    async proveAudit({ position }, { principal }) {
      const receipt = await proveLine(store, trust, position);
      await audit.addAlone(principal, {
        module: 'access',
        event: 'query',
        objectType: 'audit',
        objectId: String(position),
        result: 'success',
      });
      return receipt;
    },
  };
}
