/** The audit: a line commits with the act it tells of, and lines are recorded in a signed append-only log that shows any later change. */
import type { Principal } from '../../../../kernel/access.ts';
import type { AuditLine } from '../../../../kernel/audit-line.ts';
import type { Store, Work } from '../../../store/index.ts';
import type { TrustService } from '../../../trust/index.ts';
import { accessErrors } from '../../errors.ts';
import type { AuditEntry } from '../../service.ts';
import { lineInsert, makeLine } from './audit-lines.ts';
import { disposeLines } from './dispose-lines.ts';
import { sealLines } from './seal-lines.ts';
import { type AuditVerdict, verifyLines } from './verify-lines.ts';

export interface Audit {
  add(work: Work, principal: Principal, entry: AuditEntry): void;
  addAlone(principal: Principal, entry: AuditEntry): Promise<void>;
  /** Seals what is not sealed yet; returns the number of lines. One process at a time. */
  seal(): Promise<number>;
  /** All that is kept, or the seals of a range. */
  verify(range?: { readonly from?: number; readonly to?: number }): Promise<AuditVerdict>;
  /** Disposes of lines whose time of keeping is over; returns their number. */
  dispose(principal: Principal): Promise<number>;
  /** Waits for a sealing that runs. */
  stop(): Promise<void>;
}

const sealEvery = 1000;

export function openAudit(
  store: Store,
  trust: TrustService,
  report: (problem: unknown, where: string) => void = () => undefined,
): Audit {
  const pending = new WeakMap<Work, AuditLine[]>();
  let lastSealed = Date.now();
  let sealing: Promise<number> = Promise.resolve(0);

  function checkSealing(): void {
    if (Date.now() - lastSealed > store.settings.value('access.audit-stop-seconds') * 1000)
      throw accessErrors.auditStopped();
  }

  /** One at a time in this process; who comes meanwhile waits for the running one and then seals the rest. */
  function seal(): Promise<number> {
    const run = () => sealLines(store, trust);
    sealing = sealing.then(run, run).then((lines) => {
      lastSealed = Date.now();
      return lines;
    });
    return sealing;
  }

  function add(work: Work, principal: Principal, entry: AuditEntry): void {
    checkSealing();
    const line = makeLine(work.now, principal, entry);
    const lines = pending.get(work);
    if (lines !== undefined) {
      lines.push(line);
      return;
    }
    const fresh = [line];
    pending.set(work, fresh);
    work.beforeCommit('access.audit', () => lineInsert(fresh));
  }

  let failing = false;

  /** A failure that lasts is reported when it begins, not each second. */
  async function sealQuietly(): Promise<void> {
    try {
      await seal();
      failing = false;
    } catch (problem) {
      if (!failing) report(problem, 'access.seal');
      failing = true;
    }
  }

  const timer = setInterval(() => void sealQuietly(), sealEvery);
  timer.unref();

  return {
    add,
    async addAlone(principal, entry) {
      checkSealing();
      await lineInsert([makeLine(store.clock.now(), principal, entry)]).execute(store.db);
    },
    seal,
    verify: (range) => verifyLines({ db: store.db, trust }, range),
    dispose: (principal) => disposeLines(store, principal, add),
    async stop() {
      clearInterval(timer);
      await sealing.catch(() => undefined);
    },
  };
}
