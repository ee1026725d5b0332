/** The shadow of a device: what it should be set to and what it says it is, each with a version that only rises. */
import { sql } from 'kysely';
import type { Database, Work } from '../../../store/index.ts';
import { telemetryErrors } from '../../errors.ts';
import { storableJson } from '../storage/storable-json.ts';
import type { KnownDevice } from './known-device.ts';

export type ShadowValues = Readonly<Record<string, number | boolean | string>>;

export interface Shadow {
  readonly desired: ShadowValues;
  readonly desiredVersion: number;
  readonly desiredAt: string | null;
  readonly reported: ShadowValues;
  readonly reportedVersion: number;
  readonly reportedAt: string | null;
}

const none: Shadow = {
  desired: {},
  desiredVersion: 0,
  desiredAt: null,
  reported: {},
  reportedVersion: 0,
  reportedAt: null,
};

export async function readShadow(db: Database, device: string): Promise<Shadow> {
  const found =
    await sql<Shadow>`select desired, desired_version as "desiredVersion", desired_at as "desiredAt", reported,
    reported_version as "reportedVersion", reported_at as "reportedAt" from telemetry_shadow where device = ${device}`.execute(
      db,
    );
  return found.rows[0] ?? none;
}

/** Merges into one half; a key that the model does not have is refused. */
async function merge(
  db: Database,
  half: 'desired' | 'reported',
  device: KnownDevice,
  values: ShadowValues,
  now: Date,
): Promise<number> {
  const text = storableJson(values);
  const [column, version, at] = [sql.ref(half), sql.ref(`${half}_version`), sql.ref(`${half}_at`)];
  const kept = await sql<{ version: number }>`
    insert into telemetry_shadow as kept (device, ${column}, ${version}, ${at}) values (${device.id}, ${text}::jsonb, 1, ${now})
    on conflict (device) do update set ${column} = kept.${column} || excluded.${column}, ${version} = kept.${version} + 1, ${at} = excluded.${at}
    returning ${version} as version`.execute(db);
  return kept.rows[0]?.version ?? 0;
}

/** Throws for what is not a writable property inside its range. */
export function checkDesired(device: KnownDevice, values: ShadowValues): void {
  for (const [name, value] of Object.entries(values)) {
    const spec = device.properties.get(name)?.spec;
    if (spec === undefined) throw telemetryErrors.unknownProperty({ name });
    if (!spec.writable) throw telemetryErrors.notWritable({ name: spec.title });
    const outside =
      typeof value === 'number' && (value < (spec.lowest ?? -Infinity) || value > (spec.highest ?? Infinity));
    const wanted = { number: 'number', integer: 'number', boolean: 'boolean', text: 'string' }[spec.type];
    if (typeof value !== wanted || outside)
      throw telemetryErrors.wrongInput({ name: spec.title, type: '量程内的值' });
  }
}

/** Only writable properties, inside their range. Returns the new version. */
export async function setDesired(work: Work, device: KnownDevice, values: ShadowValues): Promise<number> {
  checkDesired(device, values);
  return merge(work.db, 'desired', device, values, work.now);
}

/** What the device says of itself; unknown names are passed over, as firmware may be newer than its model. */
export async function report(
  db: Database,
  device: KnownDevice,
  values: ShadowValues,
  now: Date,
): Promise<number> {
  const known = Object.entries(values).filter(([name]) => device.properties.has(name));
  if (known.length === 0) return 0;
  return merge(db, 'reported', device, Object.fromEntries(known), now);
}
