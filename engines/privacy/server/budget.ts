/** The ledger of ε: an answer is paid from all its accounts in one transaction, or not given. */
import { sql } from '../../store/index.ts';
import type { Database, Work } from '../../store/service.ts';
import { privacyErrors } from '../errors.ts';
import { epsilonUnit } from '../noise/answer.ts';
import type { Account, Spending } from '../service.ts';

function shown(micro: number): string {
  return String(micro / epsilonUnit);
}

/** A budget may be raised, and lowered down to what is spent (the table refuses less). */
export async function setBudget(work: Work, account: string, total: number): Promise<void> {
  await sql`insert into privacy_budget (account, total) values (${account}, ${total})
    on conflict (account) do update set total = excluded.total`.execute(work.db);
}

export async function readAccounts(db: Database, accounts: readonly string[]): Promise<readonly Account[]> {
  const found = await sql<Account>`select account, total, spent from privacy_budget
    where account = any(${[...accounts]}::text[]) order by account`.execute(db);
  return found.rows;
}

/** Locks in one order, so that no two answers wait for each other. Throws privacy.noBudget. */
export async function lockAccounts(work: Work, accounts: readonly string[]): Promise<readonly Account[]> {
  const found = await sql<Account>`select account, total, spent from privacy_budget
    where account = any(${[...accounts]}::text[]) order by account for update`.execute(work.db);
  if (found.rows.length !== new Set(accounts).size) throw privacyErrors.noBudget();
  return found.rows;
}

/** Throws privacy.overspent, with the account that has least left. */
export async function spend(
  work: Work,
  id: string,
  locked: readonly Account[],
  amount: number,
): Promise<void> {
  const left = Math.min(...locked.map(({ total, spent }) => total - spent));
  if (left < amount) throw privacyErrors.overspent({ needed: shown(amount), left: shown(left) });
  for (const { account, total, spent } of locked) {
    await sql`update privacy_budget set spent = spent + ${amount} where account = ${account}`.execute(
      work.db,
    );
    await sql`insert into privacy_spending (id, account, amount, left_over, at)
      values (${id}, ${account}, ${amount}, ${total - spent - amount}, ${work.now})`.execute(work.db);
  }
}

/** Newest first. */
export async function listSpending(
  db: Database,
  account: string,
  size: number,
): Promise<readonly Spending[]> {
  const found = await sql<Spending>`select id, amount, left_over as "left", at from privacy_spending
    where account = ${account} order by at desc, id desc limit ${size}`.execute(db);
  return found.rows;
}
