/** What the access engine offers: the one decision, sessions, people and organs, and the audit. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Decision, IdentityLevel, Principal } from '../../kernel/access.ts';
import type { AnyContract } from '../../kernel/contract.ts';
import { service } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';

export type Permit = Extract<Decision, { permit: true }>;

export interface AuditEntry {
  /** Contract id of the module. */
  readonly module: string;
  readonly event:
    | 'login'
    | 'logout'
    | 'query'
    | 'create'
    | 'update'
    | 'delete'
    | 'export'
    | 'import'
    | 'grant'
    | 'config'
    | 'reveal'
    | 'refuse';
  readonly objectType: string;
  readonly objectId: string;
  readonly result: 'success' | 'failure';
  /** Ids and codes only, never personal values. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Department {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly area: string;
  readonly parent: string | null;
  readonly kind: string;
  readonly pinyin: string;
}

export interface PostGrant {
  /** Role id, '<contract id>:<role>'. */
  readonly role: string;
  readonly department: string;
  readonly area: string;
  /** Default main. */
  readonly kind?: PostKind | undefined;
  /** Period, moments in ISO form; without them it is without limit. */
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

/** main 主岗, concurrent 兼任, secondment 借调; break-glass 应急 is given by the engine alone. */
export type PostKind = 'main' | 'concurrent' | 'secondment' | 'break-glass';

export interface NewSubject {
  readonly id?: string;
  readonly account: string;
  readonly name: string;
  readonly kind: 'official' | 'citizen' | 'service';
  readonly posts?: readonly PostGrant[];
  /** Default: a random one, handed back once. */
  readonly password?: string;
  /** A hash made before, so that many demo people cost one. */
  readonly passwordHash?: string;
  /** Default true. */
  readonly mustChange?: boolean;
  readonly demo?: boolean;
}

export interface RoleDefinition {
  readonly id: string;
  readonly title: string;
  readonly system: string;
  readonly permissions: readonly string[];
  readonly clearance: string;
  readonly reach: string;
  readonly builtIn: boolean;
  /** Whoever holds it needs a second factor. */
  readonly secondFactor: boolean;
}

/** Account work for start-up and seeds; over HTTP it goes through the administrators' routes. */
export interface AccessAdmin {
  createSubject(input: NewSubject): Promise<{ id: string; password: string }>;
  /** Demo people share one random password, so that a visitor can try each of them. Returns subject ids by account. */
  createDemoPeople(
    people: readonly Omit<NewSubject, 'password' | 'passwordHash' | 'mustChange' | 'demo'>[],
  ): Promise<ReadonlyMap<string, string>>;
  findSubjectId(account: string): Promise<string | undefined>;
  setPosts(subject: string, posts: readonly PostGrant[]): Promise<void>;
  /** A session token without a password: tests and first start only; never reachable over HTTP. */
  openSession(subject: string): Promise<string>;
}

export interface SingleSignOn {
  /** undefined when the request came under a name that is not the city's. */
  issuerFor(host: string, port: number | undefined): string | undefined;
  handle(issuer: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  faceOf(issuer: string, uid: string): Promise<'desk' | 'citizen'>;
  consentOf(issuer: string, uid: string, principal: Principal): Promise<unknown>;
  settle(issuer: string, uid: string, principal: Principal, agree: boolean): Promise<string>;
  /** Whose machine token this is (client credentials); undefined for any other. */
  machineOf(token: string): Promise<Principal | undefined>;
}

/** Officials by their posts in force; citizens have none, so area, department and role do not narrow them. */
export interface MemberQuery {
  readonly kinds: readonly ('official' | 'citizen')[];
  /** 12 digits; all under it. */
  readonly area?: string | undefined;
  /** All under it. */
  readonly department?: string | undefined;
  readonly role?: string | undefined;
}

export interface Member {
  readonly id: string;
  readonly kind: 'official' | 'citizen';
  /** Of a post; null without one. */
  readonly area: string | null;
}

export interface AccessService {
  /** Demo people and cases are loaded: whatever leaves the city on paper says so. */
  readonly demo: boolean;
  readonly admin: AccessAdmin;
  /** The one decision. `permission` is '<contract id>:<name>'. Pure and in memory: microseconds. */
  decide(principal: Principal, permission: string): Decision;
  /** As decide, but throws city.unauthenticated or city.forbidden. */
  require(principal: Principal, permission: string): Permit;
  /** Throws access.stepUp unless this person proved within the last minutes who he is. */
  requireFresh(principal: Principal): void;
  /** Throws access.levelNeeded for a citizen who is not known so surely; officials are known by their organ. */
  requireLevel(principal: Principal, level: IdentityLevel): void;
  /** 代办: whom the agent is under this agency: the represented, with what was lent and no more. Throws access.agencyOver. */
  actFor(agent: Principal, agency: string): Promise<Principal>;
  /** Who a session token belongs to; undefined when unknown, expired or idle too long. */
  findPrincipal(token: string): Promise<Principal | undefined>;
  /** Principal of a subject as if signed in now (for jobs that go on after the request, and for 'who may do this'); `work` as below. */
  principalOf(subjectId: string, work?: Work): Promise<Principal>;
  /** Subjects that hold the permission over an area and, if given, in a department. Inside a transaction give its `work`: it asks no second connection. */
  holdersOf(
    permission: string,
    where: { area?: string; department?: string },
    work?: Work,
  ): Promise<readonly string[]>;
  /** Active people after that id, at most `size`, in the order of ids. Inside a transaction give its `work`. */
  membersOf(
    query: MemberQuery,
    page: { readonly after: string | undefined; readonly size: number },
    work?: Work,
  ): Promise<readonly Member[]>;
  /** Display names; an unknown id is left out. */
  namesOf(subjectIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  departments(): Promise<readonly Department[]>;
  findDepartment(id: string): Department | undefined;
  /** Sign-in of departments' own applications (OpenID Connect), for the gateway. */
  readonly singleSignOn: SingleSignOn;
  /** Adds a line that commits with the work; sealed into the hash chain within a second. Refuses (city.unavailable) when sealing has failed too long. */
  audit(work: Work, principal: Principal, entry: AuditEntry): void;
  /** For reads and refusals that have no transaction of their own. */
  auditAlone(principal: Principal, entry: AuditEntry): Promise<void>;
  /** All contracts of the city, for menus, roles and permission names. */
  readonly contracts: readonly AnyContract[];
}

export const access = service<AccessService>('access');
