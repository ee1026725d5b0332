/** What the access engine offers: the one decision, sessions, people and organs, and the audit. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Decision, IdentityLevel, Principal } from '../../kernel/access.ts';
import type { AnyContract } from '../../kernel/contract.ts';
import { service } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';
import type { Registration } from './routes/application-routes.ts';
import type { Exits } from './exits.ts';
import type { FieldCovers } from './covers.ts';

export type { FieldCovers, FieldPolicy, FileMark, MarkedFile } from './covers.ts';
import type { CallContent } from './signed-call.ts';

export type { Exit, ExitFile, ExitMark, ExitPlan, Exits, ExitWish, Paper } from './exits.ts';
export type { Registration } from './routes/application-routes.ts';

export interface Enterprise {
  /** 统一社会信用代码. */
  readonly creditCode: string;
  readonly name: string;
}

export interface HeldEnterprises {
  /** Those he has claimed as legal representative, or the one for which he acts as its operator; of a relative's affairs none. */
  heldBy(principal: Principal): Promise<readonly Enterprise[]>;
  /** Subject id; undefined where nobody has claimed the enterprise. */
  representativeOf(creditCode: string): Promise<string | undefined>;
}

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

/** real: for the real doors. sandbox: for synthetic answers only. */
export type KeyKind = 'real' | 'sandbox';

export interface CallKey {
  readonly id: string;
  readonly kind: KeyKind;
  readonly createdAt: string;
  /** From then on it proves nothing; null while it is the newest. */
  readonly endsAt: string | null;
}

/** A wrong clock is told only to whoever has a key. */
export type Proof =
  | { readonly outcome: 'proven'; readonly kind: KeyKind; readonly secret: string }
  | { readonly outcome: 'bad-signature' | 'bad-time' };

export interface CallKeys {
  /** A new key, shown once; the former ones of its kind end after the overlap, in every process. */
  issue(
    work: Work,
    wanted: { readonly app: string; readonly kind: KeyKind; readonly overlapHours: number },
  ): Promise<string>;
  /** Ends every key of the application at once, or those of one kind. Returns how many. */
  revoke(work: Work, app: string, kind?: KeyKind): Promise<number>;
  /** Newest first, the ended ones too. */
  list(app: string): Promise<readonly CallKey[]>;
  /** The newest secret in force. */
  find(app: string, kind: KeyKind): Promise<string | undefined>;
  /** By any key in force, or by none; `seconds` is how far the clocks may differ. */
  prove(call: CallContent & { readonly signature: string }, seconds: number): Promise<Proof>;
}

export interface ClientApplication {
  readonly department: string;
  readonly state: 'requested' | 'active' | 'suspended' | 'refused';
  /** In force, or asked for. */
  readonly registration: Registration | undefined;
}

