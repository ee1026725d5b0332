/** What every kind of source hands over: a spooled file that DuckDB can read, with its columns and counts. */
import type { CityError } from '../../../../kernel/errors.ts';
import type { JobContext, Store } from '../../../store/index.ts';
import type { Connection, LoadMode, SourceObject } from '../../source.ts';
import type { SourceColumn } from '../../types.ts';

export interface Received {
  readonly form: 'csv' | 'json' | 'parquet';
  readonly files: readonly string[];
  readonly delimiter: string;
  /** How the lines of a CSV end; default a line feed. */
  readonly newline?: '\r\n' | '\r' | undefined;
  readonly columns: readonly SourceColumn[];
  /** Rows that the source says it has sent; undefined where it says nothing. */
  readonly sent: number | undefined;
  readonly bytes: number;
  readonly digest: string;
  /** Highest value of the followed column, for the next incremental load. */
  readonly water: string | undefined;
  /** Dotted path to the rows inside each JSON document. */
  readonly rows?: string;
  /** What came and is no row at all, as text. */
  readonly poison?: readonly string[];
  /** What a companion of the file says of it. */
  readonly declared?: { readonly rows: number | undefined; readonly digest: string | undefined } | undefined;
  /** Words for the batch: which file was read, and which were not. */
  readonly note?: string | undefined;
  /** Once the batch is shown or has no news: what was read need not be kept at the source. */
  readonly settle?: (batch: string) => Promise<void>;
}

/** There is nothing to read, and that is no failure once the dataset has rows. */
export class NothingNew extends Error {
  readonly failure: CityError;
  constructor(words: string, failure: CityError) {
    super(words);
    this.failure = failure;
  }
}

export interface Reading {
  readonly dataset: string;
  readonly connection: Connection;
  readonly object: SourceObject;
  readonly secret: string | undefined;
  readonly mode: LoadMode;
  /** Column that an incremental load follows, and how far the last one came. */
  readonly follow: string | undefined;
  readonly water: string | undefined;
  /** Columns wanted; of a database only these are asked. */
  readonly wanted: readonly string[];
  /** Only as much as shows what is there. */
  readonly glance?: boolean;
  /** Folder of this batch alone. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly progress: JobContext['progress'];
  readonly settings: Store['settings'];
}
