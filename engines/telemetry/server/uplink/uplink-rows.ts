/** How each link stands and what waits for it: leased by one process at a time, taken off the queue when the other end has it. */
import { sql } from 'kysely';
import type { Database, Work } from '../../../store/index.ts';

/** Positions of one vehicle and raised alarms, as the queue names them. */
export interface Waiting {
  readonly id: string;
  readonly device: string;
  /** Milliseconds. */
  readonly at: number;
  /** Row id of the alarm; null for a position. */
  readonly alarm: string | null;
  /** It waited when the link was last made, so that it is made up for and not live. */
  readonly missed: boolean;
}

/** The process that has the link. */
export interface Turn {
  readonly uplink: string;
  readonly process: string;
}

/** By the database's own clock, which all processes share; false while another process has it. */
export async function leaseUplink(
  db: Database,
  { uplink, process }: Turn,
  milliseconds: number,
  now: Date,
): Promise<boolean> {
  const leased = await sql`insert into telemetry_uplink_state as kept (uplink, since, leased_by, leased_until)
      values (${uplink}, ${now}, ${process}, clock_timestamp() + ${milliseconds} * interval '1 millisecond')
    on conflict (uplink) do update set leased_by = excluded.leased_by, leased_until = excluded.leased_until
      where kept.leased_by = excluded.leased_by or kept.leased_until is null or kept.leased_until <= clock_timestamp()
    returning uplink`.execute(db);
  return leased.rows.length > 0;
}

export async function releaseUplink(db: Database, { uplink, process }: Turn): Promise<void> {
  await sql`update telemetry_uplink_state set leased_by = null, leased_until = null
    where ${mine(uplink, process)}`.execute(db);
}

/** Milliseconds until the link may be tried again. */
export async function readPause(db: Database, uplink: string): Promise<number> {
  const found = await sql<{ pause: number }>`
    select greatest(0, extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as pause
    from telemetry_uplink_state where uplink = ${uplink}`.execute(db);
  return found.rows[0]?.pause ?? 0;
}

export async function retryUplink(db: Database, uplink: string): Promise<void> {
  await sql`update telemetry_uplink_state set next_at = null where uplink = ${uplink}`.execute(db);
}

/** Whoever lost his turn says nothing more of the link. */
const mine = (uplink: string, process: string) => sql`uplink = ${uplink} and leased_by = ${process}`;

/** The link stands, and who called back by the code of a former login has to do so anew. Gives the newest number of the queue: what is above it came in since. */
export async function noteUp(
  db: Database,
  { uplink, process }: Turn,
  verifyCode: number,
  now: Date,
): Promise<string> {
  await sql`update telemetry_uplink_state set status = 'up', since = ${now}, failures = 0, next_at = null,
    verify_code = ${verifyCode}, sub_session = null, sub_since = null where ${mine(uplink, process)}`.execute(
    db,
  );
  const found = await sql<{ mark: string }>`
    select coalesce(max(id), 0)::text as mark from telemetry_uplink_queue where uplink = ${uplink}`.execute(
    db,
  );
  return found.rows[0]?.mark ?? '0';
}

export interface Failure {
  readonly reason: string;
  /** Result code of the login answer when that refused. */
  readonly result: number | undefined;
  readonly first: number;
  readonly longest: number;
  readonly now: Date;
}

/** The pause grows from `first` to `longest` seconds, twice as long each time. */
export async function noteDown(db: Database, { uplink, process }: Turn, failure: Failure): Promise<void> {
  const { reason, result, first, longest, now } = failure;
  await sql`update telemetry_uplink_state set since = case when status = 'down' then since else ${now} end, status = 'down',
    verify_code = null, reason = ${reason}, result = ${result ?? null}::integer, failed_at = ${now},
    refused = refused + ${result === undefined ? 0 : 1}, failures = failures + 1,
    next_at = clock_timestamp() + least(${longest}::float8, ${first} * power(2, least(failures, 20))) * interval '1 second'
    where ${mine(uplink, process)}`.execute(db);
}

export async function noteOff(db: Database, { uplink, process }: Turn, now: Date): Promise<void> {
  await sql`update telemetry_uplink_state set status = 'waiting', since = ${now}, verify_code = null, next_at = null,
    failures = 0 where ${mine(uplink, process)}`.execute(db);
}

/** Of what came in since `mark` and of what waited before each at most so many, oldest first: neither holds the other up. */
export async function readWaiting(
  db: Database,
  uplink: string,
  mark: string,
  most: number,
): Promise<readonly Waiting[]> {
  const part = (missed: boolean) => sql`(select id, device, at, alarm, ${missed}::boolean as missed
    from telemetry_uplink_queue where uplink = ${uplink} and id ${missed ? sql`<=` : sql`>`} ${mark}::bigint
    order by id limit ${most})`;
  const found =
    await sql<Waiting>`select id::text, device, round(extract(epoch from at) * 1000)::float8 as at, alarm, missed
    from (${part(true)} union all ${part(false)}) as waiting`.execute(db);
  return found.rows;
}

export interface Taken {
  readonly ids: readonly string[];
  readonly sent: number;
  readonly replayed: number;
  readonly alarms: number;
  /** Nothing to say of them any more: withdrawn, without a whole place, beyond what the protocol can say. */
  readonly leftOut: number;
}

/** The other end has them. */
export async function noteTaken(work: Work, uplink: string, taken: Taken): Promise<void> {
  await sql`delete from telemetry_uplink_queue where id = any(${taken.ids}::bigint[])`.execute(work.db);
  await sql`update telemetry_uplink_state set sent = sent + ${taken.sent}, replayed = replayed + ${taken.replayed},
    alarms = alarms + ${taken.alarms}, left_out = left_out + ${taken.leftOut}, sent_at = ${work.now}
    where uplink = ${uplink}`.execute(work.db);
}

