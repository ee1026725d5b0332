/** Which firmware a device says that it runs: a new line of its history when it says another than before. */
import { sql } from 'kysely';
import type { RegisterService } from '../../../registers/index.ts';
import type { Database, Work } from '../../../store/index.ts';
import { device as deviceRegister } from '../../registers/device.ts';
import type { KnownDevice } from '../device/known-device.ts';
import type { CheckedReading } from '../ingest/check-reading.ts';

/** The name under which a device reports its version, as a reading, in its reported state, and as what an upgrade wishes for. */
export const firmwareProperty = 'firmware';

export interface SeenVersion {
  readonly device: KnownDevice;
  readonly version: string;
  /** By which it said so: 'jt808', 'mqtt' … */
  readonly by: string;
  /** When it said so; milliseconds. */
  readonly at: number;
}

const longest = 60;

/** Undefined for what is no version: nothing, too long, or with characters that nobody can read. */
export function versionOf(text: string): string | undefined {
  const version = text.replaceAll('\0', '').trim();
  return version !== '' && version.length <= longest && /^[\p{L}\p{N}\p{P}\p{S} ]+$/u.test(version)
    ? version
    : undefined;
}

/** What it said before costs nothing, and what came late does not bring an older version back; rows are locked in one order. */
export async function noteVersions(
  registers: RegisterService,
  work: Work,
  seen: readonly SeenVersion[],
): Promise<void> {
  const newest = new Map<string, SeenVersion>();
  for (const each of seen) {
    const version = versionOf(each.version);
    if (version !== undefined && each.at >= (newest.get(each.device.id)?.at ?? -Infinity))
      newest.set(each.device.id, { ...each, version });
  }
  const { trusted } = registers.of(deviceRegister);
  for (const [id, { device, version, by, at }] of [...newest].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (version === device.firmware) continue;
    const row = await trusted.lock(work, id);
    if (row === undefined || row.firmware === version) continue;
    // A clock that runs ahead must not shut out what is said after it.
    const since = new Date(Math.min(at, work.now.getTime()));
    const [last] = await readVersions(work.db, id, 1);
    if (last !== undefined && since.getTime() < Date.parse(last.since)) continue;
    await sql`insert into telemetry_firmware_seen (device, version, since, reported_by)
      values (${id}, ${version}, ${since}, ${by})
      on conflict (device, since) do update set version = excluded.version, reported_by = excluded.reported_by`.execute(
      work.db,
    );
    await trusted.update(work, 'system', row, { firmware: version });
  }
}

/** Among fresh readings, the versions that devices measured of themselves. */
export function versionsIn(fresh: readonly CheckedReading[]): readonly SeenVersion[] {
  return fresh
    .filter(({ property, words }) => property.spec.name === firmwareProperty && words !== null)
    .map(({ device, words, at }) => ({
      device,
      version: words ?? '',
      by: device.protocol ?? 'reading',
      at,
    }));
}

export interface VersionSince {
  readonly version: string;
  readonly since: string;
  readonly reportedBy: string;
}

/** Newest first. */
export async function readVersions(
  db: Database,
  device: string,
  limit: number,
): Promise<readonly VersionSince[]> {
  const found = await sql<VersionSince>`select version, since, reported_by as "reportedBy"
    from telemetry_firmware_seen where device = ${device} order by since desc limit ${limit}`.execute(db);
  return found.rows;
}
