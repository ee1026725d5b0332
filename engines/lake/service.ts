/** What the lake offers: loading datasets from their sources, their batches and rejected rows, and their rows to read. */
import { service } from '../../kernel/system.ts';
import type { FieldClass } from '../../kernel/access.ts';
import type { Work } from '../store/service.ts';
import type { LakeField } from './field.ts';
import type { Connection, SourceObject } from './source.ts';
import type {
  AnonymityReport,
  BatchRow,
  DatasetRow,
  Letter,
  LetterState,
  CallRow,
  InflowDay,
  LaterAnswer,
  LaterCall,
  LoadPlan,
  SeenRow,
  ShareGrant,
  StoredLayer,
  SharedReply,
  SourceColumn,
  SourceTable,
  SubjectBuild,
  SubjectChange,
  SubjectFilter,
  SubjectMatch,
  SubjectRecord,
  SubjectSummary,
} from './types.ts';
import type {
  AsideMessage,
  Compared,
  LinkedCall,
  LinkNode,
  LinkObject,
  LinkPeer,
  LinkState,
  LinkStatus,
  SignedStatement,
} from './link.ts';
import type { OpenService } from './open.ts';
import type { MartPlan, MartState } from './mart.ts';
import type { PushTarget } from './push.ts';
import type { QualityService } from './quality.ts';
import type { Shelf } from './shelf.ts';
import type { SignedCall } from './signed-call.ts';
import type { SubjectDecisions, SubjectPlan } from './subject.ts';
import type { CallWatch } from './watch.ts';
import type { Receipt } from '../trust/service.ts';

export type { DeliveredChange, ServedQuery, ServedRow, Shelf } from './shelf.ts';
export type { SignedCall } from './signed-call.ts';
export type { CallHour, CallTraffic, CallWatch, DemoCall } from './watch.ts';
export type * from './link.ts';
export type * from './quality.ts';
export { type QuasiField, suggestQuasi } from './quasi.ts';
export type * from './open.ts';
export type { PushConnection, PushTable, PushTarget } from './push.ts';
export type { LakeField } from './field.ts';
export type { Connection, LoadMode, SourceObject } from './source.ts';
export type {
  AnonymityReport,
  CallRow,
  ShareGrant,
  SharedReply,
  BatchRow,
  BatchState,
  DatasetRow,
  Drift,
  Letter,
  LetterProblem,
  InflowDay,
  LaterAnswer,
  LaterCall,
  LetterState,
  LoadPlan,
  RuleResult,
  SeenRow,
  StoredLayer,
  SourceColumn,
  SourceTable,
  SubjectBuild,
  SubjectChange,
  SubjectCounts,
  SubjectFilter,
  SubjectMatch,
  SubjectOrigin,
  SubjectRecord,
  SubjectSummary,
} from './types.ts';
export type { SubjectDecision, SubjectDecisions, SubjectPlan } from './subject.ts';
export type { MartColumn, MartPlan, MartState, MartTestResult } from './mart.ts';

export interface RowsQuery {
  readonly dataset: string;
  /** Field → exact value, as text. */
  readonly where?: Readonly<Record<string, string>> | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly page?: number | undefined;
  /** At most 200. */
  readonly size?: number | undefined;
  /** Fields of higher classes come masked. */
  readonly clearance: FieldClass;
}

export interface LineageRow {
  readonly target: string;
  readonly targetField: string;
  readonly origin: string;
  readonly originKind: 'source' | 'dataset';
  readonly originField: string;
  readonly expression: string;
}

