/** Counts attempts by account, whether somebody has that account or not, so that a lock tells nothing about who exists. */
import { createHash } from 'node:crypto';
import { type Store, sql } from '../../../store/index.ts';
import type { FactorTables } from '../factors/factor-tables.ts';

export interface Attempts {
  /** Counts an attempt before its secret is looked at; the minutes left when the account is locked. Attempts sent at once are counted one by one. */
  begin(account: string): Promise<number | undefined>;
  /** The attempt was wrong; the last one allowed locks. */
  fail(account: string): Promise<void>;
  /** The attempt was right, but earlier wrong ones still count. */
  giveBack(account: string): Promise<void>;
  clear(account: string): Promise<void>;
  /** Until when each of the accounts is locked. */
  lockedUntil(accounts: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Forgets what no longer counts. */
  tidy(): Promise<void>;
}

function keyOf(account: string): string {
  return createHash('sha256').update(account.trim().toLowerCase()).digest('base64url');
}

export function openAttempts(store: Store): Attempts {
  const db = store.db.withTables<FactorTables>();
  const setting = (name: string) => store.settings.value(`access.${name}`);

  return {
    async begin(account) {
      const now = store.clock.now();
      const { rows } = await sql<{ failures: number; locked_until: string | null }>`
        insert into access_attempt as known (account, failures, locked_until, at)
        values (${keyOf(account)}, 1, null, ${now.toISOString()})
        on conflict (account) do update set
          failures = case when known.locked_until <= excluded.at then 1 else known.failures + 1 end,
          locked_until = case when known.locked_until <= excluded.at then null else known.locked_until end,
          at = excluded.at
        returning failures, locked_until`.execute(db);
      const [row] = rows;
      const until = row?.locked_until ?? undefined;
      if (until !== undefined) return Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 60_000));
      // More at once than are allowed: those beyond are refused before their secret is looked at.
      return (row?.failures ?? 0) > setting('failures-to-lock') ? setting('lock-minutes') : undefined;
    },
    async fail(account) {
      const until = new Date(store.clock.now().getTime() + setting('lock-minutes') * 60_000).toISOString();
      await db
        .updateTable('access_attempt')
        .set({ locked_until: until })
        .where('account', '=', keyOf(account))
        .where('failures', '>=', setting('failures-to-lock'))
        .where('locked_until', 'is', null)
        .execute();
    },
    async giveBack(account) {
      await db
        .updateTable('access_attempt')
        .set((eb) => ({ failures: eb.fn<number>('greatest', [eb('failures', '-', 1), eb.lit(0)]) }))
        .where('account', '=', keyOf(account))
        .execute();
    },
    async clear(account) {
      await db.deleteFrom('access_attempt').where('account', '=', keyOf(account)).execute();
    },
    async lockedUntil(accounts) {
      if (accounts.length === 0) return new Map();
      const byKey = new Map(accounts.map((account) => [keyOf(account), account]));
      const rows = await db
        .selectFrom('access_attempt')
        .select(['account', 'locked_until'])
        .where('account', 'in', [...byKey.keys()])
        .where('locked_until', '>', store.clock.now().toISOString())
        .execute();
      return new Map(rows.map((row) => [byKey.get(row.account) ?? '', row.locked_until ?? '']));
    },
    async tidy() {
      const before = new Date(store.clock.now().getTime() - 2 * setting('lock-minutes') * 60_000);
      await db.deleteFrom('access_attempt').where('at', '<', before.toISOString()).execute();
      await db.deleteFrom('access_ticket').where('ends_at', '<', store.clock.now().toISOString()).execute();
    },
  };
}
