/** Writes down who was refused what (GB/T 22239-2019, 8.1.4.3: important security events are audited). */
import type { Principal } from '../../../../kernel/access.ts';
import { CityError } from '../../../../kernel/errors.ts';
import { isPrompt } from '../../errors.ts';
import type { Audit } from './open-audit.ts';

/** The same again within this time is one line: nobody fills the audit by knocking. */
const oneLineMilliseconds = 60_000;
/** Past so many within that time all are forgotten and may be written again. */
const mostRemembered = 10_000;

export type NoteRefusal = (
  principal: Principal,
  route: { readonly system: string; readonly name: string },
  problem: unknown,
) => Promise<void>;

export function createRefusalNotes(audit: Audit, now: () => Date): NoteRefusal {
  let since = 0;
  const written = new Set<string>();
  return async (principal, { system, name }, problem) => {
    if (!(problem instanceof CityError) || problem.kind !== 'forbidden' || isPrompt(problem)) return;
    // Who has not signed in is nobody: his address stands in the log of the proxy.
    if (principal.kind === 'anonymous') return;
    const at = now().getTime();
    if (Math.abs(at - since) >= oneLineMilliseconds || written.size >= mostRemembered) {
      since = at;
      written.clear();
    }
    const what = `${principal.id} ${system}.${name} ${problem.code}`;
    if (written.has(what)) return;
    written.add(what);
    await audit.addAlone(principal, {
      module: system,
      event: 'refuse',
      objectType: 'route',
      objectId: `${system}.${name}`,
      result: 'failure',
      detail: { code: problem.code },
    });
  };
}
