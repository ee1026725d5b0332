/** Recovery codes for whoever lost his device: ten, each good once, kept as digests. */
import { createHash, randomInt } from 'node:crypto';
import type { Database, Store } from '../../../store/index.ts';
import { recovery } from '../../data/second-factor.ts';
import type { FactorTables } from './factor-tables.ts';

/** Crockford's Base32: without letters that look like digits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function newCode(): string {
  const text = Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${text.slice(0, 5)}-${text.slice(5)}`;
}

/** As typed: case, spaces and the dash do not matter, nor the letters that look like digits. */
function plainCode(code: string): string {
  return code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
}

function digestOf(subject: string, code: string): string {
  // 50 random bits and a lock after five wrong ones: no slow hash is needed.
  return createHash('sha256')
    .update(`${subject}/${plainCode(code)}`)
    .digest('base64url');
}

export function isRecoveryCode(code: string): boolean {
  return /^[0-9a-z]{10}$/.test(plainCode(code));
}

/** Replaces all codes of the subject; they are handed back once. */
export async function renewRecoveryCodes(db: Database, subject: string, now: Date): Promise<string[]> {
  const tables = db.withTables<FactorTables>();
  const codes = Array.from({ length: recovery.count }, newCode);
  await tables.deleteFrom('access_recovery_code').where('subject', '=', subject).execute();
  await tables
    .insertInto('access_recovery_code')
    .values(
      codes.map((code) => ({
        digest: digestOf(subject, code),
        subject,
        created_at: now.toISOString(),
        used_at: null,
      })),
    )
    .execute();
  return codes;
}

export async function spendRecoveryCode(store: Store, subject: string, code: string): Promise<boolean> {
  const spent = await store.db
    .withTables<FactorTables>()
    .updateTable('access_recovery_code')
    .set({ used_at: store.clock.now().toISOString() })
    .where('digest', '=', digestOf(subject, code))
    .where('subject', '=', subject)
    .where('used_at', 'is', null)
    .returning('digest')
    .execute();
  return spent.length > 0;
}

export async function countRecoveryCodes(db: Database, subject: string): Promise<number> {
  const { left } = await db
    .withTables<FactorTables>()
    .selectFrom('access_recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('subject', '=', subject)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(left);
}
