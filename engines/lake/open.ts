/** Open data as the lake reads and counts it: the very files that were checked, groups that are large enough, uses by day. */
import type { DatasetRow } from './types.ts';

export type OpenRow = Readonly<Record<string, string | number | boolean | null>>;

export interface SeekQuery {
  /** As it was when it was checked: a batch that comes later is not read. */
  readonly state: DatasetRow;
  readonly fields: readonly string[];
  /** Field → any of these values, as text; a field that is not among `fields` finds nothing. */
  readonly where?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Part of any of the fields. */
  readonly search?: string | undefined;
  readonly sort?: readonly { readonly field: string; readonly descending: boolean }[] | undefined;
  /** Only these of the fields come, each different row of them once. */
  readonly distinct?: readonly string[] | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface GroupQuery {
  readonly state: DatasetRow;
  readonly by: string;
  /** Numeric field; without one rows are counted. */
  readonly value?: string | undefined;
  readonly measure: 'count' | 'sum' | 'mean';
  /** Groups of fewer rows are held back. */
  readonly k: number;
  /** The largest so many are shown. */
  readonly most: number;
}

export interface Grouped {
  readonly groups: readonly {
    readonly key: string | null;
    readonly rows: number;
    readonly value: number | null;
  }[];
  /** Groups that are held back since they are small, or since another could be worked out from them. */
  readonly held: number;
  /** Groups that are left out since there are too many. */
  readonly left: number;
}

export interface OpenUse {
  readonly target: string;
  readonly caller?: string | undefined;
  readonly kind: 'download' | 'call';
  readonly rows?: number;
  /** Calls of this caller, target and kind on one day. */
  readonly most?: number | undefined;
}

export interface UseCount {
  /** 'YYYY-MM-DD' in Shanghai. */
  readonly day: string;
  readonly target: string;
  readonly kind: string;
  readonly calls: number;
  readonly rows: number;
}

export interface OpenService {
  /** Unmasked: the caller has decided which fields go out. Throws lake.noData. */
  seek(query: SeekQuery): Promise<{ readonly rows: readonly OpenRow[]; readonly total: number }>;
  /** Throws lake.noData. */
  group(query: GroupQuery): Promise<Grouped>;
  /** Counts one use. False, and not counted, when the caller has had his share of the day. */
  take(use: OpenUse): Promise<boolean>;
  uses(query: {
    readonly targets: readonly string[];
    readonly caller?: string | undefined;
    readonly from: string;
  }): Promise<readonly UseCount[]>;
  /** Target → uses of all days. */
  totals(targets: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
