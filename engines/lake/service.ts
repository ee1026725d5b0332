/** What the lake offers: loading datasets from their sources, their batches and rejected rows, and their rows to read. */
import { service } from '../../kernel/system.ts';
import type { FieldClass } from '../../kernel/access.ts';
import type { Work } from '../store/service.ts';
import type { LakeField } from './field.ts';
import type { Connection } from './source.ts';
import type {
  AnonymityReport,
  BatchRow,
  DatasetRow,
  Letter,
  LetterState,
  CallRow,
  LoadPlan,
  ShareGrant,
  SharedReply,
  SourceColumn,
  SourceTable,
} from './types.ts';
import type { SignedCall } from './signed-call.ts';
import type { Receipt } from '../trust/service.ts';

export type { SignedCall } from './signed-call.ts';
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
  LetterState,
  LoadPlan,
  RuleResult,
  SourceColumn,
  SourceTable,
} from './types.ts';

export type SeenRow = Readonly<Record<string, string | number | boolean | null>>;

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
    readonly size: number;
  }): Promise<readonly BatchRow[]>;
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
  /** Throws lake.letterHandled. */
  mendLetter(work: Work, id: string, cells: Letter['cells']): Promise<void>;
  dropLetters(work: Work, ids: readonly string[], by: string): Promise<number>;
  /** Rows of the visible batch. Throws lake.noData. */
  rows(query: RowsQuery): Promise<{ readonly rows: readonly SeenRow[]; readonly total: number }>;
  /** All rows of the visible batch, unmasked: the caller has decided which fields go out. */
  eachRow(query: {
    readonly dataset: string;
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
  lineage(target: string): Promise<readonly LineageRow[]>;
  /** A new key for an application that calls, shown once; the former one ends with it. */
  issueKey(app: string): Promise<string>;
  /** Copies the visible batch into the service layer, and again after each later batch. Returns its rows. */
  serve(dataset: string): Promise<number>;
  isServed(dataset: string): Promise<boolean>;
  /**
   * Answers a signed call after its receipt is stored. Throws lake.badSignature, badTime, badQuery, replayed, overQuota. The grant is asked
   * for once the signature holds, and throws where the contract is not in force.
   */
  call(call: SignedCall, grantOf: () => Promise<ShareGrant>): Promise<SharedReply>;
  /** All rows of a contract as a CSV file on this machine, after its receipt is stored. Throws lake.noAppKey, lake.overQuota. */
  sharedFile(
    of: { readonly app: string; readonly contract: string },
    grant: ShareGrant,
  ): Promise<{ readonly at: string; readonly rows: number; readonly receipt: string }>;
  /** Newest first. */
  calls(query: {
    readonly contracts: readonly string[];
    readonly before?: string | undefined;
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
}

export const lake = service<LakeService>('lake');