export interface PeekedSource {
  readonly columns: readonly SourceColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface LakeService {
  /** Puts a source's password or key into the vault; it comes out for connecting only. */
  setSecret(work: Work, source: string, secret: string): Promise<void>;
  hasSecret(source: string): Promise<boolean>;
  /** Connects and lists tables. Throws lake.unreachable, lake.refusedLogin, lake.ownDatabase. */
  tables(source: string, connection: Connection): Promise<readonly SourceTable[]>;
  columns(
    source: string,
    connection: Connection,
    table: { readonly schema: string | undefined; readonly table: string },
  ): Promise<readonly SourceColumn[]>;
  /** Its first rows as texts, and what its columns seem to hold. Throws what reading throws, among it lake.noHeader. */
  peek(
    source: string,
    of: { readonly connection: Connection; readonly object: SourceObject },
  ): Promise<PeekedSource>;
  /** Folder that files of this source are dropped into. */
  dropFolder(source: string): string;
  /** Throws lake.badField with the field's name: a pattern that is none, two fields of one name, no key for merging. */
  checkFields(fields: readonly LakeField[]): Promise<void>;
  /** Queues a load and gives its job's id; store.jobs shows progress and cancels. */
  start(plan: LoadPlan, by: string, work?: Work): Promise<string>;
  /** The same at once, in this process, for seeds, tests and benches. */
  load(plan: LoadPlan, by: string, signal?: AbortSignal): Promise<BatchRow>;
  findDataset(id: string): Promise<DatasetRow | undefined>;
  findDatasets(ids: readonly string[]): Promise<readonly DatasetRow[]>;
  findBatch(id: string): Promise<BatchRow | undefined>;
  /** Newest first. */
  batches(query: {
    readonly datasets: readonly string[];
    readonly before?: string | undefined;
    /** Moments: begun from the first up to, not including, the second. */
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly size: number;
  }): Promise<readonly BatchRow[]>;
  /** By dataset and day, from one day on up to another. Mended rows that were replayed are not counted twice. */
  inflow(query: {
    readonly datasets: readonly string[];
    readonly from: string;
    readonly to: string;
  }): Promise<readonly InflowDay[]>;
  /** Files and rows of all datasets, by layer. */
  stored(): Promise<readonly StoredLayer[]>;
  /** Of each dataset the newest batch that brought rows from its source, in no order. */
  lastLoaded(datasets: readonly string[]): Promise<readonly BatchRow[]>;
  letters(query: {
    readonly dataset: string;
    readonly state: LetterState;
    readonly batch?: string | undefined;
    readonly after?: string | undefined;
    readonly size: number;
  }): Promise<{ readonly letters: readonly Letter[]; readonly total: number }>;
  findLetters(ids: readonly string[]): Promise<readonly Letter[]>;
  /** Throws lake.letterHandled; lake.letterStale when somebody has mended it since this version. */
  mendLetter(work: Work, letter: Pick<Letter, 'id' | 'version'>, cells: Letter['cells']): Promise<void>;
  dropLetters(work: Work, ids: readonly string[], by: string): Promise<number>;
  /** Rows of the visible batch. Throws lake.noData. */
  rows(query: RowsQuery): Promise<{ readonly rows: readonly SeenRow[]; readonly total: number }>;
  /** All rows of the visible batch, unmasked: the caller has decided which fields go out. */
  eachRow(query: {
    /** Its id, or what it was when somebody looked at it: its files are kept a day after they were replaced. */
    readonly dataset: string | DatasetRow;
    readonly fields: readonly string[];
    readonly most: number;
  }): AsyncIterable<SeenRow>;
  /** What stands against giving these fields to anybody. Throws lake.noData. */
  checkAnonymity(query: {
    readonly dataset: string;
    readonly fields: readonly string[];
    readonly quasi: readonly string[];
    readonly k: number;
  }): Promise<AnonymityReport>;
  readonly open: OpenService;
  lineage(target: string): Promise<readonly LineageRow[]>;
  /** The same the other way: what is made of this source or dataset. */
  dependents(origin: string): Promise<readonly LineageRow[]>;
  /** Queues a build of a theme mart and gives its job's id; equal inputs change nothing. Throws lake.badMart for a plan that is none. */
  startMart(plan: MartPlan, by: string, work?: Work): Promise<string>;
  /** The same at once, in this process. Throws lake.badMart, lake.busy. */
  buildMart(plan: MartPlan, by: string, signal?: AbortSignal): Promise<BatchRow>;
  /** Undefined before the first build that came to its tests. */
  mart(dataset: string): Promise<MartState | undefined>;
  /** Queues a build of a subject table and gives its job's id; equal inputs change nothing. Throws lake.badField. */
  startSubject(plan: SubjectPlan, by: string, work?: Work): Promise<string>;
  /** The same at once, in this process. Throws lake.badField, lake.busy. */
  buildSubject(plan: SubjectPlan, by: string, signal?: AbortSignal): Promise<BatchRow>;
  /** Plans as of the visible builds. */
  subjects(): Promise<readonly SubjectPlan[]>;
  /** Counts of the visible rows, and how builds moved them, oldest first; undefined before the first. */
  subject(dataset: string): Promise<
    | {
        readonly plan: SubjectPlan;
        readonly summary: SubjectSummary;
        readonly builds: readonly SubjectBuild[];
      }
    | undefined
  >;
  /** Throws lake.noData. */
  records(query: {
    readonly dataset: string;
    readonly filter: SubjectFilter;
    readonly page: number;
    /** At most 200. */
    readonly size: number;
    readonly clearance: FieldClass;
  }): Promise<{
    readonly rows: readonly {
      readonly id: string;
      readonly values: SeenRow;
      /** Fields on which sources disagree. */
      readonly conflicts: readonly string[];
    }[];
    readonly total: number;
  }>;
  /** The one record that the filter leaves. Throws lake.noData. */
  record(query: {
    readonly dataset: string;
    readonly filter: SubjectFilter;
    readonly clearance: FieldClass;
  }): Promise<SubjectRecord | undefined>;
  /** What builds have changed of the one record that the filter leaves, the newest first. Throws lake.noData. */
  history(query: {
    readonly dataset: string;
    readonly filter: SubjectFilter;
    readonly clearance: FieldClass;
  }): Promise<readonly SubjectChange[]>;
  /** What one build changed in these fields ('*': a record that was not there); unmasked, for rules over it. Throws lake.noData. */
  changes(query: {
    readonly dataset: string;
    readonly batch: string;
    readonly fields: readonly string[];
    readonly most: number;
  }): Promise<
    readonly {
      readonly record: string;
      readonly field: string;
      readonly was: string | null;
      readonly now: string | null;
    }[]
  >;
  /** Rows without a key that the newest build has merged or left to a steward; no values. */
  matches(dataset: string): Promise<readonly SubjectMatch[]>;
  /** At start-up: who keeps what stewards have decided. */
  bindDecisions(ask: (dataset: string) => Promise<SubjectDecisions>): void;
  /**
   * The row of a served table with one key field by its key, however that is written; unmasked, for answers that give none of it. Throws
   * lake.noData where the table is not served.
   */
  servedRecord(dataset: string, key: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Rows of a source that have no place in the table: record of which batch, and why. No values. */
  rejectedRows(query: {
    readonly dataset: string;
    readonly source: string;
    readonly page: number;
    readonly size: number;
  }): Promise<readonly { readonly batch: string; readonly row: number; readonly reason: string }[]>;
  /** A new key for an application that calls, shown once; the former one ends with it, or so many hours later. */
  issueKey(app: string, overlapHours?: number): Promise<string>;
  /** Copies the visible batch into the service layer, and again after each later batch. Returns its rows. */
  serve(dataset: string): Promise<number>;
  /** True once the first copy has ended. */
  isServed(dataset: string): Promise<boolean>;
  /** The same copy as a job, and the index for contracts whose row conditions name these fields. */
  startServing(
    work: Work,
    of: { readonly dataset: string; readonly fields?: readonly string[] | undefined },
  ): Promise<void>;
  /** Nobody is to be served these rows any more. */
  endServing(work: Work, dataset: string): Promise<void>;
  /** Drops the indexes of all other fields. */
  keepIndexes(
    wanted: readonly { readonly dataset: string; readonly fields: readonly string[] }[],
  ): Promise<number>;
  /**
   * Answers a signed call after its receipt is stored. Throws lake.badSignature, badTime, badQuery, replayed, overQuota. The grant is asked
   * for once the signature holds, and throws where the contract is not in force.
   */
  call(call: SignedCall, grantOf: () => Promise<ShareGrant>): Promise<SharedReply>;
  /**
   * The same for a contract whose data lies at the other end of a link: kept, asked as soon as the link stands, served once. Throws as `call`
   * does, and lake.laterHere.
   */
  callLater(
    call: SignedCall,
    grantOf: () => Promise<ShareGrant>,
  ): Promise<{ readonly id: string; readonly expiresAt: string }>;
  /** By a signed call whose query is 'result=…'; changes nothing, so it may be said again. Throws lake.badSignature, badTime, laterQuery, laterMissing. */
  fetchLater(call: SignedCall): Promise<LaterAnswer>;
  /** Newest first. */
  laterCalls(contract: string): Promise<readonly LaterCall[]>;
  /** All rows of a contract as a CSV file on this machine, after its receipt is stored. Throws lake.noAppKey, lake.overQuota. */
  sharedFile(
    of: { readonly app: string; readonly contract: string },
    grant: ShareGrant,
  ): Promise<{ readonly at: string; readonly rows: number; readonly receipt: string }>;
  /**
   * All rows of a contract into a table of the using department's database, in place of those of the last push: its readers see either
   * all of one or all of the other, and none before the receipt is stored. The table is made when there is none. Throws lake.noAppKey,
   * overQuota, unreachable, refusedLogin, pushRefused, pushTableTaken, pushColumnsDiffer, movedOn.
   */
  pushTable(
    of: { readonly app: string; readonly contract: string },
    grant: ShareGrant,
    target: PushTarget,
    signal?: AbortSignal,
  ): Promise<{ readonly rows: number; readonly receipt: string }>;
  /** Empties a table that was pushed to, when its contract has ended. Throws as pushTable does. */
  /** At start-up: rows of datasets whose name begins with '<kind>:' are read there, under the same contracts and receipts. */
  bindShelf(kind: string, shelf: Shelf): void;
  /** From now on each batch of the dataset leaves what it changed; or no longer. */
  followChanges(work: Work, dataset: string, followed: boolean): Promise<void>;
  /** Position of the newest change. */
  lastChange(dataset: string): Promise<number>;
  /**
   * Sends what changed behind a position, as far as the contract has it: JSON with `data` (the text of the changes), signed like a call whose
   * query it is. Receipt first; whoever sends again after a failure leaves another one. Throws lake.changesGone, noAppKey, overQuota, or what `send` throws.
   */
  deliverChanges(
    of: { readonly app: string; readonly contract: string },
    grant: ShareGrant,
    after: number,
    send: (body: string) => Promise<void>,
  ): Promise<{
    readonly upTo: number;
    readonly more: boolean;
    readonly rows: number;
    readonly receipt: string | null;
  }>;
  clearTable(contract: string, grant: ShareGrant, target: PushTarget): Promise<void>;
  /** Newest first. */
  calls(query: {
    readonly contracts: readonly string[];
    readonly apps?: readonly string[] | undefined;
    readonly outcome?: string | undefined;
    readonly before?: string | undefined;
    /** Moments: from the first up to, not including, the second. */
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly size: number;
  }): Promise<readonly CallRow[]>;
  /** Calls and rows of each contract on each of its days from the given one on. */
  usage(
    contracts: readonly string[],
    from: string,
  ): Promise<readonly { contract: string; day: string; calls: number; rows: number }[]>;
  findCall(id: string): Promise<CallRow | undefined>;
  /** Verifiable without the city. Throws lake.noReceipt, lake.notSealed. */
  receipt(id: string): Promise<Receipt>;
  /** Brings what is stored into the log now instead of within a second. */
  sealReceipts(): Promise<number>;
  readonly watch: CallWatch;
  readonly quality: QualityService;
}

/** The other end of a link. */
export interface LinkEnd {
  readonly id: string;
  readonly peer: LinkPeer;
}

/** What reads one kind of objects. */
export interface LinkBinding {
  /** In the transaction that stores it. A CityError that is thrown sets it aside, with its reason, and the next ones go on. */
  take(work: Work, link: LinkEnd, object: LinkObject, before: LinkObject | undefined): Promise<void>;
  /** The owner has withdrawn it. */
  drop?(work: Work, link: LinkEnd, id: string): Promise<void>;
}

export type LinkAnswer = (link: LinkEnd, content: unknown) => Promise<unknown>;

export interface LinkedGrant {
  /** Application that stands for the other end. */
  readonly app: string;
  readonly grant: ShareGrant;
}

/** What the engine asks of the system that keeps contracts. */
export interface LinkHooks {
  /** Whether rows of this contract are expected over this link. */
  accepts: (work: Work, link: string, contract: string) => Promise<boolean>;
  readonly answers: Map<string, LinkAnswer>;
  /** Asks what waits for this link; of the gateway, which has the keys of applications. */
  askWaiting: (link: string) => Promise<void>;
}

/** Platforms of other levels: what is kept equal at both ends, what is asked at once, and how it all stands. Decision 029. */
export interface LinkService {
  node(): Promise<LinkNode | undefined>;
  /** Who this platform is. Throws lake.linkNodeInUse while there are links. */
  setNode(work: Work, node: LinkNode): Promise<void>;
  /** To be given to the keepers of the other ends. */
  publicKey(): Promise<string>;
  verify(signed: SignedStatement): Promise<boolean>;
  /** Makes a link or changes its other end. Throws lake.linkSelf, lake.linkTaken. */
  configure(work: Work, id: string, peer: LinkPeer): Promise<void>;
  setStatus(work: Work, link: string, status: LinkStatus): Promise<void>;
  states(): Promise<readonly LinkState[]>;
  /** At start-up. */
  bind(kind: string, binding: LinkBinding): void;
  bindAnswer(kind: string, answer: LinkAnswer): void;
  bindCalls(grantOf: (link: LinkEnd, contract: string) => Promise<LinkedGrant>): void;
  bindRows(accepts: LinkHooks['accepts']): void;
  /** What the other end should have from now on; queued in this transaction, the same again changes nothing. Throws lake.linkTooLarge. */
  offer(work: Work, link: string, object: LinkObject): Promise<void>;
  withdraw(work: Work, link: string, object: { readonly kind: string; readonly id: string }): Promise<void>;
  /** What the other ends have given. */
  received(query: {
    readonly kind: string;
    readonly link?: string | undefined;
    readonly search?: string | undefined;
    readonly page: number;
    readonly size: number;
  }): Promise<{
    readonly objects: readonly (LinkObject & { readonly link: string })[];
    readonly total: number;
  }>;
  findReceived(kind: string, id: string): Promise<(LinkObject & { readonly link: string }) | undefined>;
  /** A request as it came, and the signed answer to it. */
  receive(
    request: unknown,
  ): Promise<{ readonly instance: string; readonly body: string; readonly signature: string }>;
  /** Throws lake.linkDown with since when, or what the other end refuses with. */
  ask(link: string, kind: string, content: unknown): Promise<unknown>;
  /** Sends what waits; never throws for a link that is cut. */
  deliver(link: string): Promise<void>;
  /** Without waiting for its turn. */
  retryNow(link: string): Promise<void>;
  /** All links whose turn has come; each is spoken to even when nothing waits. */
  deliverDue(): Promise<number>;
  compare(link: string): Promise<{ readonly same: number; readonly different: readonly Compared[] }>;
  resync(work: Work, link: string, reason: string): Promise<void>;
  cancelResync(link: string): Promise<boolean>;
  asides(link: string): Promise<readonly AsideMessage[]>;
  /** Throws lake.linkHandled, or why it still cannot be taken. */
  retry(work: Work, id: string, by: string): Promise<AsideMessage>;
  discard(work: Work, id: string, by: string, because: string): Promise<AsideMessage>;
  /** The other machine is the one from now on. */
  acceptOther(work: Work, link: string): Promise<void>;
  refuseOther(work: Work, link: string): Promise<void>;
  /** All rows of the contract to the other end, piece by piece; again for a new batch. */
  startTable(
    work: Work,
    of: { readonly link: string; readonly contract: string },
    grant: ShareGrant,
  ): Promise<void>;
  endTable(work: Work, of: { readonly link: string; readonly contract: string }): Promise<void>;
  /** Rows that came are kept no longer. */
  dropTable(work: Work, contract: string): Promise<void>;
  /** Newest first. */
  calls(contract: string): Promise<readonly LinkedCall[]>;
}

export const lake = service<LakeService>('lake');
export const links = service<LinkService>('lake.links');
