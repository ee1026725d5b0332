/** Seals every line of the audit that has been written: other files' transactions on the same server may hold the last ones back for a while. */
import { expect, vi } from 'vitest';
import type { Audit } from '../../engines/access/server/audit/open-audit.ts';

export async function sealAudit(audit: Pick<Audit, 'seal' | 'verify'>): Promise<void> {
  await vi.waitFor(
    async () => {
      await audit.seal();
      expect((await audit.verify()).unsealed).toBe(0);
    },
    { timeout: 50_000, interval: 50 },
  );
}
