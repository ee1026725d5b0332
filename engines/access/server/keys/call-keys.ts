/** Keys by which departments' applications sign their calls: issued once, kept in boxes, replaced with an overlap, ended at once; and what a call proves. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { newId } from '../../../../kernel/ids.ts';
import { defineTable, type Store, type Table, type Work } from '../../../store/index.ts';
import type { Vault } from '../../../trust/index.ts';
import type { CallKeys, KeyKind } from '../../service.ts';
import { callText } from '../../signed-call.ts';

export const callKeyTables: readonly Table[] = [
  defineTable({
    name: 'access_call_key',
    columns: {
      id: 'uuid primary key',
      app: 'uuid not null',
      kind: 'text not null',
      /** A box of the vault. */
      secret: 'text not null',
      created_at: 'timestamptz not null',
      ends_at: 'timestamptz',
    },
    indexes: { access_call_key_app: '(app, created_at desc)' },
  }),
];

type Tables = {
  access_call_key: {
    id: string;
    app: string;
    kind: KeyKind;
    secret: string;
    created_at: string;
    ends_at: string | null;
  };
};

interface HeldKey {
  readonly kind: KeyKind;
  readonly secret: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

const keptMilliseconds = 5000;
const changed = 'access.call-key';
const placeOf = (id: string) => ({ table: 'access_call_key', row: id, field: 'secret' }) as const;

export function hmacSm3(secret: string, text: string): string {
  return createHmac('sm3', secret).update(text).digest('hex');
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function openCallKeys(store: Store, vault: Vault): CallKeys {
  vault.keep({ table: 'access_call_key', row: 'id', column: 'secret' });
  const db = store.db.withTables<Tables>();
  const held = new Map<string, { readonly keys: readonly HeldKey[]; readonly until: number }>();
  /** How often keys were forgotten: what was read before the last time may have been replaced since, and is not kept. */
  let forgotten = 0;

  function forget(app: string): void {
    forgotten += 1;
    held.delete(app);
  }
  store.onAnnounce(changed, forget);

  function forgetEverywhere(work: Work, app: string): void {
    work.afterCommit(() => {
      forget(app);
      void store.announce(changed, app);
    });
  }

  function rowsOf(app: string) {
    return db
      .selectFrom('access_call_key')
      .selectAll()
      .where('app', '=', app)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc');
  }

  async function read(app: string): Promise<readonly HeldKey[]> {
    const now = store.clock.now().toISOString();
    const rows = await rowsOf(app)
      .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', now)]))
      .execute();
    return Promise.all(
      rows.map(async (row) => ({
        kind: row.kind,
        secret: await vault.open(row.secret, placeOf(row.id)),
        endsAt: row.ends_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.ends_at),
      })),
    );
  }

  /** Newest first. */
  async function inForce(app: string): Promise<readonly HeldKey[]> {
    const now = store.clock.now().getTime();
    const known = held.get(app);
    if (known !== undefined && known.until > Date.now())
      return known.keys.filter(({ endsAt }) => endsAt > now);
    const before = forgotten;
    const keys = await read(app);
    // An unknown application is not kept: names that nobody has would fill the memory.
    if (keys.length > 0 && forgotten === before)
      held.set(app, { keys, until: Date.now() + keptMilliseconds });
    return keys;
  }

  async function end(work: Work, app: string, kinds: readonly KeyKind[], at: Date): Promise<number> {
    const ended = await work.db
      .withTables<Tables>()
      .updateTable('access_call_key')
      .set({ ends_at: at.toISOString() })
      .where('app', '=', app)
      .where('kind', 'in', kinds)
      .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', at.toISOString())]))
      .returning('id')
      .execute();
    forgetEverywhere(work, app);
    return ended.length;
  }

  return {
    async issue(work, { app, kind, overlapHours }) {
      await end(work, app, [kind], new Date(work.now.getTime() + overlapHours * 3_600_000));
      const id = newId();
      const secret = randomBytes(32).toString('base64url');
      await work.db
        .withTables<Tables>()
        .insertInto('access_call_key')
        .values({
          id,
          app,
          kind,
          secret: await vault.seal(secret, placeOf(id)),
          created_at: work.now.toISOString(),
          ends_at: null,
        })
        .execute();
      return secret;
    },
    revoke: (work, app, kind) => end(work, app, kind === undefined ? ['real', 'sandbox'] : [kind], work.now),
    async list(app) {
      const rows = await rowsOf(app).execute();
      return rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        createdAt: row.created_at,
        endsAt: row.ends_at,
      }));
    },
    async find(app, kind) {
      return (await inForce(app)).find((key) => key.kind === kind)?.secret;
    },
    async prove({ signature, ...call }, seconds) {
      const text = callText(call);
      const key = (await inForce(call.app)).find(({ secret }) => same(signature, hmacSm3(secret, text)));
      if (key === undefined) return { outcome: 'bad-signature' };
      const difference = Math.abs(store.clock.now().getTime() - Date.parse(call.at)) / 1000;
      // A moment that is none differs by NaN.
      if (!(difference <= seconds)) return { outcome: 'bad-time' };
      return { outcome: 'proven', kind: key.kind, secret: key.secret };
    },
  };
}
