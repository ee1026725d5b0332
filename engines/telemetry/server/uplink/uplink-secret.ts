/** The password of a link and what its cipher is made of, in one box of the vault. */
import { sql } from 'kysely';
import type { Store, Work } from '../../../store/index.ts';
import type { Vault } from '../../../trust/service.ts';
import { UplinkSecret } from '../../routes/uplink-routes.ts';

export interface UplinkSecrets {
  set(work: Work, uplink: string, secret: UplinkSecret): Promise<void>;
  find(uplink: string): Promise<UplinkSecret | undefined>;
  /** Those of the links that have one. */
  having(uplinks: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Declares the column at start-up: call it once. */
export function openUplinkSecrets(store: Store, vault: Vault): UplinkSecrets {
  vault.keep({ table: 'telemetry_uplink_secret', row: 'uplink', column: 'sealed' });
  const place = (uplink: string) => ({ table: 'telemetry_uplink_secret', row: uplink, field: 'sealed' });
  return {
    async set(work, uplink, secret) {
      const sealed = await vault.seal(JSON.stringify(secret), place(uplink));
      await sql`insert into telemetry_uplink_secret (uplink, sealed, set_at) values (${uplink}, ${sealed}, ${work.now})
        on conflict (uplink) do update set sealed = excluded.sealed, set_at = excluded.set_at`.execute(
        work.db,
      );
    },
    async having(uplinks) {
      const found = await sql<{
        uplink: string;
      }>`select uplink from telemetry_uplink_secret where uplink = any(${uplinks}::uuid[])`.execute(store.db);
      return new Set(found.rows.map((row) => row.uplink));
    },
    async find(uplink) {
      const found = await sql<{
        sealed: string;
      }>`select sealed from telemetry_uplink_secret where uplink = ${uplink}`.execute(store.db);
      const [row] = found.rows;
      return row === undefined
        ? undefined
        : UplinkSecret.parse(JSON.parse(await vault.open(row.sealed, place(uplink))));
    },
  };
}
