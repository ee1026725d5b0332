/** What is due under each rule, what is held back and what comes next; and, as a dry run, the very rows that the next night would take. */
import { sql } from 'kysely';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { registerErrors } from '../../errors.ts';
import type { RetentionRule } from '../../routes/retention-routes.ts';
import { ended } from './keep-rows.ts';
import type { Keeping } from './keeping.ts';
import { type Rule, rulesOf } from './rules.ts';

const day = 86_400_000;
const mostPreviewed = 200;

interface Counted {
  readonly due: string;
  readonly held: string;
  readonly soon: string;
}

async function countRule(keeping: Keeping, rule: Rule, now: Date, soonDays: number): Promise<Counted> {
  const due = rule.isDue(now);
  const next = rule.isDue(new Date(now.getTime() + soonDays * day));
  const found = await sql<Counted>`select count(*) filter (where ${due} and not ${rule.held}) as due,
      count(*) filter (where ${due} and ${rule.held}) as held, count(*) filter (where not ${due}) as soon
    from ${rule.table} where ${next}`.execute(keeping.store.db);
  return found.rows[0] ?? { due: '0', held: '0', soon: '0' };
}

async function lastOf(keeping: Keeping, register: string) {
  const found = await sql<{ at: string; rows: string }>`select at, rows from registers_destruction
    where register = ${register} and ground = ${ended} order by at desc limit 1`.execute(keeping.store.db);
  return found.rows[0];
}

async function describeRule(
  keeping: Keeping,
  rule: Rule,
  now: Date,
  soonDays: number,
): Promise<RetentionRule> {
  const counted = await countRule(keeping, rule, now, soonDays);
  const last = await lastOf(keeping, rule.id);
  const until = new Date(now.getTime() - rule.days * day);
  const { id, title, ownerName, action, basis, binding, days, fromTitle, fromField } = rule;
  return {
    register: id,
    title,
    ownerName,
    action,
    basis,
    binding,
    days,
    fromTitle,
    fromField,
    dueUntil: rule.counts === 'date' ? shanghaiDate(new Date(until.getTime() - day)) : until.toISOString(),
    due: Number(counted.due),
    held: Number(counted.held),
    soon: Number(counted.soon),
    lastAt: last?.at ?? null,
    lastRows: last === undefined ? null : Number(last.rows),
  };
}

export async function showRetention(keeping: Keeping, now: Date) {
  const soonDays = keeping.store.settings.value('registers.retention-soon-days');
  const rules: RetentionRule[] = [];
  for (const rule of rulesOf(keeping)) rules.push(await describeRule(keeping, rule, now, soonDays));
  return { soonDays, rules };
}

export async function previewRetention(keeping: Keeping, register: string, now: Date) {
  const rule = rulesOf(keeping).find(({ id }) => id === register);
  if (rule === undefined) throw registerErrors.unknownRegister();
  const soonDays = keeping.store.settings.value('registers.retention-soon-days');
  const found = await sql<{ id: string; from: string; held: boolean }>`select ${rule.key}::text as id,
      ${rule.from}::text as "from", ${rule.held} as held
    from ${rule.table} where ${rule.isDue(now)}
    order by ${rule.from}, ${rule.key} limit ${mostPreviewed + 1}`.execute(keeping.store.db);
  return {
    rule: await describeRule(keeping, rule, now, soonDays),
    kind: rule.kind,
    rows: found.rows.slice(0, mostPreviewed),
    more: found.rows.length > mostPreviewed,
  };
}
