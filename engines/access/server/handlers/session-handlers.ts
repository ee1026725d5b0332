/** Handlers of signing up, in and out, the session and one's own password. */
import type { Principal } from '../../../../kernel/access.ts';
import type { AnyContract, PageSpec } from '../../../../kernel/contract.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import type { Session } from '../../contract.ts';
import type { sessionRoutes } from '../../routes/session-routes.ts';
import type { AccessEngine } from '../create-access.ts';

/** The cookie is the gateway's; a handler that opens or ends a session says so in this header of its reply. */
export const sessionHeader = 'x-session-token';

/** The parts of a contract that guard themselves. */
interface Declared {
  readonly indicators?: Readonly<Record<string, { readonly allow: string }>>;
  readonly registers?: Readonly<Record<string, { readonly allow: { readonly read: string } }>>;
  readonly cases?: Readonly<Record<string, { readonly allow: { readonly read: string } }>>;
}

/** Whether anything that the page shows by its own declaration is open to him: an empty page is no page. */
function anyOpen(engine: AccessEngine, principal: Principal, kind: string): boolean {
  return engine.contracts.some((system) => {
    const may = (allow: string) => engine.decide(principal, `${system.id}:${allow}`).permit;
    const { indicators = {}, registers = {}, cases = {} } = system as Declared;
    if (kind === 'indicator') return Object.values(indicators).some(({ allow }) => may(allow));
    return Object.values({ ...registers, ...cases }).some(({ allow }) => may(allow.read));
  });
}

function pageOpen(engine: AccessEngine, principal: Principal, system: AnyContract, page: PageSpec): boolean {
  if ('allow' in page.access) return engine.decide(principal, `${system.id}:${page.access.allow}`).permit;
  if ('publicBecause' in page.access) return true;
  if ('decidedBy' in page.access && ['indicator', 'register'].includes(page.access.decidedBy))
    return anyOpen(engine, principal, page.access.decidedBy);
  return principal.kind !== 'anonymous';
}

function sessionPages(engine: AccessEngine, principal: Principal): Session['pages'] {
  return engine.contracts.flatMap((system) =>
    Object.entries((system.pages ?? {}) as Readonly<Record<string, PageSpec>>)
      .filter(([, page]) => pageOpen(engine, principal, system, page))
      .map(([key, page]) => ({
        face: page.face ?? 'desk',
        system: system.id,
        systemTitle: system.title,
        key,
        title: page.title,
        path: page.path,
        menu: page.menu ?? null,
        icon: page.icon ?? null,
        order: page.order ?? 500,
      })),
  );
}

async function describeSession(engine: AccessEngine, principal: Principal): Promise<Session> {
  const signedIn = principal.kind !== 'anonymous';
  const mustChangePassword = signedIn && (await engine.parts.signIn.mustChange(principal.id));
  const factor = await engine.factorState(principal.id, principal.sessionId);
  const departments = principal.departments.flatMap((id) => {
    const found = engine.findDepartment(id);
    return found === undefined ? [] : [{ id, name: found.name }];
  });
  return {
    signedIn,
    subject: { id: principal.id, name: principal.name, kind: principal.kind, departments },
    demo: engine.demo,
    mustChangePassword,
    mustEnrol: factor.blocked,
    factorDueAt: factor.required && !factor.enrolled ? factor.dueAt : null,
    idleMinutes: await engine.idleMinutes(principal.id),
    permissions: [...principal.grants.keys()],
    pages: mustChangePassword || factor.blocked ? [] : sessionPages(engine, principal),
  };
}

const done = { done: true } as const;

export function sessionHandlers(engine: AccessEngine): Handlers<typeof sessionRoutes> {
  const { audit, oidc, sessions, signIn, ownPassword, codePort } = engine.parts;
  return {
    async signIn({ account, password }, { principal, reply }) {
      const found = await signIn.signIn(account, password, principal);
      if ('ticket' in found) return { mustChangePassword: false, second: found };
      reply.header(sessionHeader, found.token);
      return { mustChangePassword: found.mustChangePassword, second: null };
    },
    async signUpCode({ account }) {
      return { sent: true, shown: await codePort.send('sign-up', account, account) };
    },
    async signUp(input, { principal }) {
      await ownPassword.signUp(input, principal);
      return done;
    },
    async signOut(_input, { principal, reply }) {
      if (principal.sessionId !== undefined) await sessions.end(principal.sessionId);
      await audit.addAlone(principal, {
        module: 'access',
        event: 'logout',
        objectType: 'subject',
        objectId: principal.id,
        result: 'success',
      });
      // Applications are told at once; one that does not answer is told again by the job.
      void oidc.signOuts.sweep().catch(() => undefined);
      reply.header(sessionHeader, '');
      return done;
    },
    session: (_input, { principal }) => describeSession(engine, principal),
    async changePassword({ current, next }, { principal }) {
      await ownPassword.change(principal, current, next);
      return done;
    },
  };
}
