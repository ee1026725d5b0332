/** The access engine's own routes. */
import type { Principal } from '../../../kernel/access.ts';
import type { AnyContract, PageSpec } from '../../../kernel/contract.ts';
import { defineSystem, type System } from '../../../kernel/system.ts';
import { auditLog } from '../../../kernel/audit-line.ts';
import type { Store } from '../../store/index.ts';
import contract, { type AuditFilter, type Session } from '../contract.ts';
import { findLastSeal, findSealSince } from './audit/audit-seals.ts';
import { exportLines } from './audit/export-lines.ts';
import { listLines } from './audit/list-lines.ts';
import { proveLine } from './audit/prove-lines.ts';
import { type AccessEngine, systemPrincipal } from './create-access.ts';

/** The cookie is the gateway's; a handler that opens or ends a session says so in this header of its reply. */
export const sessionHeader = 'x-session-token';

/** The parts of a contract that guard themselves. */
interface Declared {
  readonly indicators?: Readonly<Record<string, { readonly allow: string }>>;
  readonly registers?: Readonly<Record<string, { readonly allow: { readonly read: string } }>>;
  readonly cases?: Readonly<Record<string, { readonly allow: { readonly read: string } }>>;
}

const done = { done: true } as const;
const mostNames = 100;

function titleOf(engine: AccessEngine, system: string): string {
  return engine.contracts.find(({ id }) => id === system)?.title ?? system;
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
  const departments = principal.departments.flatMap((id) => {
    const found = engine.findDepartment(id);
    return found === undefined ? [] : [{ id, name: found.name }];
  });
  return {
    signedIn,
    subject: { id: principal.id, name: principal.name, kind: principal.kind, departments },
    demo: engine.demo,
    mustChangePassword,
    idleMinutes: await engine.idleMinutes(principal.id),
    permissions: [...principal.grants.keys()],
    pages: mustChangePassword ? [] : sessionPages(engine, principal),
  };
}

/** Actors of the audit that are no person. */
const nobody: Readonly<Record<string, string>> = { system: '系统', anonymous: '访客' };

async function listAudit(
  store: Store,
  engine: AccessEngine,
  { page, size, ...filter }: AuditFilter & { readonly page: number; readonly size: number },
) {
  const { rows, total, more } = await listLines(store, filter, { page, size });
  const names = await engine.namesOf(rows.map((row) => row.subject));
  return {
    total,
    more,
    rows: rows.map((row) => ({
      position: row.position,
      at: row.at,
      subject: row.subject,
      subjectName: names.get(row.subject) ?? nobody[row.subject] ?? '未知',
      address: row.address,
      module: row.module,
      moduleTitle: titleOf(engine, row.module),
      event: row.event,
      objectType: row.objectType,
      objectId: row.objectId,
      result: row.result,
      detail: JSON.parse(row.detail) as Record<string, unknown>,
      sealed: row.sealed,
    })),
  };
}

/** Seals that were made between the moments; a range without any verifies nothing, as its counts say. */
async function sealRange(store: Store, from: string | undefined, to: string | undefined) {
  const behind = ((await findLastSeal(store.db))?.number ?? 0) + 1;
  const first = from === undefined ? 1 : await findSealSince(store.db, new Date(from));
  const next = to === undefined ? undefined : await findSealSince(store.db, new Date(to));
  return { from: first ?? behind, ...(next === undefined ? {} : { to: next }) };
}

async function verifyAudit(
  engine: AccessEngine,
  store: Store,
  principal: Principal,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
) {
  const { audit, trust } = engine.parts;
  await audit.addAlone(principal, {
    module: 'access',
    event: 'query',
    objectType: 'audit',
    objectId: 'chain',
    result: 'success',
    detail: { from: from ?? null, to: to ?? null },
  });
  await audit.seal();
  const verdict = await audit.verify(await sealRange(store, from, to));
  const state = (await trust.logs.states()).find(({ head }) => head.log === auditLog);
  return { ...verdict, health: state?.health ?? ('sound' as const) };
}

