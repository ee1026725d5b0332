/** Handlers of departments' own applications and of the keys that sign for them. */
import type { Handlers } from '../../../../kernel/system.ts';
import { type Store, sql } from '../../../store/index.ts';
import { scopes } from '../../data/scopes.ts';
import { type applicationRoutes, Registration } from '../../routes/application-routes.ts';
import type { AccessEngine } from '../create-access.ts';

const done = { done: true } as const;

function read(text: string | null): Registration | null {
  return text === null ? null : Registration.parse(JSON.parse(text));
}

async function signedInNow(store: Store): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ client: string; live: number }>`
    select login.client, count(*) as live from access_oidc_login login join access_session held on held.token_digest = login.session
    where login.told_at is null and held.ended_at is null and held.ends_at > ${store.clock.now().toISOString()}::timestamptz
    group by login.client`.execute(store.db);
  return new Map(rows.map(({ client, live }) => [client, Number(live)]));
}

export function applicationHandlers(engine: AccessEngine, store: Store): Handlers<typeof applicationRoutes> {
  const { applications, oidc, audit } = engine.parts;
  return {
    async applications() {
      const rows = await applications.list();
      const names = await engine.namesOf(rows.flatMap((row) => [row.requested_by, row.decided_by ?? '']));
      const live = await signedInNow(store);
      return {
        applications: rows.map((row) => ({
          id: row.id,
          name: row.name,
          department: row.department,
          departmentName: engine.findDepartment(row.department)?.name ?? row.department,
          purpose: row.purpose,
          state: row.state,
          registration: read(row.registration),
          request: read(row.request),
          hasSecret: row.secret !== null,
          requestedBy: names.get(row.requested_by) ?? '—',
          requestedAt: row.requested_at,
          decidedBy: row.decided_by === null ? null : (names.get(row.decided_by) ?? '—'),
          reason: row.reason,
          signedIn: live.get(row.id) ?? 0,
        })),
        scopes: Object.entries(scopes).map(([scope, { title, claims, of }]) => ({
          scope,
          title,
          claims: Object.values(claims),
          of,
        })),
      };
    },
    async requestApplication(input, { principal }) {
      await applications.request(input, principal);
      return done;
    },
    async decideApplication({ id, approve, reason }, { principal }) {
      await applications.decide(id, approve, reason, principal);
      return done;
    },
    async renewApplicationSecret({ id }, { principal }) {
      return { secret: await applications.renewSecret(id, principal) };
    },
    async changeApplicationState({ id, state }, { principal }) {
      await applications.setState(id, state, principal);
      return done;
    },
    oidcKeys: async () => [...(await oidc.keys.list())],
    async rotateOidcKey(_input, { principal }) {
      const id = await oidc.keys.rotate();
      await audit.addAlone(principal, {
        module: 'access',
        event: 'create',
        objectType: 'key',
        objectId: id,
        result: 'success',
      });
      return { id };
    },
  };
}
