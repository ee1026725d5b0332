/** The OpenID Connect provider (oidc-provider, certified) in the city's configuration: code flow with PKCE, pairwise subjects, consent each time by the city's own page. */
import Provider, { type Configuration, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Store } from '../../../store/index.ts';
import { scopes } from '../../data/scopes.ts';
import type { Applications } from './applications.ts';
import { artifactAdapter } from './artifact-adapter.ts';
import type { ClaimSource } from './claims.ts';

export interface ProviderParts {
  readonly store: Store;
  readonly applications: Applications;
  readonly claims: ClaimSource;
  readonly keys: {
    readonly jwks: { readonly keys: Record<string, unknown>[] };
    readonly cookieKeys: string[];
  };
  /** Whether this sign-in still hangs on a live session of the city. */
  readonly lives: (grant: string) => Promise<boolean>;
  readonly signedIn: (grant: string, sid: string | undefined) => void;
}

/** Clocks of departments' machines may be off by so much (RFC 7519 §4.1.4: a few minutes). */
const clockTolerance = 300;
const hour = 3600;

/** Every sign-in goes through the city's own page, where the city's session is asked: the provider's own session never lets anybody in. */
function policy() {
  const prompts = interactionPolicy.base();
  const login = prompts.get('login');
  login?.checks.add(
    new interactionPolicy.Check(
      'city_session',
      '须由城市会话确认',
      'login_required',
      (ctx: KoaContextWithOIDC) =>
        ctx.oidc.result?.login === undefined
          ? interactionPolicy.Check.REQUEST_PROMPT
          : interactionPolicy.Check.NO_NEED_TO_PROMPT,
    ),
  );
  return prompts;
}

function page(title: string, text: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${title}</title><body><h1>${title}</h1><p>${text}</p><p><a href="/desk/">返回工作台</a></p></body></html>`;
}

export function makeProvider(issuer: string, parts: ProviderParts): Provider {
  const { store, applications, claims, keys } = parts;
  const setting = (name: string) => store.settings.value(`access.${name}`);
  const configuration: Configuration = {
    adapter: artifactAdapter(store, applications),
    clients: [],
    jwks: keys.jwks as never,
    cookies: {
      keys: keys.cookieKeys,
      long: { sameSite: 'lax', httpOnly: true },
      short: { sameSite: 'lax', httpOnly: true },
    },
    claims: Object.fromEntries(
      Object.entries(scopes).map(([scope, spec]) => [scope, Object.keys(spec.claims)]),
    ),
    scopes: Object.keys(scopes),
    clientDefaults: {
      id_token_signed_response_alg: 'RS256',
      token_endpoint_auth_method: 'client_secret_basic',
    },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    extraClientMetadata: { properties: ['city_face'] },
    responseTypes: ['code'],
    subjectTypes: ['pairwise'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    clockTolerance,
    conformIdTokenClaims: true,
    pairwiseIdentifier: (_ctx, subject, client) => claims.pseudonymOf(subject, client.clientId),
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      clientCredentials: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: true },
    },
    ttl: {
      AccessToken: () => setting('oidc-access-minutes') * 60,
      AuthorizationCode: 60,
      ClientCredentials: () => setting('oidc-access-minutes') * 60,
      Grant: () => setting('oidc-refresh-hours') * hour,
      IdToken: hour,
      Interaction: 600,
      RefreshToken: () => setting('oidc-refresh-hours') * hour,
      Session: () => setting('session-hours') * hour,
    },
    // Only addresses that two administrators approved are asked (no jwks_uri, no redirects), and departments' machines stand in private networks.
    fetch: (url, options) => {
      const { dispatcher: _guard, ...plain } = options as RequestInit & { dispatcher?: unknown };
      return globalThis.fetch(url, plain);
    },
    interactions: { policy: policy(), url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}` },
    async findAccount(_ctx, subject, token) {
      const grant = token !== undefined && 'grantId' in token ? token.grantId : undefined;
      // Ended sessions take their tokens along, whether the application was told or not.
      if (typeof grant === 'string' && !(await parts.lives(grant))) return undefined;
      const known = await claims.claimsOf(subject, '');
      if (known === undefined) return undefined;
      return {
        accountId: subject,
        claims: async (_use, scope) => ({ sub: subject, ...(await claims.claimsOf(subject, scope)) }),
      };
    },
    renderError(ctx, out) {
      ctx.type = 'html';
      const code = String(out.error).replaceAll(/[^a-z_]/g, '');
      ctx.body = page(
        '登录没有完成',
        `应用发来的请求不正确或已超时（${code}），请从应用重新登录；如仍有问题请联系应用的管理单位。`,
      );
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.proxy = true;
  provider.on('authorization.success', (ctx) => {
    const { session, client } = ctx.oidc;
    const grant = client === undefined ? undefined : session?.grantIdFor(client.clientId);
    if (grant !== undefined && client !== undefined) parts.signedIn(grant, session?.sidFor(client.clientId));
  });
  return provider;
}
