/** Keeps what the provider hands out (codes, tokens, grants, sessions) in PostgreSQL, under digests, so that the table holds no usable token. */
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { type Store, sql } from '../../../store/index.ts';
import type { Applications } from './applications.ts';
import { artifactDigest } from './artifact-digest.ts';
import type { OidcTables } from './oidc-tables.ts';

/** `jti` is the token itself; it comes back with whoever brings it. */
function withoutId(payload: AdapterPayload): string {
  const { jti: _jti, ...kept } = payload;
  return JSON.stringify(kept);
}

export function artifactAdapter(store: Store, applications: Applications): (model: string) => Adapter {
  const db = store.db.withTables<OidcTables>();

  return function adapter(model) {
    function alive() {
      return db
        .selectFrom('access_oidc_artifact')
        .select(['payload', 'consumed_at'])
        .where('model', '=', model)
        .where((eb) =>
          eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', new Date().toISOString())]),
        );
    }

    function read(
      row: { readonly payload: string; readonly consumed_at: string | null } | undefined,
      id?: string,
    ): AdapterPayload | undefined {
      if (row === undefined) return undefined;
      const payload = JSON.parse(row.payload) as AdapterPayload;
      return {
        ...payload,
        ...(id === undefined ? {} : { jti: id }),
        ...(row.consumed_at === null ? {} : { consumed: Math.floor(Date.parse(row.consumed_at) / 1000) }),
      };
    }

    return {
      async upsert(id, payload, expiresIn) {
        const expiresAt = expiresIn ? new Date(Date.now() + expiresIn * 1000).toISOString() : null;
        const values = {
          payload: model === 'Session' ? JSON.stringify(payload) : withoutId(payload),
          grant_id: payload.grantId ?? null,
          uid: payload.uid ?? null,
          expires_at: expiresAt,
        };
        await db
          .insertInto('access_oidc_artifact')
          .values({ model, digest: artifactDigest(id), consumed_at: null, ...values })
          .onConflict((conflict) => conflict.columns(['model', 'digest']).doUpdateSet(values))
          .execute();
      },
      async find(id) {
        if (model === 'Client') return applications.metadataOf(id) as Promise<AdapterPayload | undefined>;
        return read(await alive().where('digest', '=', artifactDigest(id)).executeTakeFirst(), id);
      },
      async findByUid(uid) {
        return read(await alive().where('uid', '=', uid).executeTakeFirst());
      },
      // The device flow is off.
      findByUserCode: async () => undefined,
      async consume(id) {
        // Twice at once is a replay: the second finds it used, and the provider revokes the whole grant.
        const { rows } = await sql<{ digest: string }>`
          update access_oidc_artifact set consumed_at = now()
          where model = ${model} and digest = ${artifactDigest(id)} and consumed_at is null returning digest`.execute(
          store.db,
        );
        if (rows.length === 0) throw new errors.InvalidGrant('already used');
      },
      async destroy(id) {
        await db
          .deleteFrom('access_oidc_artifact')
          .where('model', '=', model)
          .where('digest', '=', artifactDigest(id))
          .execute();
      },
      async revokeByGrantId(grantId) {
        await db.deleteFrom('access_oidc_artifact').where('grant_id', '=', grantId).execute();
      },
    };
  };
}
