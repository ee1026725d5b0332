/** Departments' own applications: asked for by the system administrator, approved by the security administrator, known to the provider only then. */
import { randomBytes } from 'node:crypto';
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Store, Work } from '../../../store/index.ts';
import type { Vault } from '../../../trust/index.ts';
import { scopes } from '../../data/scopes.ts';
import { accessErrors } from '../../errors.ts';
import type { Registration } from '../../routes/application-routes.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { Organs } from '../people/organs.ts';
import type { Accounts } from '../people/accounts.ts';
import type { OidcTables } from './oidc-tables.ts';

type Row = OidcTables['access_application'];

export interface Applications {
  list(): Promise<readonly Row[]>;
  find(id: string): Promise<Row | undefined>;
  /** A new application, or a change of one that is known: it waits for the other administrator. */
  request(
    input: { id: string; name: string; department: string; purpose: string; registration: Registration },
    by: Principal,
  ): Promise<void>;
  decide(id: string, approve: boolean, reason: string, by: Principal): Promise<void>;
  setState(id: string, state: 'active' | 'suspended', by: Principal): Promise<void>;
  /** A new secret, shown once; the old one ends at once. */
  renewSecret(id: string, by: Principal): Promise<string>;
  /** As the provider wants it; undefined for one that may not be used. */
  metadataOf(id: string): Promise<Record<string, unknown> | undefined>;
}

export interface ApplicationDeps {
  readonly store: Store;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly organs: Organs;
  readonly accounts: Accounts;
  /** Local development may register http on loopback; a city with a public address may not. */
  readonly allowLoopback: boolean;
}

const secretPlace = (id: string) => ({ table: 'access_application', row: id, field: 'secret' }) as const;

/** https only, no fragment, no user; loopback by http where the city itself runs there. */
export function isGoodAddress(text: string, allowLoopback: boolean): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, hash, username, password } = new URL(text);
  if (hash !== '' || username !== '' || password !== '' || text.includes('*')) return false;
  return (
    protocol === 'https:' ||
    (allowLoopback && protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname))
  );
}

