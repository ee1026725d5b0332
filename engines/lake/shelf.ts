/** Where the rows of contracts lie, besides the service layer: a system binds its place under the word in front of ':' of a dataset's name. */
import type { LakeField } from './field.ts';

export interface ServedRow {
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface ServedQuery {
  readonly dataset: string;
  readonly key?: string | undefined;
  /** Key behind which to go on. */
  readonly after?: string | undefined;
  readonly size: number;
  /** Field → values; only rows that have one of them. */
  readonly where: Readonly<Record<string, readonly string[]>>;
}

export interface Shelf {
  fields(dataset: string): Promise<readonly LakeField[]>;
  /** One row by its key, or the next ones in the order of keys. */
  read(query: ServedQuery): Promise<readonly ServedRow[]>;
  /** Another one when all rows were replaced; null where rows change one by one. */
  edition(dataset: string): Promise<string | null>;
}

/** What a batch changed under a contract: the row as it is now, or null where it is none of the contract's any more. */
export interface DeliveredChange {
  readonly key: string;
  readonly row: Readonly<Record<string, string | number | boolean | null>> | null;
}
