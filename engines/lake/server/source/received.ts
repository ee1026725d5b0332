/** What every kind of source hands over: a spooled file that DuckDB can read, with its columns and counts. */
import type { JobContext } from '../../../store/index.ts';
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
}

export interface Reading {
  readonly connection: Connection;
  readonly object: SourceObject;
  readonly secret: string | undefined;
  readonly mode: LoadMode;
  /** Column that an incremental load follows, and how far the last one came. */
  readonly follow: string | undefined;
  readonly water: string | undefined;
  /** Columns wanted; of a database only these are asked. */
  readonly wanted: readonly string[];
  /** Folder of this batch alone. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly progress: JobContext['progress'];
}