export function openApplications(deps: ApplicationDeps): Applications {
  const { store, vault, audit, organs, accounts } = deps;
  const db = store.db.withTables<OidcTables>();

  function note(
    work: Work,
    by: Principal,
    event: 'create' | 'update' | 'grant' | 'config',
    id: string,
    detail: Record<string, string>,
  ) {
    audit.add(work, by, {
      module: 'access',
      event,
      objectType: 'application',
      objectId: id,
      result: 'success',
      detail,
    });
  }

  async function find(id: string): Promise<Row | undefined> {
    return db.selectFrom('access_application').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async function get(id: string): Promise<Row> {
    const row = await find(id);
    if (row === undefined) throw commonErrors.missing();
    return row;
  }

  function check(registration: Registration): void {
    const addresses = [
      ...registration.redirectUris,
      ...(registration.logoutUri ? [registration.logoutUri] : []),
    ];
    const bad = addresses.find((address) => !isGoodAddress(address, deps.allowLoopback));
    if (bad !== undefined) throw accessErrors.badAddress({ address: bad });
    // Its pairwise numbers belong to one host (OpenID Connect Core 1.0 §8.1).
    const hosts = new Set(registration.redirectUris.map((address) => new URL(address).host));
    if (registration.signsIn && hosts.size !== 1) throw accessErrors.oneHost();
    const unknown = registration.scopes.find((scope) => scopes[scope] === undefined);
    if (unknown !== undefined) throw accessErrors.unknownScope({ scope: unknown });
  }

  async function change(id: string, set: Partial<Row>, after: (work: Work) => void): Promise<void> {
    await store.transaction(async (work) => {
      await work.db
        .withTables<OidcTables>()
        .updateTable('access_application')
        .set(set)
        .where('id', '=', id)
        .execute();
      after(work);
    });
  }

  return {
    find,
    list: () => db.selectFrom('access_application').selectAll().orderBy('requested_at', 'desc').execute(),
    async request({ id, name, department, purpose, registration }, by) {
      check(registration);
      if (organs.find(department) === undefined) throw accessErrors.unknownDepartment({ department });
      const now = store.clock.now().toISOString();
      const asked = {
        name,
        department,
        purpose,
        request: JSON.stringify(registration),
        requested_by: by.id,
        requested_at: now,
      };
      const known = await find(id);
      await store.transaction(async (work) => {
        const tables = work.db.withTables<OidcTables>();
        if (known === undefined) {
          const blank = {
            reason: '',
            registration: null,
            secret: null,
            subject: null,
            decided_by: null,
            decided_at: null,
          };
          const made = await tables
            .insertInto('access_application')
            .values({ id, state: 'requested', ...blank, ...asked })
            .onConflict((conflict) => conflict.doNothing())
            .returning('id')
            .execute();
          if (made.length === 0) throw commonErrors.stale();
        } else {
          const state = known.state === 'refused' ? 'requested' : known.state;
          await tables
            .updateTable('access_application')
            .set({ ...asked, state })
            .where('id', '=', id)
            .execute();
        }
        note(work, by, known === undefined ? 'create' : 'update', id, {
          scopes: registration.scopes.join(' '),
        });
      });
    },
    async decide(id, approve, reason, by) {
      const row = await get(id);
      if (row.request === null) throw accessErrors.nothingWaits();
      if (row.requested_by === by.id) throw accessErrors.ownRequest();
      const decided = {
        decided_by: by.id,
        decided_at: store.clock.now().toISOString(),
        reason,
        request: null,
      };
      if (!approve) {
        const state = row.registration === null ? 'refused' : row.state;
        return change(id, { ...decided, state }, (work) =>
          note(work, by, 'grant', id, { decision: 'refused' }),
        );
      }
      const subject = row.subject ?? (await makeSubject(id, row.name, by));
      await change(id, { ...decided, subject, registration: row.request, state: 'active' }, (work) =>
        note(work, by, 'grant', id, { decision: 'approved' }),
      );
    },
    async setState(id, state, by) {
      const row = await get(id);
      if (row.registration === null) throw accessErrors.nothingWaits();
      await change(id, { state }, (work) => note(work, by, 'config', id, { state }));
    },
    async renewSecret(id, by) {
      const row = await get(id);
      if (row.registration === null) throw accessErrors.notApproved();
      const secret = randomBytes(32).toString('base64url');
      const sealed = await vault.seal(secret, secretPlace(id));
      await change(id, { secret: sealed }, (work) => note(work, by, 'config', id, { secret: 'renewed' }));
      return secret;
    },
    async metadataOf(id) {
      const row = await find(id);
      if (row?.state !== 'active' || row.registration === null || row.secret === null) return undefined;
      const secret = await vault.open(row.secret, secretPlace(id));
      return metadata(row, JSON.parse(row.registration) as Registration, secret);
    },
  };

  async function makeSubject(id: string, name: string, by: Principal): Promise<string> {
    const made = await accounts.create(
      { account: `app-${id}`, name: name.slice(0, 30), kind: 'service', mustChange: false },
      by,
    );
    return made.id;
  }
}

function metadata(row: Row, registration: Registration, secret: string): Record<string, unknown> {
  const { signsIn, machine, redirectUris, logoutUri } = registration;
  const grants = [
    ...(signsIn ? ['authorization_code'] : []),
    ...(signsIn && registration.scopes.includes('offline_access') ? ['refresh_token'] : []),
    ...(machine ? ['client_credentials'] : []),
  ];
  return {
    client_id: row.id,
    client_name: row.name,
    client_secret: secret,
    grant_types: grants,
    response_types: signsIn ? ['code'] : [],
    redirect_uris: redirectUris,
    scope: ['openid', ...registration.scopes].filter((one, at, all) => all.indexOf(one) === at).join(' '),
    subject_type: 'pairwise',
    token_endpoint_auth_method: 'client_secret_basic',
    ...(logoutUri ? { backchannel_logout_uri: logoutUri, backchannel_logout_session_required: true } : {}),
    // Of which people it may ask: officials sign in at the desk, citizens on the phone.
    city_face: registration.face,
  };
}