/** Of these vehicles, as the link would name them, those that the other end has not been told of. */
export async function findUnregistered(
  db: Database,
  uplink: string,
  vehicles: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const ids = [...vehicles.keys()];
  const found = await sql<{ device: string }>`
    select device from unnest(${ids}::uuid[], ${[...vehicles.values()]}::text[]) as given (device, plate)
    where not exists (select 1 from telemetry_uplink_vehicle v
      where v.uplink = ${uplink} and v.device = given.device and v.plate = given.plate)`.execute(db);
  return new Set(found.rows.map(({ device }) => device));
}

export async function noteRegistered(
  work: Work,
  uplink: string,
  vehicles: ReadonlyMap<string, string>,
): Promise<void> {
  if (vehicles.size === 0) return;
  await sql`insert into telemetry_uplink_vehicle (uplink, device, plate, registered_at)
    select ${uplink}, device, plate, ${work.now}
    from unnest(${[...vehicles.keys()]}::uuid[], ${[...vehicles.values()]}::text[]) as given (device, plate)
    on conflict (uplink, device) do update set plate = excluded.plate, registered_at = excluded.registered_at`.execute(
    work.db,
  );
}

/** The link that gave this verify code to the access code, as long as it stands; for the platform above that calls back. */
export async function findByVerifyCode(
  db: Database,
  accessCode: number,
  verifyCode: number,
): Promise<string | undefined> {
  const found = await sql<{ uplink: string }>`select s.uplink from telemetry_uplink_state s
    join telemetry_uplink u on u.id = s.uplink
    where s.status = 'up' and s.verify_code = ${verifyCode} and u.access_code::bigint = ${accessCode}`.execute(
    db,
  );
  return found.rows.length === 1 ? found.rows[0]?.uplink : undefined;
}

/** The subordinate link stands by this session, the newest one counts. */
export async function noteSub(db: Database, uplink: string, session: string, now: Date): Promise<void> {
  await sql`update telemetry_uplink_state set sub_session = ${session}, sub_since = ${now} where uplink = ${uplink}`.execute(
    db,
  );
}

export async function noteSubOver(db: Database, session: string): Promise<void> {
  await sql`update telemetry_uplink_state set sub_session = null, sub_since = null where sub_session = ${session}`.execute(
    db,
  );
}

/** What waited too long goes, and is counted; and all of links that were withdrawn. */
export async function sweepUplinks(db: Database, oldest: Date): Promise<void> {
  await sql`with gone as (delete from telemetry_uplink_queue where at < ${oldest} returning uplink)
    update telemetry_uplink_state s set dropped = dropped + counted.items
    from (select uplink, count(*) as items from gone group by uplink) counted where s.uplink = counted.uplink`.execute(
    db,
  );
  await sql`delete from telemetry_uplink_queue q using telemetry_uplink u
    where u.id = q.uplink and u.state = 'archived'`.execute(db);
}

export interface UplinkState {
  readonly uplink: string;
  readonly status: 'waiting' | 'up' | 'down';
  readonly since: string;
  readonly failures: number;
  readonly nextAt: string | null;
  readonly reason: string | null;
  readonly result: number | null;
  readonly failedAt: string | null;
  readonly refused: number;
  readonly sent: number;
  readonly replayed: number;
  readonly alarms: number;
  readonly leftOut: number;
  readonly dropped: number;
  readonly sentAt: string | null;
  readonly subSince: string | null;
  /** Counted up to `mostCounted`. */
  readonly waiting: number;
  /** When the oldest that waits was measured. */
  readonly oldestAt: string | null;
  readonly vehicles: number;
}

/** Counting on would read a backlog of millions each time that somebody looks. */
export const mostCounted = 100_000;

export async function readUplinkStates(
  db: Database,
  uplinks: readonly string[],
): Promise<ReadonlyMap<string, UplinkState>> {
  const found = await sql<
    Omit<
      UplinkState,
      'refused' | 'sent' | 'replayed' | 'alarms' | 'leftOut' | 'dropped' | 'waiting' | 'vehicles'
    > & {
      refused: string;
      sent: string;
      replayed: string;
      alarms: string;
      leftOut: string;
      dropped: string;
      waiting: string;
      vehicles: string;
    }
  >`select uplink, status, since, failures, next_at as "nextAt", reason, result, failed_at as "failedAt", refused, sent,
      replayed, alarms, left_out as "leftOut", dropped, sent_at as "sentAt", sub_since as "subSince",
      (select count(*) from (select 1 from telemetry_uplink_queue q where q.uplink = s.uplink limit ${mostCounted}) counted) as waiting,
      (select q.at from telemetry_uplink_queue q where q.uplink = s.uplink order by q.id limit 1) as "oldestAt",
      (select count(*) from telemetry_uplink_vehicle v where v.uplink = s.uplink) as vehicles
    from telemetry_uplink_state s where uplink = any(${uplinks}::uuid[])`.execute(db);
  return new Map(
    found.rows.map(({ refused, sent, replayed, alarms, leftOut, dropped, waiting, vehicles, ...rest }) => [
      rest.uplink,
      {
        ...rest,
        refused: Number(refused),
        sent: Number(sent),
        replayed: Number(replayed),
        alarms: Number(alarms),
        leftOut: Number(leftOut),
        dropped: Number(dropped),
        waiting: Number(waiting),
        vehicles: Number(vehicles),
      },
    ]),
  );
}
