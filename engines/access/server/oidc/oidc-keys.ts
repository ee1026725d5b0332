/** Keys of the provider: RS256 signing keys with rotation, and the key of its cookies; private parts lie in boxes of the vault. */
import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { newId } from '../../../../kernel/ids.ts';
import type { Store } from '../../../store/index.ts';
import type { Vault } from '../../../trust/index.ts';
import type { OidcTables } from './oidc-tables.ts';

const makePair = promisify(generateKeyPair);
export const keysChannel = 'access.oidc-keys';

export interface OidcKeys {
  /** Private JWKs, the one that signs first; and the secrets of cookies. Made when there are none. */
  load(): Promise<{ jwks: { keys: Record<string, unknown>[] }; cookieKeys: string[] }>;
  /** A new key signs from now on; the older ones verify what they signed, for as long as tokens live. */
  rotate(): Promise<string>;
  /** Rotates when the newest is too old, and forgets those whose tokens are over. */
  keep(): Promise<void>;
  list(): Promise<readonly { readonly id: string; readonly state: string; readonly createdAt: string }[]>;
}

export function openOidcKeys(store: Store, vault: Vault): OidcKeys {
  const db = store.db.withTables<OidcTables>();
  const placeOf = (id: string) => ({ table: 'access_oidc_key', row: id, field: 'secret' }) as const;

  async function add(kind: 'signing' | 'cookie', secret: string): Promise<string> {
    const id = newId();
    const sealed = await vault.seal(secret, placeOf(id));
    await store.transaction(async (work) => {
      const tables = work.db.withTables<OidcTables>();
      await tables
        .updateTable('access_oidc_key')
        .set({ state: 'verify-only' })
        .where('kind', '=', kind)
        .where('state', '=', 'active')
        .execute();
      await tables
        .insertInto('access_oidc_key')
        .values({ id, kind, state: 'active', secret: sealed, created_at: work.now.toISOString() })
        .execute();
    });
    await store.announce(keysChannel, id);
    return id;
  }

  async function addSigning(): Promise<string> {
    const { privateKey } = await makePair('rsa', { modulusLength: 2048 });
    return add('signing', JSON.stringify(privateKey.export({ format: 'jwk' })));
  }

  function rows() {
    return db
      .selectFrom('access_oidc_key')
      .selectAll()
      .where('state', '!=', 'destroyed')
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
  }

  return {
    async load() {
      if (!(await rows()).some(({ kind }) => kind === 'signing'))
        await store.once('access.oidc-keys', async () => {
          await addSigning();
          await add('cookie', randomBytes(32).toString('base64url'));
        });
      const keys: Record<string, unknown>[] = [];
      const cookieKeys: string[] = [];
      for (const row of await rows()) {
        const secret = await vault.open(row.secret, placeOf(row.id));
        if (row.kind === 'cookie') cookieKeys.push(secret);
        else keys.push({ ...(JSON.parse(secret) as object), kid: row.id, use: 'sig', alg: 'RS256' });
      }
      return { jwks: { keys }, cookieKeys };
    },
    rotate: addSigning,
    async keep() {
      const known = (await rows()).filter(({ kind }) => kind === 'signing');
      const now = store.clock.now().getTime();
      const day = 86_400_000;
      const age = store.settings.value('access.oidc-key-days') * day;
      const [newest] = known;
      if (newest === undefined || now - Date.parse(newest.created_at) > age) await addSigning();
      // Logout and identity tokens live an hour; a day is plenty for those still on their way.
      const over = known.filter(
        ({ state, created_at }) => state === 'verify-only' && now - Date.parse(created_at) > age + day,
      );
      for (const { id } of over)
        await db
          .updateTable('access_oidc_key')
          .set({ state: 'destroyed', secret: '' })
          .where('id', '=', id)
          .execute();
      if (over.length > 0) await store.announce(keysChannel, 'destroyed');
    },
    async list() {
      const all = await db
        .selectFrom('access_oidc_key')
        .select(['id', 'state', 'created_at'])
        .where('kind', '=', 'signing')
        .orderBy('created_at', 'desc')
        .execute();
      return all.map(({ id, state, created_at }) => ({ id, state, createdAt: created_at }));
    },
  };
}