export function accessSystem(engine: AccessEngine, store: Store): System {
  const { audit, people, sessions, signIn } = engine.parts;
  return defineSystem({
    contract,
    jobs: {
      disposeAudit: { cron: '20 3 * * *', run: () => audit.dispose(systemPrincipal) },
    },
    handlers: {
      async signIn({ account, password }, context) {
        const { token, mustChangePassword } = await signIn.signIn(account, password, context.principal);
        context.reply.header(sessionHeader, token);
        return { mustChangePassword };
      },
      async signUp(input, context) {
        await signIn.signUp(input, context.principal);
        return done;
      },
      async signOut(_input, context) {
        if (context.principal.sessionId !== undefined) await sessions.end(context.principal.sessionId);
        await audit.addAlone(context.principal, {
          module: 'access',
          event: 'logout',
          objectType: 'subject',
          objectId: context.principal.id,
          result: 'success',
        });
        context.reply.header(sessionHeader, '');
        return done;
      },
      session: (_input, context) => describeSession(engine, context.principal),
      async changePassword({ current, next }, context) {
        await signIn.changePassword(context.principal, current, next);
        return done;
      },
      departments: async () => [...(await engine.departments())],
      async names({ ids }, { principal }) {
        if (principal.kind === 'citizen') return { names: {} };
        return { names: Object.fromEntries(await engine.namesOf(ids.split(',').slice(0, mostNames))) };
      },
      colleagues: ({ search }, { principal }) =>
        principal.kind === 'citizen' ? [] : people.colleagues(search),
      people: (query) => people.list(query),
      createPerson: (input, context) => people.create({ ...input, kind: 'official' }, context.principal),
      async changePersonState({ id, state }, context) {
        await people.setState(id, state, context.principal);
        return done;
      },
      async resetPassword({ id }, context) {
        return { password: await people.resetPassword(id, context.principal) };
      },
      async endSessions({ id }, context) {
        await audit.addAlone(context.principal, {
          module: 'access',
          event: 'logout',
          objectType: 'subject',
          objectId: id,
          result: 'success',
          detail: { forced: true },
        });
        return { ended: await sessions.endAll(id) };
      },
      grantees: (query) => people.list({ ...query, kind: 'official' }),
      async setPosts({ id, posts }, context) {
        await people.setPosts(id, posts, context.principal);
        return done;
      },
      roles: async () =>
        (await people.roles()).map((role) => ({ ...role, permissions: [...role.permissions] })),
      permissions: () =>
        engine.contracts.flatMap((system) =>
          Object.entries(system.permissions as Readonly<Record<string, string>>).map(([name, title]) => ({
            id: `${system.id}:${name}`,
            title,
            system: system.id,
            systemTitle: system.title,
          })),
        ),
      async saveRole(role, context) {
        await people.saveRole(role, context.principal);
        return done;
      },
      audit: (query) => listAudit(store, engine, query),
      verifyAudit: (input, { principal }) => verifyAudit(engine, store, principal, input),
      async proveAudit({ position }, { principal }) {
        const receipt = await proveLine(store, engine.parts.trust, position);
        await audit.addAlone(principal, {
          module: 'access',
          event: 'query',
          objectType: 'audit',
          objectId: String(position),
          result: 'success',
        });
        return receipt;
      },
      async exportAudit(filter, { principal }) {
        const body = await exportLines({ store, trust: engine.parts.trust, audit }, principal, filter);
        return { contentType: 'application/zip', body, fileName: '审计记录及凭证.zip' };
      },
      settings: () =>
        store.settings.all().map(({ name, value, spec }) => ({
          name,
          title: spec.title,
          value,
          standard: spec.value,
          unit: spec.unit ?? '',
          minimum: spec.minimum ?? null,
          maximum: spec.maximum ?? null,
          source: spec.source,
          system: name.slice(0, name.indexOf('.')),
          systemTitle: titleOf(engine, name.slice(0, name.indexOf('.'))),
        })),
      async changeSetting({ name, value }, context) {
        await store.transaction(async (work) => {
          await store.settings.change(work, name, value);
          audit.add(work, context.principal, {
            module: 'access',
            event: 'config',
            objectType: 'setting',
            objectId: name,
            result: 'success',
            detail: { value },
          });
        });
        return done;
      },
    },
  });
}