/** Applications as the OpenID Connect provider knows them (接入应用); a system that keeps departments' applications joins its own to them by `id`. */
export interface ClientApplications {
  /** Registers it or asks for a change; the security administrator decides. Throws access.badAddress, oneHost, unknownScope, unknownDepartment. */
  request(
    input: {
      readonly id: string;
      readonly name: string;
      readonly department: string;
      readonly purpose: string;
      readonly registration: Registration;
    },
    by: Principal,
  ): Promise<void>;
  find(id: string): Promise<ClientApplication | undefined>;
  /** By their ids. */
  all(): Promise<ReadonlyMap<string, ClientApplication>>;
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

/** What is stated before a look. */
export interface Statement {
  /** '<system>.<register>', or '<system>.<what>' of rows that are no register's. */
  readonly object: string;
  readonly row: string;
  readonly caseNumber?: string;
  readonly reason: string;
}

/** 查询目的: for one person and one row, for the minutes of the setting; every one is kept and may be drawn for review. */
export interface Looks {
  isOpen(principal: Principal, object: string, row: string): Promise<boolean>;
  /** Throws access.purposeNeeded, naming object and row; the shells ask for the purpose and send the request again. */
  require(principal: Principal, object: string, row: string): Promise<void>;
  /** Until when it holds. Throws access.unknownPurpose, access.caseNeeded. */
  state(principal: Principal, given: Statement & { readonly purpose: string }): Promise<Date>;
  /** A single value shown for a reason that came with the request itself. */
  record(work: Work, principal: Principal, given: Statement): Promise<void>;
}

/** What a person had shown or exported of one register or library in one hour. */
export interface ActivityHour {
  readonly object: string;
  /** Its beginning, ISO. */
  readonly hour: string;
  /** Different rows of which something was shown. */
  readonly looks: number;
  readonly exports: number;
}

/** Looks and exports by the hour, made from the audit: ids and counts, never values. News come as the event 'access.looked'. */
export interface ActivityWatch {
  /** Brings the audit's lines into the hours now instead of within a minute; each once, by one process. */
  profile(): Promise<number>;
  /** From `from` up to, not including, `to`, oldest first. */
  hours(query: {
    readonly subject: string;
    readonly from: string;
    readonly to: string;
  }): Promise<readonly ActivityHour[]>;
  /** Who had something of this row shown. */
  lookers(query: {
    readonly object: string;
    readonly row: string;
    readonly from: string;
    readonly to: string;
  }): Promise<readonly string[]>;
}

export interface HolderQuery {
  readonly area?: string;
  readonly department?: string;
}

export interface HoldingPost {
  readonly subject: string;
  readonly name: string;
  readonly kind: Principal['kind'];
  readonly department: string;
}

export interface AccessService {
  /** Demo people and cases are loaded: whatever leaves the city on paper says so. */
  readonly demo: boolean;
  readonly admin: AccessAdmin;
  /** The one decision. `permission` is '<contract id>:<name>'. Pure and in memory: microseconds. */
  decide(principal: Principal, permission: string): Decision;
  /** As decide, but throws city.unauthenticated or city.forbidden. */
  require(principal: Principal, permission: string): Permit;
  /** What policies in force mask beyond what is declared; in memory. */
  readonly covers: FieldCovers;
  /** Every way by which data leave in a file. */
  readonly exits: Exits;
  readonly looks: Looks;
  readonly activity: ActivityWatch;
  /** Throws access.stepUp unless this person proved within the last minutes who he is. */
  requireFresh(principal: Principal): void;
  /** Whether this is the number that was verified of the citizen; the number itself never leaves the engine. False below L3. Takes the same time either way. */
  isOwnCard(principal: Principal, idCard: string): Promise<boolean>;
  /** Throws access.levelNeeded for a citizen who is not known so surely; officials are known by their organ. */
  requireLevel(principal: Principal, level: IdentityLevel): void;
  /** 代办: whom the agent is under this agency: the represented, with what was lent and no more. Throws access.agencyOver. */
  actFor(agent: Principal, agency: string): Promise<Principal>;
  /** 企业: for which of them this principal stands, as verified representative or as operator who acts for one; and whose a firm is. */
  readonly enterprises: HeldEnterprises;
  /** Who a session token belongs to; undefined when unknown, expired or idle too long. */
  findPrincipal(token: string): Promise<Principal | undefined>;
  /** Principal of a subject as if signed in now (for jobs that go on after the request, and for 'who may do this'); `work` as below. */
  principalOf(subjectId: string, work?: Work): Promise<Principal>;
  /** Whom others act for: as principalOf, but a password that ran out while he is away ends nothing. Undefined where the account is not active. */
  findRepresented(subjectId: string, work?: Work): Promise<Principal | undefined>;
  /** Subjects that hold the permission over an area and, if given, in a department. Inside a transaction give its `work`: it asks no second connection. */
  holdersOf(permission: string, where: HolderQuery, work?: Work): Promise<readonly string[]>;
  /** The posts by which they hold it, with one statement for all; somebody with several stands there several times. */
  holdingPosts(permission: string, where: HolderQuery, work?: Work): Promise<readonly HoldingPost[]>;
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
  /** Keys by which departments' applications sign their calls. */
  readonly callKeys: CallKeys;
  readonly clients: ClientApplications;
  /** Sign-in of departments' own applications (OpenID Connect), for the gateway. */
  readonly singleSignOn: SingleSignOn;
  /** Adds a line that commits with the work; sealed into the hash chain within a second. Refuses (city.unavailable) when sealing has failed too long. */
  audit(work: Work, principal: Principal, entry: AuditEntry): void;
  /** For reads and refusals that have no transaction of their own. */
  auditAlone(principal: Principal, entry: AuditEntry): Promise<void>;
  /** Adds a line when the problem says that a signed-in person overstepped; the same again within a minute adds none. */
  noteRefusal(
    principal: Principal,
    route: { readonly system: string; readonly name: string },
    problem: unknown,
  ): Promise<void>;
  /** All contracts of the city, for menus, roles and permission names. */
  readonly contracts: readonly AnyContract[];
}

export const access = service<AccessService>('access');
