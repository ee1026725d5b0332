/** Sign-ins of applications hang on a session of the city: when it ends, their tokens end and the application is told (OpenID Connect Back-Channel Logout 1.0). */
import type Provider from 'oidc-provider';
import { type Store, sql } from '../../../store/index.ts';
import type { OidcTables } from './oidc-tables.ts';

/** The library's types leave this method out. */
interface Tellable {
  readonly backchannelLogoutUri?: string;
  backchannelLogout(subject: string, sid: string | undefined): Promise<void>;
}

export interface SignOuts {
  began(login: {
    grant: string;
    client: string;
    subject: string;
    session: string;
    scopes: string;
  }): Promise<void>;
  /** The application's own name of the sign-in. */
  named(grant: string, sid: string | undefined): Promise<void>;
  lives(grant: string): Promise<boolean>;
  /** Ends what hangs on sessions that are over, and tells the applications; an application that does not answer is told again next time. */
  sweep(): Promise<{ ended: number; told: number; failed: number }>;
}

/** Given up so long after the sign-in: its tokens ended long before. */
const tellForHours = 96;

export function openSignOuts(deps: {
  readonly store: Store;
  readonly provider: () => Promise<Provider> | undefined;
}): SignOuts {
  const { store } = deps;
  const db = store.db.withTables<OidcTables>();

  function overdue() {
    const now = store.clock.now().toISOString();
    const idle = store.settings.value('access.idle-minutes');
    return sql<{
      grant_id: string;
      client: string;
      subject: string;
      sid: string | null;
      at: string;
      ended: boolean;
    }>`
      select login.grant_id, login.client, login.subject, login.sid, login.at,
             exists (select 1 from access_oidc_artifact made where made.grant_id = login.grant_id) as ended
      from access_oidc_login login left join access_session held on held.token_digest = login.session
      where login.told_at is null and (held.token_digest is null or held.ended_at is not null or held.ends_at <= ${now}::timestamptz
        or held.seen_at < ${now}::timestamptz - make_interval(mins => ${idle}))
      order by login.at limit 200`.execute(store.db);
  }

  async function settle(grant: string): Promise<void> {
    await db
      .updateTable('access_oidc_login')
      .set({ told_at: store.clock.now().toISOString() })
      .where('grant_id', '=', grant)
      .execute();
  }

  async function endTokens(grant: string): Promise<void> {
    await db.deleteFrom('access_oidc_artifact').where('grant_id', '=', grant).execute();
  }

  async function tell(row: { client: string; subject: string; sid: string | null }): Promise<boolean> {
    const provider = await deps.provider();
    const client = (await provider?.Client.find(row.client)) as Tellable | undefined;
    // Gone or without an address: nobody to tell.
    if (client?.backchannelLogoutUri === undefined) return true;
    try {
      await client.backchannelLogout(row.subject, row.sid ?? undefined);
      return true;
    } catch {
      return false;
    }
  }

  const signOuts: SignOuts = {
    async began({ grant, client, subject, session, scopes }) {
      const at = store.clock.now().toISOString();
      await db
        .insertInto('access_oidc_login')
        .values({ grant_id: grant, client, subject, session, scopes, sid: null, at, told_at: null })
        .execute();
    },
    async named(grant, sid) {
      await db
        .updateTable('access_oidc_login')
        .set({ sid: sid ?? null })
        .where('grant_id', '=', grant)
        .execute();
    },
    async lives(grant) {
      const { rows } = await sql<{ lives: boolean }>`
        select held.ended_at is null and held.ends_at > ${store.clock.now().toISOString()}::timestamptz as lives
        from access_oidc_login login join access_session held on held.token_digest = login.session
        where login.grant_id = ${grant} and login.told_at is null`.execute(store.db);
      return rows[0]?.lives === true;
    },
    async sweep() {
      const count = { ended: 0, told: 0, failed: 0 };
      for (const row of (await overdue()).rows) {
        if (row.ended) count.ended += 1;
        await endTokens(row.grant_id);
        const late = store.clock.now().getTime() - Date.parse(row.at) > tellForHours * 3_600_000;
        if ((await tell(row)) || late) {
          await settle(row.grant_id);
          count.told += 1;
        } else count.failed += 1;
      }
      await db
        .deleteFrom('access_oidc_artifact')
        .where('expires_at', '<', new Date().toISOString())
        .execute();
      return count;
    },
  };
  return signOuts;
}
