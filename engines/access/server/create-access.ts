/** Puts the access engine together: organs, people, roles, sessions, the one decision and the audit. */
import { type Decision, type FieldClass, identityReaches, type Principal } from '../../../kernel/access.ts';
import type { AnyContract } from '../../../kernel/contract.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import type { Store } from '../../store/index.ts';
import type { TrustService } from '../../trust/index.ts';
import type { AccessAdmin, AccessService } from '../service.ts';
import { identityLevels } from '../data/identity-levels.ts';
import { accessErrors } from '../errors.ts';
import { type Agencies, openAgencies } from './agency/agencies.ts';
import { type Enterprises, openEnterprises } from './agency/enterprises.ts';
import { createRefusalNotes } from './audit/note-refusals.ts';
import { auditExit } from './exits/audit-exit.ts';
import { openExits } from './exits/open-exits.ts';
import { type Audit, openAudit } from './audit/open-audit.ts';
import { watchActivity } from './activity/profile-activity.ts';
import { coversOf, keepCovers } from './covers/covers.ts';
import { decide, withholdUnstated } from './decide.ts';
import { openLooks } from './looks/open-looks.ts';
import { openReview, type Review } from './looks/review-looks.ts';
import { type FactorCheck, openFactorCheck } from './factors/check-factor.ts';
import { type Enrolment, openEnrolment } from './factors/enrol-factor.ts';
import { passkeyPlace } from './factors/passkeys.ts';
import { type CodeCarrier, type CodePort, openCodePort } from './identity/code-port.ts';
import { demoChecks, type IdentityChecks } from './identity/identity-checks.ts';
import { openIdentityCodes } from './identity/identity-codes.ts';
import { type Identity, openIdentity } from './identity/open-identity.ts';
import { openCallKeys } from './keys/call-keys.ts';
import { type Applications, openApplications } from './oidc/applications.ts';
import { openClients } from './oidc/clients.ts';
import { type Oidc, openOidc } from './oidc/open-oidc.ts';
import { openStepUp, type StepUp } from './factors/step-up.ts';
import { openTickets } from './factors/tickets.ts';
import { loadBuiltInRoles, loadFactorRoles } from './people/built-in-roles.ts';
import { findHolders, findHoldingPosts } from './people/find-holders.ts';
import { findMembers } from './people/find-members.ts';
import { openOrgans, type Organs, type OrganSource } from './people/organs.ts';
import { hashPassword, randomPassword } from './sign-in/passwords.ts';
import { type Delegations, openDelegations } from './people/delegations.ts';
import { openRequests, type Requests } from './people/requests.ts';
import { openReviews, type Reviews } from './people/reviews.ts';
import { type Accounts, openAccounts } from './people/accounts.ts';
import { openPeopleList, type PeopleList } from './people/list-people.ts';
import { openPosts, type Posts } from './people/posts.ts';
import { openRoles, type Roles } from './people/roles.ts';
import { type FactorDuty, openPrincipals, type Principals } from './people/principals.ts';
import { openSessions, type SessionFactor, type Sessions } from './sign-in/sessions.ts';
import { type Attempts, openAttempts } from './sign-in/attempts.ts';
import { openOwnPassword, type OwnPassword } from './sign-in/own-password.ts';
import { isAdministrator, openSignIn, type SignIn } from './sign-in/sign-in.ts';
import type { AccessTables } from './tables.ts';

export interface AccessDeps {
  readonly store: Store;
  /** Holds the log that the audit is recorded in. */
  readonly trust: TrustService;
  readonly contracts: readonly AnyContract[];
  readonly organs: OrganSource;
  readonly demo: boolean;
  /** Hears when sealing begins to fail. */
  readonly report?: (problem: unknown, where: string) => void;
  /** https://… of the city; passkeys are bound to its host name. Without one they work on localhost only. */
  readonly publicUrl?: string;
  /** Who confirms names and enterprises; a demo city has simulators, any other none until they are joined. */
  readonly checks?: IdentityChecks;
  /** Password that demo people share; made at first start and kept by the caller. */
  readonly demoPassword?: string;
}

/** The service plus the parts that only this engine's own handlers and start-up use. */
export interface AccessEngine extends AccessService {
  readonly parts: {
    readonly audit: Audit;
    readonly trust: TrustService;
    readonly accounts: Accounts;
    readonly people: PeopleList;
    readonly posts: Posts;
    readonly roles: Roles;
    readonly sessions: Sessions;
    readonly signIn: SignIn;
    readonly ownPassword: OwnPassword;
    readonly attempts: Attempts;
    readonly check: FactorCheck;
    readonly enrolment: Enrolment;
    readonly stepUp: StepUp;
    readonly applications: Applications;
    readonly codePort: CodePort;
    readonly identity: Identity;
    readonly agencies: Agencies;
    readonly enterprises: Enterprises;
    readonly oidc: Oidc;
    readonly delegations: Delegations;
    readonly reviews: Reviews;
    readonly requests: Requests;
    readonly review: Review;
    readonly principals: Principals;
    readonly organs: Organs;
  };
  /** Idle limit of a subject's session; administrators have less. */
  idleMinutes(subject: string): Promise<number>;
  /** What his posts ask of his sign-in; blocked when that session does not meet it. */
  factorState(subject: string, sessionId?: string): Promise<FactorState>;
  /** Loads organs and built-in roles; call once after migration. */
  load(): Promise<void>;
  /** Codes go out through it from then on; before, they go nowhere. */
  setCodeCarrier(carrier: CodeCarrier): void;
  /** Waits for a sealing that runs. */
  stop(): Promise<void>;
}

