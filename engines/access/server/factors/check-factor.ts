/** Looks at one answer of a second factor: a code of an authenticator, a recovery code or a passkey; each is good once. */
import type { Store } from '../../../store/index.ts';
import type { Vault } from '../../../trust/index.ts';
import type { FactorTables } from './factor-tables.ts';
import { type Place, verifySignIn } from './passkeys.ts';
import { isRecoveryCode, spendRecoveryCode } from './recovery-codes.ts';
import { totpStep } from './totp.ts';

export type FactorKind = 'totp' | 'passkey' | 'recovery';
type FactorRow = FactorTables['access_factor'];

export interface FactorCheck {
  /** Active ones, oldest first. */
  active(subject: string): Promise<readonly FactorRow[]>;
  /** Which kind the code was; undefined for a wrong or used one. */
  code(subject: string, code: string): Promise<FactorKind | undefined>;
  passkey(subject: string, challenge: string, answer: unknown): Promise<boolean>;
  /** Accepts a code for this one factor, active or not yet. */
  totp(factor: FactorRow, code: string): Promise<boolean>;
}

export function secretPlace(id: string) {
  return { table: 'access_factor', row: id, field: 'secret' } as const;
}

export function openFactorCheck(store: Store, vault: Vault, place: Place): FactorCheck {
  const db = store.db.withTables<FactorTables>();

  function active(subject: string): Promise<readonly FactorRow[]> {
    return db
      .selectFrom('access_factor')
      .selectAll()
      .where('subject', '=', subject)
      .where('state', '=', 'active')
      .orderBy('created_at')
      .execute();
  }

  async function totp(factor: FactorRow, code: string): Promise<boolean> {
    const now = store.clock.now();
    const step = totpStep(await vault.open(factor.secret ?? '', secretPlace(factor.id)), code, now);
    if (step === undefined) return false;
    // The database decides who was first: a code seen over a shoulder is worth nothing once used (RFC 6238 §5.2).
    const accepted = await db
      .updateTable('access_factor')
      .set({ last_step: step, used_at: now.toISOString() })
      .where('id', '=', factor.id)
      .where('state', '=', factor.state)
      .where((eb) => eb.or([eb('last_step', 'is', null), eb('last_step', '<', step)]))
      .returning('id')
      .execute();
    return accepted.length > 0;
  }

  return {
    active,
    totp,
    async code(subject, code) {
      if (/^\d{6}$/.test(code)) {
        for (const factor of await active(subject))
          if (factor.kind === 'totp' && (await totp(factor, code))) return 'totp';
        return undefined;
      }
      if (!isRecoveryCode(code)) return undefined;
      return (await spendRecoveryCode(store, subject, code)) ? 'recovery' : undefined;
    },
    async passkey(subject, challenge, answer) {
      const found = await verifySignIn(place, challenge, answer, await active(subject));
      if (found === undefined) return false;
      const moved = await db
        .updateTable('access_factor')
        .set({ counter: found.counter, used_at: store.clock.now().toISOString() })
        .where('id', '=', found.factor)
        .where('state', '=', 'active')
        // Authenticators without a counter always say 0.
        .where((eb) => eb.or([eb('counter', '<', found.counter), eb('counter', '=', 0)]))
        .returning('id')
        .execute();
      return moved.length > 0;
    },
  };
}
