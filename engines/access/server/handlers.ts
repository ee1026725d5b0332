/** The access engine's own routes. */
import type { Principal } from '../../../kernel/access.ts';
import type { AnyContract, PageSpec } from '../../../kernel/contract.ts';
import { defineSystem, type System } from '../../../kernel/system.ts';
import { type Store, sql } from '../../store/index.ts';
import contract, { type Session } from '../contract.ts';
import type { AccessEngine } from './create-access.ts';

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

interface AuditQuery {
  readonly page: number;
  readonly size: number;
  readonly subject: string;
  readonly module: string;
  readonly event: string;
  readonly objectId: string;
  readonly from: string;
  readonly to: string;
}

interface AuditRow {
  readonly position: number;
  readonly at: string;
  readonly subject: string;
  readonly address: string;
  readonly module: string;
  readonly event: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly result: string;
  readonly detail: string;
  readonly sealed: boolean;
}

const countedAtMost = 10_000;
/** Actors of the audit that are no person. */
const nobody: Readonly<Record<string, string>> = { system: '系统', anonymous: '访客' };

function auditConditions(query: AuditQuery) {
  const parts = [sql`true`];
  if (query.subject !== '') parts.push(sql`subject = ${query.subject}`);
  if (query.module !== '') parts.push(sql`module = ${query.module}`);
  if (query.event !== '') parts.push(sql`event = any(${query.event.split(',')})`);
  if (query.objectId !== '') parts.push(sql`object_id = ${query.objectId}`);
  if (!Number.isNaN(Date.parse(query.from))) parts.push(sql`at >= ${new Date(query.from)}`);
  if (!Number.isNaN(Date.parse(query.to))) parts.push(sql`at < ${new Date(query.to)}`);
  return sql.join(parts, sql` and `);
}

async function listAudit(store: Store, engine: AccessEngine, query: AuditQuery) {
  const where = auditConditions(query);
  const counted = await sql<{ count: number }>`
    select count(*) as count from (select 1 from access_audit where ${where} limit ${countedAtMost + 1}) as bounded`.execute(
    store.db,
  );
  const found = await sql<AuditRow>`
    with seal as (select last_transaction, last_position from access_audit_seal order by number desc limit 1)
    select position, at, subject, address, module, event, object_type as "objectType", object_id as "objectId", result, detail,
      exists (select 1 from seal where (transaction, position) <= (last_transaction, last_position)) as sealed
    from access_audit where ${where} order by at desc, position desc limit ${query.size} offset ${(query.page - 1) * query.size}`.execute(
    store.db,
  );
  const names = await engine.namesOf(found.rows.map((row) => row.subject));
  const total = counted.rows[0]?.count ?? 0;
  return {
    total,
    more: total > countedAtMost,
    rows: found.rows.map((row) => ({
      ...row,
      moduleTitle: titleOf(engine, row.module),
      subjectName: names.get(row.subject) ?? nobody[row.subject] ?? '未知',
      detail: JSON.parse(row.detail) as Record<string, unknown>,
    })),
  };
}

export function accessSystem(engine: AccessEngine, store: Store): System {
  const { audit, people, sessions, signIn } = engine.parts;
  return defineSystem({
    contract,
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
      async verifyAudit(_input, context) {
        await audit.addAlone(context.principal, {
          module: 'access',
          event: 'query',
          objectType: 'audit',
          objectId: 'chain',
          result: 'success',
        });
        await audit.seal();
        return audit.verify();
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
