/** Which devices are there: heard of within some of their own reporting intervals, or on a live line. */
import { sql } from 'kysely';
import type { Database, Store, Work } from '../../../store/index.ts';
import { scopeCondition } from '../../../store/index.ts';
import type { Scope } from '../../../../kernel/access.ts';
import type { DeviceIndex } from './device-index.ts';

/** Devices named in one event. */
const mostInEvent = 500;

function tell(work: Work, name: string, rows: readonly { readonly device: string }[]): void {
  for (let from = 0; from < rows.length; from += mostInEvent)
    work.emit(name, 'system', { devices: rows.slice(from, from + mostInEvent).map((row) => row.device) });
}

export class Presence {
  readonly #store: Store;
  readonly #devices: DeviceIndex;
  /** Heard since the last write. */
  #heard = new Map<string, number>();

  constructor(store: Store, devices: DeviceIndex) {
    this.#store = store;
    this.#devices = devices;
  }

  heard(device: string, at: number): void {
    this.#heard.set(device, at);
  }

  /** Writes who was heard, in one statement; 'telemetry.online' tells of those who came back. */
  async flush(): Promise<void> {
    const taken = this.#heard;
    this.#heard = new Map();
    // One that was changed meanwhile is read anew: it was heard all the same.
    await this.#devices.load(taken.keys());
    const heard = [...taken].flatMap(([device, at]) => {
      const known = this.#devices.peek(device);
      return known === undefined ? [] : [{ known, at }];
    });
    if (heard.length === 0) return;
    await this.#store.transaction(async (work) => {
      const back = await sql<{ device: string }>`
        with given as (
          select * from unnest(${heard.map(({ known }) => known.id)}::uuid[],
            ${heard.map(({ at }) => new Date(at).toISOString())}::timestamptz[],
            ${heard.map(({ known }) => known.expectSeconds ?? null)}::integer[],
            ${heard.map(({ known }) => known.model)}::text[],
            ${heard.map(({ known }) => known.governed.area)}::text[],
            ${heard.map(({ known }) => known.governed.departments?.[0])}::text[])
            as given (device, heard_at, expect_seconds, model, area, department)
        ), away as (
          select given.device from given left join telemetry_presence kept using (device) where kept.online is not true
        ), written as (
          insert into telemetry_presence as kept (device, heard_at, expect_seconds, model, area, department, online, changed_at)
          select device, heard_at, expect_seconds, model, area, department, true, ${work.now}::timestamptz from given order by device
          on conflict (device) do update set heard_at = greatest(kept.heard_at, excluded.heard_at),
            expect_seconds = excluded.expect_seconds, model = excluded.model, area = excluded.area,
            department = excluded.department, online = true,
            changed_at = case when kept.online then kept.changed_at else excluded.changed_at end
        )
        select device from away`.execute(work.db);
      tell(work, 'telemetry.online', back.rows);
    });
  }

  /** Marks those that were not heard for too many of their intervals. Returns how many went away. */
  async sweep(): Promise<number> {
    const missed = this.#store.settings.value('telemetry.missed-intervals');
    return this.#store.transaction(async (work) => {
      const gone = await sql<{ device: string }>`
        update telemetry_presence set online = false, changed_at = ${work.now}
        where online and expect_seconds is not null
          and heard_at < ${work.now}::timestamptz - expect_seconds * ${missed}::float8 * interval '1 second'
        returning device`.execute(work.db);
      tell(work, 'telemetry.offline', gone.rows);
      return gone.rows.length;
    });
  }
}

export interface PresenceRow {
  readonly heardAt: string;
  readonly online: boolean;
}

export async function readPresence(db: Database, device: string): Promise<PresenceRow | undefined> {
  const found = await sql<PresenceRow>`
    select heard_at as "heardAt", online from telemetry_presence where device = ${device}`.execute(db);
  return found.rows[0];
}

/** Heard and online by model, of the devices within the scopes. */
export async function countPresence(
  db: Database,
  scopes: readonly Scope[],
): Promise<readonly { readonly model: string; readonly heard: number; readonly online: number }[]> {
  const found = await sql<{ model: string; heard: number; online: number }>`
    select model, count(*) as heard, count(*) filter (where online) as online from telemetry_presence
    where ${scopeCondition({ permit: true, rows: scopes, clearance: 'public' }, { area: 'area', departments: ['department'] })}
    group by model order by heard desc, model`.execute(db);
  return found.rows;
}
