/** The rows of upgrades: which devices in which wave, and how it went with each. */
import { sql } from 'kysely';
import type { Decision } from '../../../../kernel/access.ts';
import { type Database, scopeCondition, type Work } from '../../../store/index.ts';

export interface UpgradeRow {
  readonly id: string;
  readonly firmware: string;
  readonly model: string;
  readonly version: string;
  readonly state: 'running' | 'stopped' | 'done';
  /** Counted from 1. */
  readonly wave: number;
  readonly mostFailed: number;
  readonly waitMinutes: number;
  readonly reason: string | null;
  readonly by: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

const columns = sql`id, firmware, model, version, state, wave, most_failed as "mostFailed",
  wait_minutes as "waitMinutes", reason, by, created_at as "createdAt", ended_at as "endedAt"`;

export async function insertUpgrade(
  work: Work,
  row: Omit<UpgradeRow, 'state' | 'wave' | 'reason' | 'createdAt' | 'endedAt'>,
  devices: readonly string[],
  waveSize: number,
): Promise<void> {
  await sql`insert into telemetry_upgrade (id, firmware, model, version, state, wave, most_failed, wait_minutes, by, created_at)
    values (${row.id}, ${row.firmware}, ${row.model}, ${row.version}, 'running', 1, ${row.mostFailed},
      ${row.waitMinutes}, ${row.by}, ${work.now})`.execute(work.db);
  await sql`insert into telemetry_upgrade_device (upgrade, device, wave)
    select ${row.id}, device, ((place - 1) / ${waveSize}::integer + 1)::integer
    from unnest(${devices}::uuid[]) with ordinality as given (device, place)`.execute(work.db);
}

export async function lockUpgrade(work: Work, id: string): Promise<UpgradeRow | undefined> {
  const found =
    await sql<UpgradeRow>`select ${columns} from telemetry_upgrade where id = ${id} for update`.execute(
      work.db,
    );
  return found.rows[0];
}

export async function setUpgrade(
  work: Work,
  id: string,
  to: { readonly state: UpgradeRow['state']; readonly wave: number; readonly reason: string | null },
): Promise<void> {
  await sql`update telemetry_upgrade set state = ${to.state}, wave = ${to.wave}, reason = ${to.reason},
    ended_at = ${to.state === 'done' ? work.now : null}::timestamptz where id = ${id}`.execute(work.db);
}

export async function runningUpgrades(db: Database): Promise<readonly string[]> {
  const found = await sql<{
    id: string;
  }>`select id from telemetry_upgrade where state = 'running' order by id`.execute(db);
  return found.rows.map(({ id }) => id);
}

const scope = { area: 'area', departments: ['department'], alias: 'd' } as const;

export interface Chosen {
  readonly model: string;
  /** Row ids; absent: all of the model, of the group if one is given. */
  readonly devices?: readonly string[] | undefined;
  readonly group?: string | undefined;
}

/** Row ids of the devices in use that the decision permits, in the order of their codes. */
export async function findChosen(
  db: Database,
  decision: Decision,
  { model, devices, group }: Chosen,
  limit: number,
): Promise<readonly string[]> {
  const among = devices === undefined ? sql`true` : sql`d.id = any(${devices}::uuid[])`;
  const within = group === undefined ? sql`true` : sql`d."group" = ${group}`;
  const found = await sql<{ id: string }>`select d.id from telemetry_device d
    where d.model = ${model} and d.state = 'active' and d.stage = 'active' and ${among} and ${within}
      and ${scopeCondition(decision, scope)}
    order by d.code limit ${limit}`.execute(db);
  return found.rows.map(({ id }) => id);
}

/** Whether an upgrade that is not over has one of these devices. */
export async function inUpgrade(db: Database, devices: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await sql<{ device: string }>`select d.device from telemetry_upgrade_device d
    join telemetry_upgrade u on u.id = d.upgrade
    where u.state <> 'done' and d.state in ('waiting', 'sent') and d.device = any(${devices}::uuid[])`.execute(
    db,
  );
  return new Set(found.rows.map(({ device }) => device));
}

export interface UpgradeDevice {
  readonly device: string;
  readonly wave: number;
  readonly state: 'waiting' | 'sent' | 'done' | 'failed' | 'cancelled';
  /** How it went with the command that carried the wish. */
  readonly commandState: string | null;
  readonly commandMessage: string | null;
  readonly sentAt: string | null;
}

export async function devicesOfWave(
  db: Database,
  upgrade: string,
  wave: number,
): Promise<readonly UpgradeDevice[]> {
  const found = await sql<UpgradeDevice>`select d.device, d.wave, d.state, c.state as "commandState",
      c.message as "commandMessage", d.sent_at as "sentAt"
    from telemetry_upgrade_device d left join telemetry_command c on c.id = d.command
    where d.upgrade = ${upgrade} and d.wave = ${wave} order by d.device`.execute(db);
  return found.rows;
}

export async function setDevice(
  work: Work,
  upgrade: string,
  device: string,
  to: { readonly state: UpgradeDevice['state']; readonly message: string | null; readonly command?: string },
): Promise<void> {
  const sent = to.state === 'sent';
  await sql`update telemetry_upgrade_device set state = ${to.state}, message = ${to.message},
      command = coalesce(${to.command ?? null}::uuid, command),
      sent_at = case when ${sent} then ${work.now}::timestamptz else sent_at end,
      ended_at = case when ${sent} then null else ${work.now}::timestamptz end
    where upgrade = ${upgrade} and device = ${device}`.execute(work.db);
}

/** Of devices that were not through; gives the commands by which some had been told. */
export async function cancelDevices(work: Work, upgrade: string): Promise<readonly string[]> {
  const found = await sql<{ command: string | null }>`update telemetry_upgrade_device
    set state = 'cancelled', message = '已取消', ended_at = ${work.now}
    where upgrade = ${upgrade} and state in ('waiting', 'sent') returning command`.execute(work.db);
  return found.rows.flatMap(({ command }) => command ?? []);
}

export async function lastWave(db: Database, upgrade: string): Promise<number> {
  const found = await sql<{
    wave: number;
  }>`select coalesce(max(wave), 0)::integer as wave from telemetry_upgrade_device where upgrade = ${upgrade}`.execute(
    db,
  );
  return found.rows[0]?.wave ?? 0;
}

export type UpgradeCount = UpgradeRow & {
  readonly waves: number;
  readonly waiting: number;
  readonly sent: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
};

function countOf(state: string) {
  return sql`count(*) filter (where g.state = ${state})::integer as ${sql.ref(state)}`;
}

/** Newest first, those with devices that the decision permits; only such devices are counted. */
export async function readUpgrades(
  db: Database,
  decision: Decision,
  model: string,
  limit: number,
): Promise<readonly UpgradeCount[]> {
  const found = await sql<UpgradeCount>`select ${columns}, counted.*
    from telemetry_upgrade u cross join lateral (
      select (select max(wave)::integer from telemetry_upgrade_device where upgrade = u.id) as waves,
        ${sql.join(['waiting', 'sent', 'done', 'failed', 'cancelled'].map(countOf))}
      from telemetry_upgrade_device g join telemetry_device d on d.id = g.device
      where g.upgrade = u.id and ${scopeCondition(decision, scope)} having count(*) > 0) counted
    where u.model = ${model} order by created_at desc limit ${limit}`.execute(db);
  return found.rows;
}

export interface UpgradeResult {
  readonly device: string;
  readonly code: string;
  readonly name: string;
  readonly wave: number;
  readonly state: UpgradeDevice['state'];
  readonly message: string | null;
  readonly firmware: string | null;
  readonly endedAt: string | null;
}

/** Of devices that the decision permits: failed ones first. */
export async function readResults(
  db: Database,
  decision: Decision,
  upgrade: string,
  limit: number,
): Promise<readonly UpgradeResult[]> {
  const found =
    await sql<UpgradeResult>`select u.device, d.code, d.name, u.wave, u.state, u.message, d.firmware,
      u.ended_at as "endedAt"
    from telemetry_upgrade_device u join telemetry_device d on d.id = u.device
    where u.upgrade = ${upgrade} and ${scopeCondition(decision, scope)}
    order by u.state = 'failed' desc, u.wave, d.code limit ${limit}`.execute(db);
  return found.rows;
}

export interface VersionCount {
  /** Null: it has not said. */
  readonly version: string | null;
  readonly devices: number;
}

/** Devices in use of a model by the version that they run, of those that the decision permits. */
export async function countVersions(
  db: Database,
  decision: Decision,
  model: string,
): Promise<readonly VersionCount[]> {
  const found = await sql<VersionCount>`select d.firmware as version, count(*)::integer as devices
    from telemetry_device d
    where d.model = ${model} and d.state = 'active' and d.stage = 'active' and ${scopeCondition(decision, scope)}
    group by 1 order by 2 desc, 1 limit 200`.execute(db);
  return found.rows;
}
