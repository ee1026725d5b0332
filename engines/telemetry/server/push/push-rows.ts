/** The queue in PostgreSQL and the state of each target; a target is leased while its message is under way, so that one process sends. */
import { sql } from 'kysely';
import type { Database, Work } from '../../../store/index.ts';
import type { PushItem, PushState, QueuedItem } from '../../push.ts';

export async function insertItems(work: Work, items: readonly PushItem[]): Promise<void> {
  const targets = items.map(({ target }) => target);
  await sql`insert into telemetry_push (target, subject, body, queued_at)
    select target, subject, body::jsonb, ${work.now}
    from unnest(${targets}::uuid[], ${items.map(({ subject }) => subject)}::text[], ${items.map(({ body }) => JSON.stringify(body))}::text[])
      with ordinality as given (target, subject, body, place) order by place`.execute(work.db);
  await sql`insert into telemetry_push_target (target)
    select distinct target from unnest(${targets}::uuid[]) as given (target) order by 1
    on conflict (target) do nothing`.execute(work.db);
}

/** Targets with something to send whose time has come. */
export async function dueTargets(db: Database, now: Date, most: number): Promise<readonly string[]> {
  const found = await sql<{ target: string }>`select target from telemetry_push_target t
    where (due_at is null or due_at <= ${now}) and (leased_until is null or leased_until <= clock_timestamp())
      and exists (select 1 from telemetry_push p where p.target = t.target)
    order by due_at nulls first limit ${most}`.execute(db);
  return found.rows.map(({ target }) => target);
}

export interface Lease {
  /** In a row. */
  readonly failures: number;
}

/** By the database's own clock, which all processes share. */
export async function lease(db: Database, target: string, milliseconds: number): Promise<Lease | undefined> {
  const found = await sql<Lease>`update telemetry_push_target
    set leased_until = clock_timestamp() + ${milliseconds} * interval '1 millisecond'
    where target = ${target} and (leased_until is null or leased_until <= clock_timestamp())
    returning failures`.execute(db);
  return found.rows[0];
}

export async function readQueue(db: Database, target: string, most: number): Promise<readonly QueuedItem[]> {
  const found =
    await sql<QueuedItem>`select id::text, subject, body, queued_at as "queuedAt" from telemetry_push p
    where target = ${target} order by p.id limit ${most}`.execute(db);
  return found.rows;
}

export async function release(db: Database, target: string, dueAt: Date | null): Promise<void> {
  await sql`update telemetry_push_target set leased_until = null, due_at = ${dueAt} where target = ${target}`.execute(
    db,
  );
}

export interface SendOutcome {
  /** Items that were taken, in so many messages. */
  readonly ids: readonly string[];
  readonly messages: number;
  /** When the next may go; null at once. */
  readonly nextAt: Date | null;
  readonly failure: { readonly problem: string; readonly retryAt: Date } | undefined;
  readonly now: Date;
}

export async function noteOutcome(work: Work, target: string, outcome: SendOutcome): Promise<void> {
  const { ids, messages, nextAt, failure, now } = outcome;
  await sql`delete from telemetry_push where id = any(${ids}::bigint[])`.execute(work.db);
  const success = messages > 0 ? now : null;
  await sql`update telemetry_push_target set leased_until = null, due_at = ${failure?.retryAt ?? nextAt}::timestamptz,
      sent = sent + ${messages}, last_success = coalesce(${success}::timestamptz, last_success),
      last_sent = case when ${messages > 0 || failure !== undefined} then ${now}::timestamptz else last_sent end,
      failed = failed + ${failure === undefined ? 0 : 1},
      failures = ${failure === undefined ? sql`0` : sql`${messages > 0 ? 0 : sql`failures`} + 1`},
      last_failure = coalesce(${failure === undefined ? null : now}::timestamptz, last_failure),
      last_problem = coalesce(${failure?.problem ?? null}::text, last_problem)
    where target = ${target}`.execute(work.db);
}

export async function dropTarget(db: Database, target: string): Promise<void> {
  await sql`delete from telemetry_push where target = ${target}`.execute(db);
  await sql`delete from telemetry_push_target where target = ${target}`.execute(db);
}

export async function dropBefore(db: Database, before: Date): Promise<void> {
  await sql`with gone as (delete from telemetry_push where queued_at < ${before} returning target)
    update telemetry_push_target t set dropped = dropped + counted.items
    from (select target, count(*) as items from gone group by target) counted where t.target = counted.target`.execute(
    db,
  );
}

export async function readStates(
  db: Database,
  targets: readonly string[],
): Promise<ReadonlyMap<string, PushState>> {
  const found = await sql<{
    target: string;
    sent: string;
    failed: string;
    dropped: string;
    waiting: string;
    failing: boolean;
    lastSent: string | null;
    lastSuccess: string | null;
    lastFailure: string | null;
    lastProblem: string | null;
  }>`select target, sent, failed, failures > 0 as failing, dropped, last_sent as "lastSent", last_success as "lastSuccess",
      last_failure as "lastFailure", last_problem as "lastProblem",
      (select count(*) from telemetry_push p where p.target = t.target) as waiting
    from telemetry_push_target t where target = any(${targets}::uuid[])`.execute(db);
  return new Map(
    found.rows.map(({ target, sent, failed, dropped, waiting, ...rest }) => [
      target,
      {
        ...rest,
        sent: Number(sent),
        failed: Number(failed),
        dropped: Number(dropped),
        waiting: Number(waiting),
      },
    ]),
  );
}
