/** Data on its way in: sources looked into, datasets loaded as batches, rows that were not taken. */
import type { Work } from '../store/service.ts';
import type { LakeField } from './field.ts';
import type { Connection, SourceObject } from './source.ts';
import type {
  BatchRow,
  DatasetRow,
  InflowDay,
  Letter,
  LetterState,
  LoadPlan,
  SourceColumn,
  SourceTable,
  StoredLayer,
} from './types.ts';

export interface PeekedSource {
  readonly columns: readonly SourceColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface CollectService {
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
}
