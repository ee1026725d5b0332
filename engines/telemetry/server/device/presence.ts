/** Which devices are there: heard of within some of their own reporting intervals, or on a live line. */
import { sql } from 'kysely';
import type { Store } from '../../../store/index.ts';
import type { DeviceIndex } from './device-index.ts';

/** Devices named in one event. */
const mostInEvent = 500;

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

  /** Writes who was heard, in one statement; `store_event` tells of those who came back. */
  async flush(): Promise<void> {
    const heard = [...this.#heard].filter(([device]) => this.#devices.peek(device) !== undefined);
    this.#heard = new Map();
    if (heard.length === 0) return;
    await this.#store.transaction(async (work) => {
      const back = await sql<{ device: string }>`
        with given as (
          select * from unnest(${heard.map(([device]) => device)}::uuid[], ${heard.map(([, at]) => new Date(at).toISOString())}::timestamptz[],
            ${heard.map(([device]) => this.#devices.peek(device)?.expectSeconds ?? null)}::integer[]) as given (device, heard_at, expect_seconds)
        ), away as (
          select given.device from given left join telemetry_presence kept using (device) where kept.online is not true
        ), kept as (
          insert into telemetry_presence as kept (device, heard_at, expect_seconds, online, changed_at)
          select device, heard_at, expect_seconds, true, ${work.now} from given order by device
          on conflict (device) do update set heard_at = greatest(kept.heard_at, excluded.heard_at),
            expect_seconds = excluded.expect_seconds, online = true,
            changed_at = case when kept.online then kept.changed_at else excluded.changed_at end
        )
        select device from away`.execute(work.db);
      for (let from = 0; from < back.rows.length; from += mostInEvent) {
        const devices = back.rows.slice(from, from + mostInEvent).map((row) => row.device);
        work.emit('telemetry.online', 'system', { devices });
      }
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
      for (let from = 0; from < gone.rows.length; from += mostInEvent) {
        const devices = gone.rows.slice(from, from + mostInEvent).map((row) => row.device);
        work.emit('telemetry.offline', 'system', { devices });
      }
      return gone.rows.length;
    });
  }
}