export interface FactorState {
  readonly required: boolean;
  readonly enrolled: boolean;
  readonly dueAt: string | null;
  readonly blocked: boolean;
}

export function titleOf(engine: AccessEngine, system: string): string {
  return engine.contracts.find(({ id }) => id === system)?.title ?? system;
}

/** Start-up itself, as the audit knows it. */
export const systemPrincipal: Principal = {
  id: 'system',
  name: '系统',
  kind: 'service',
  departments: [],
  grants: new Map(),
  sessionId: undefined,
};

export function createAccess(deps: AccessDeps): AccessEngine {
  const { store, contracts } = deps;
  const db = store.db.withTables<AccessTables>();
  const audit = openAudit(store, deps.trust, deps.report);
  const stopCovers = keepCovers(store, deps.report);
  const principals = openPrincipals(store);
  const sessions = openSessions(store);
  const organs = openOrgans(store, deps.organs);
  const permissions = new Set(
    contracts.flatMap((contract) =>
      Object.keys(contract.permissions).map((name) => `${contract.id}:${name}`),
    ),
  );
  const purposeFrom = new Map(
    contracts.flatMap((contract) =>
      Object.entries(contract.purposes ?? {}).flatMap(([name, from]) =>
        from === undefined ? [] : [[`${contract.id}:${name}` as string, from as FieldClass] as const],
      ),
    ),
  );
  const attempts = openAttempts(store);
  const tickets = openTickets(store);
  const place = passkeyPlace(deps.publicUrl);
  const { vault } = deps.trust;
  vault.keep({ table: 'access_factor', row: 'id', column: 'secret' });
  const check = openFactorCheck(store, vault, place);
  const posts = openPosts({ store, audit, principals, organs });
  const requests = openRequests({ store, audit, principals, posts });
  const accounts = openAccounts({
    store,
    audit,
    principals,
    sessions,
    attempts,
    posts,
    useReset: requests.useReset,
  });
  const people = openPeopleList({ store, organs, attempts });
  const roles = openRoles({ store, audit, principals, permissionExists: (one) => permissions.has(one) });
  const delegations = openDelegations({ store, audit, principals });
  const reviews = openReviews({ store, audit, principals });
  const shared = { store, audit, principals, sessions, attempts, tickets, check, place };
  const signIn = openSignIn(shared);
  const codes = openIdentityCodes(store, attempts);
  const codePort = openCodePort({ store, codes, demo: deps.demo });
  const ownPassword = openOwnPassword({ ...shared, codes });
  const enrolment = openEnrolment({ ...shared, vault });
  const stepUp = openStepUp({ ...shared, ownPassword });
  vault.keep({ table: 'access_application', row: 'id', column: 'secret' });
  vault.keep({ table: 'access_oidc_key', row: 'id', column: 'secret' });
  const applications = openApplications({
    store,
    vault,
    audit,
    organs,
    accounts,
    allowLoopback: deps.publicUrl === undefined,
  });
  const oidc = openOidc({ ...shared, vault, organs, applications, publicUrl: deps.publicUrl });
  const checks = deps.checks ?? (deps.demo ? demoChecks : undefined);
  const identity = openIdentity({ ...shared, vault, checks, codes, port: codePort });
  const agencies = openAgencies({ store, audit, principals, contracts });
  const enterprises = openEnterprises({ store, audit, attempts, identity, agencies, checks });
  const demoPassword = deps.demoPassword ?? randomPassword();
  function decidePurposed(principal: Principal, permission: string): Decision {
    const decision = decide(principal, permission);
    const from = purposeFrom.get(permission);
    return from === undefined ? decision : withholdUnstated(decision, from);
  }

  const demoHash = lazily(() => hashPassword(demoPassword));

  async function idleMinutes(subject: string): Promise<number> {
    const principal = await principals.find(subject);
    const name =
      principal !== undefined && isAdministrator(principal) ? 'idle-minutes-administrator' : 'idle-minutes';
    return store.settings.value(`access.${name}`);
  }

  function isBlocked(duty: FactorDuty, factor: SessionFactor | undefined): boolean {
    if (factor !== 'password' || !(duty.required || duty.enrolled)) return false;
    return duty.enrolled || graceEnd(duty) < store.clock.now().getTime();
  }

  function graceEnd(duty: FactorDuty): number {
    return (duty.since ?? 0) + store.settings.value('access.second-factor-grace-days') * 86_400_000;
  }

  async function factorState(subject: string, sessionId?: string): Promise<FactorState> {
    const duty = await principals.duty(subject);
    return {
      required: duty.required,
      enrolled: duty.enrolled,
      dueAt: duty.required ? new Date(graceEnd(duty)).toISOString() : null,
      blocked: sessionId !== undefined && isBlocked(duty, sessions.factorOf(sessionId)),
    };
  }

  const admin: AccessAdmin = {
    createSubject: (input) => accounts.create(input, systemPrincipal),
    async createDemoPeople(list) {
      const passwordHash = await demoHash();
      const made = new Map<string, string>();
      for (const person of list) {
        const known = await this.findSubjectId(person.account);
        const id =
          known ??
          (
            await accounts.create(
              { ...person, password: demoPassword, passwordHash, mustChange: false, demo: true },
              systemPrincipal,
            )
          ).id;
        made.set(person.account, id);
      }
      return made;
    },
    async findSubjectId(account) {
      const row = await db
        .selectFrom('access_subject')
        .select('id')
        .where((eb) => eb(eb.fn('lower', ['account']), '=', account.toLowerCase()))
        .executeTakeFirst();
      return row?.id;
    },
    setPosts: (subject, wanted) => posts.set(subject, wanted, systemPrincipal),
    openSession: (subject) => sessions.open(subject, 'local', 'local'),
  };

  const exits = openExits(store, audit);
  exits.add(
    'access.audit',
    auditExit({ store, trust: deps.trust, audit }, (principal) => {
      if (!decidePurposed(principal, 'access:read-audit').permit) throw commonErrors.forbidden();
    }),
  );

  return {
    admin,
    contracts,
    demo: deps.demo,
    idleMinutes,
    factorState,
    parts: {
      audit,
      trust: deps.trust,
      accounts,
      people,
      posts,
      roles,
      sessions,
      signIn,
      ownPassword,
      attempts,
      check,
      enrolment,
      stepUp,
      applications,
      codePort,
      identity,
      agencies,
      enterprises,
      oidc,
      delegations,
      reviews,
      requests,
      review: openReview(store, audit),
      principals,
      organs,
    },
    exits,
    isOwnCard: identity.isOwnCard,
    looks: openLooks(store, audit),
    activity: watchActivity(store),
    requireFresh: stepUp.require,
    requireLevel(principal, level) {
      if (principal.kind !== 'citizen' || identityReaches(principal.level, level)) return;
      throw accessErrors.levelNeeded({ level, title: identityLevels[level].title });
    },
    actFor: agencies.actFor,
    enterprises,
    callKeys: openCallKeys(store, vault),
    clients: openClients(applications),
    singleSignOn: oidc,
    decide: decidePurposed,
    covers: coversOf(store),
    require(principal, permission) {
      const decision = decidePurposed(principal, permission);
      if (decision.permit) return decision;
      throw principal.kind === 'anonymous' ? commonErrors.unauthenticated() : commonErrors.forbidden();
    },
    async findPrincipal(token) {
      const session = await sessions.find(token, idleMinutes);
      if (session === undefined) return undefined;
      const principal = await principals.find(session.subject);
      if (principal === undefined) return undefined;
      const { sessionId } = session;
      // Nothing is open to him but enrolling.
      if (isBlocked(await principals.duty(session.subject), session.factor))
        return { ...principal, departments: [], grants: new Map(), sessionId };
      return { ...principal, sessionId };
    },
    principalOf: (subject, work) => principals.get(subject, work?.glance),
    findRepresented: (subject, work) => principals.findRepresented(subject, work?.glance),
    holdersOf: (permission, where, work) => findHolders({ store, principals }, permission, where, work),
    holdingPosts: (permission, where, work) => findHoldingPosts(store, permission, where, work),
    membersOf: (query, page, work) =>
      findMembers(work?.glance ?? store.db, organs, query, page, store.clock.now()),
    async namesOf(ids) {
      const wanted = [...new Set(ids)].filter((id) => /^[0-9a-f-]{36}$/.test(id));
      if (wanted.length === 0) return new Map();
      const rows = await db
        .selectFrom('access_subject')
        .select(['id', 'name'])
        .where('id', 'in', wanted)
        .execute();
      return new Map(rows.map((row) => [row.id, row.name]));
    },
    departments: () => Promise.resolve(organs.all()),
    findDepartment: (id) => organs.find(id),
    audit: (work, principal, entry) => audit.add(work, principal, entry),
    auditAlone: (principal, entry) => audit.addAlone(principal, entry),
    noteRefusal: createRefusalNotes(audit, () => store.clock.now()),
    async load() {
      await organs.load();
      await loadBuiltInRoles(store, contracts);
      await loadFactorRoles(store);
      await principals.changed('*');
    },
    setCodeCarrier: (carrier) => codePort.fill(carrier),
    async stop() {
      await stopCovers();
      await audit.stop();
    },
  };
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
