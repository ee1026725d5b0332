/** Single sign-on for departments' own applications: the provider at the city's address, what its consent page asks and answers, and the end of sign-ins. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Store } from '../../../store/index.ts';
import type { Vault } from '../../../trust/index.ts';
import { scopes } from '../../data/scopes.ts';
import { accessErrors } from '../../errors.ts';
import type { Audit } from '../audit/open-audit.ts';
import type { Organs } from '../people/organs.ts';
import type { Principals } from '../people/principals.ts';
import type { Applications } from './applications.ts';
import { artifactDigest } from './artifact-digest.ts';
import { openClaims } from './claims.ts';
import { keysChannel, openOidcKeys, type OidcKeys } from './oidc-keys.ts';
import type { OidcTables } from './oidc-tables.ts';
import { openSignOuts, type SignOuts } from './sign-outs.ts';

/** What the consent page shows. */
export interface Consent {
  readonly application: string;
  readonly department: string;
  readonly purpose: string;
  readonly scopes: { readonly scope: string; readonly title: string; readonly claims: string[] }[];
  /** He agreed to exactly this before, in this session: the page goes on by itself. */
  readonly agreed: boolean;
}

export interface Oidc {
  readonly keys: OidcKeys;
  readonly signOuts: SignOuts;
  /** Where the provider is reached; undefined when the request came under a name that is not the city's. */
  issuerFor(host: string, port: number | undefined): string | undefined;
  handle(issuer: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The face on which an interaction goes on. Throws access.interactionOver. */
  faceOf(issuer: string, uid: string): Promise<'desk' | 'citizen'>;
  consentOf(issuer: string, uid: string, principal: Principal): Promise<Consent>;
  /** Agrees or declines; gives the address where the browser goes next. */
  settle(issuer: string, uid: string, principal: Principal, agree: boolean): Promise<string>;
  /** Whose machine token this is; undefined for any other. */
  machineOf(token: string): Promise<Principal | undefined>;
}

export interface OidcDeps {
  readonly store: Store;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly principals: Principals;
  readonly organs: Organs;
  readonly applications: Applications;
  readonly publicUrl: string | undefined;
}

export function openOidc(deps: OidcDeps): Oidc {
  const { store, vault, audit, principals, organs, applications, publicUrl } = deps;
  const db = store.db.withTables<OidcTables>();
  const keys = openOidcKeys(store, vault);
  const claims = openClaims(store, principals, organs);
  const made = new Map<string, Promise<Provider>>();
  store.onAnnounce(keysChannel, () => made.clear());
  const signOuts = openSignOuts({ store, provider: () => [...made.values()][0] });

  function providerFor(issuer: string): Promise<Provider> {
    const known = made.get(issuer);
    if (known !== undefined) return known;
    const making = keys.load().then(async (loaded) => {
      // Only a city whose applications sign in pays for loading the library.
      const { makeProvider } = await import('./make-provider.ts');
      return makeProvider(issuer, {
        store,
        applications,
        claims,
        keys: loaded,
        lives: signOuts.lives,
        signedIn: (grant, sid) => void signOuts.named(grant, sid).catch(() => undefined),
      });
    });
    made.set(issuer, making);
    making.catch(() => made.delete(issuer));
    return making;
  }

  async function interactionOf(issuer: string, uid: string) {
    const provider = await providerFor(issuer);
    const interaction = await provider.Interaction.find(uid);
    if (interaction === undefined) throw accessErrors.interactionOver();
    const application = await applications.find(String(interaction.params['client_id']));
    const client = await provider.Client.find(String(interaction.params['client_id']));
    if (application?.state !== 'active' || client === undefined) throw accessErrors.interactionOver();
    const asked = String(interaction.params['scope'] ?? 'openid').split(' ');
    const face = client['city_face'] === 'citizen' ? ('citizen' as const) : ('desk' as const);
    return { provider, interaction, application, asked, face };
  }

  function checkFace(face: 'desk' | 'citizen', principal: Principal): void {
    if (principal.kind === 'anonymous') throw commonErrors.unauthenticated();
    const fits = face === 'citizen' ? principal.kind === 'citizen' : principal.kind === 'official';
    if (!fits) throw accessErrors.wrongFace();
  }

  async function agreedBefore(
    client: string,
    principal: Principal,
    asked: readonly string[],
  ): Promise<boolean> {
    const rows = await db
      .selectFrom('access_oidc_login')
      .select('scopes')
      .where('client', '=', client)
      .where('subject', '=', principal.id)
      .where('session', '=', principal.sessionId ?? '')
      .where('told_at', 'is', null)
      .execute();
    return rows.some((row) => asked.every((scope) => row.scopes.split(' ').includes(scope)));
  }

  return {
    keys,
    signOuts,
    issuerFor(host, port) {
      if (publicUrl !== undefined) return `${new URL(publicUrl).origin}/oidc`;
      // Without a public address only this machine's own names count, at the port that is really listened on.
      const found = /^(localhost|127\.0\.0\.1)(?::(\d{1,5}))?$/.exec(host);
      if (found === null || Number(found[2] ?? 80) !== (port ?? 80)) return undefined;
      return `http://${host}/oidc`;
    },
    async handle(issuer, request, response) {
      const provider = await providerFor(issuer);
      const { host, protocol } = new URL(issuer);
      const { url = '/' } = request;
      request.headers.host = host;
      request.headers['x-forwarded-host'] = host;
      request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
      request.url = url.slice('/oidc'.length);
      Object.assign(request, { originalUrl: url });
      await provider.callback()(request, response);
    },
    async faceOf(issuer, uid) {
      return (await interactionOf(issuer, uid)).face;
    },
    async consentOf(issuer, uid, principal) {
      const { application, asked, face } = await interactionOf(issuer, uid);
      checkFace(face, principal);
      return {
        application: application.name,
        department: organs.find(application.department)?.name ?? application.department,
        purpose: application.purpose,
        scopes: asked.flatMap((scope) => {
          const spec = scopes[scope];
          if (spec === undefined || (spec.of !== 'everybody' && spec.of !== principal.kind)) return [];
          return [{ scope, title: spec.title, claims: Object.values(spec.claims) }];
        }),
        agreed: await agreedBefore(application.id, principal, asked),
      };
    },
    async settle(issuer, uid, principal, agree) {
      const { provider, interaction, application, asked, face } = await interactionOf(issuer, uid);
      checkFace(face, principal);
      if (interaction.result !== undefined) throw accessErrors.interactionOver();
      const { sessionId } = principal;
      if (sessionId === undefined) throw commonErrors.unauthenticated();
      await audit.addAlone(principal, {
        module: 'access',
        event: 'grant',
        objectType: 'application',
        objectId: application.id,
        result: agree ? 'success' : 'failure',
        detail: { scopes: asked.join(' ') },
      });
      if (agree) {
        const grant = new provider.Grant({ accountId: principal.id, clientId: application.id });
        grant.addOIDCScope(asked.join(' '));
        const grantId = await grant.save();
        await signOuts.began({
          grant: grantId,
          client: application.id,
          subject: principal.id,
          session: sessionId,
          scopes: asked.join(' '),
        });
        interaction.result = {
          login: { accountId: principal.id, remember: false, amr: ['pwd'] },
          consent: { grantId },
        };
      } else interaction.result = { error: 'access_denied', error_description: '用户没有同意' };
      await interaction.save(Math.max(1, interaction.exp - Math.floor(Date.now() / 1000)));
      return interaction.returnTo;
    },
    async machineOf(token) {
      if (!/^[\w-]{20,200}$/.test(token)) return undefined;
      const row = await db
        .selectFrom('access_oidc_artifact')
        .select('payload')
        .where('model', '=', 'ClientCredentials')
        .where('digest', '=', artifactDigest(token))
        .where('expires_at', '>', new Date().toISOString())
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { clientId } = JSON.parse(row.payload) as { clientId?: string };
      const application = await applications.find(clientId ?? '');
      if (application?.state !== 'active' || application.subject === null) return undefined;
      return principals.find(application.subject);
    },
  };
}
