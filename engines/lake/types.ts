/** The nouns of the lake: what a load is asked for, what came of it, and what was not taken. */
import type { LakeField, Reason } from './field.ts';
import type { Connection, LoadMode, SourceObject } from './source.ts';

export interface SourceColumn {
  readonly name: string;
  /** As the source calls it; '' where it has no types. */
  readonly type: string;
  readonly comment?: string | undefined;
}

export interface SourceTable {
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
  /** As the source estimates it. */
  readonly rows: number;
}

export interface LoadPlan {
  readonly dataset: string;
  readonly title: string;
  readonly source: string;
  readonly connection: Connection;
  readonly object: SourceObject;
  readonly mode: LoadMode;
  /** Column of the source that incremental loads follow. */
  readonly follow?: string | undefined;
  readonly fields: readonly LakeField[];
  /** What the sender says of a file: rows and SM3. */
  readonly declared?:
    | { readonly rows?: number | undefined; readonly digest?: string | undefined }
    | undefined;
  /** Mended rows of the dead letters instead of the source. */
  readonly replay?: readonly string[] | undefined;
}

export interface RuleResult {
  readonly field: string;
  readonly reason: Reason;
  readonly indicator: string;
  readonly checked: number;
  readonly failed: number;
}

export interface Drift {
  readonly column: string;
  readonly kind: 'missing' | 'new' | 'type';
  readonly was?: string;
  readonly now?: string;
}

export interface LetterProblem {
  /** Standard name of the field; '' for the whole row. */
  readonly field: string;
  readonly reason: Reason;
  /** For a duplicate: the record that came before. */
  readonly first?: number;
}

export interface DatasetRow {
  readonly id: string;
  readonly title: string;
  readonly layer: 'standard' | 'subject';
  readonly fields: readonly LakeField[];
  readonly seen: readonly SourceColumn[] | null;
  readonly batch: string | null;
  /** Relative to the lake's folder, as all files here; null before the first batch. */
  readonly file: string | null;
  /** What later batches added: their rows, and which rows these replaced (_batch, _row). */
  readonly increments: readonly {
    readonly batch: string;
    readonly file: string;
    readonly replaced: string | null;
  }[];
  readonly rows: number;
  readonly bytes: number;
  readonly receivedDigest: string | null;
  readonly fieldsDigest: string | null;
  readonly water: string | null;
  readonly refreshedAt: string | null;
}

export type BatchState = 'running' | 'loaded' | 'unchanged' | 'failed' | 'cancelled';

export interface BatchRow {
  readonly id: string;
  readonly dataset: string;
  readonly mode: string;
  readonly state: BatchState;
  readonly sent: number | null;
  readonly received: number | null;
  readonly loaded: number | null;
  readonly rejected: number | null;
  readonly warned: number | null;
  readonly receivedDigest: string | null;
  readonly loadedDigest: string | null;
  readonly quality: readonly RuleResult[] | null;
  readonly drift: readonly Drift[] | null;
  readonly error: string | null;
  readonly message: string | null;
  readonly job: string | null;
  readonly startedBy: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

export type LetterState = 'kept' | 'replayed' | 'dropped' | 'superseded';

export interface Letter {
  readonly id: string;
  readonly dataset: string;
  readonly batch: string;
  readonly row: number;
  readonly problems: readonly LetterProblem[];
  readonly state: LetterState;
  readonly handledBy: string | null;
  readonly handledAt: string | null;
  readonly cells: Readonly<Record<string, string | null>>;
}

/** What a share contract allows, as the gateway asks it of whoever keeps contracts. */
export interface ShareGrant {
  /** Department that uses it, and the one that gives. */
  readonly department: string;
  readonly provider: string;
  readonly dataset: string;
  readonly purpose: string;
  readonly fields: readonly { readonly name: string; readonly masked: boolean }[];
  /** Field → values; only rows that have one of them. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
  readonly callsPerDay: number;
}

export interface SharedReply {
  readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[];
  /** Id of the receipt. */
  readonly receipt: string;
  /** Give it as 'after' for the rows that follow; null at the end. */
  readonly next: string | null;
}

export interface CallRow {
  readonly id: string;
  readonly at: string;
  readonly app: string;
  readonly contract: string;
  readonly outcome: string;
  readonly rows: number;
}

/** Counts only; no value of a row is in it. */
export interface AnonymityReport {
  /** The batch that was looked at. */
  readonly batch: string;
  readonly rows: number;
  /** Fields whose class or format says that they name a person. */
  readonly direct: readonly string[];
  /** Cells that look like an identifier, whatever their field is called. */
  readonly identifiers: readonly {
    readonly field: string;
    readonly kind: string;
    readonly title: string;
    readonly cells: number;
  }[];
  readonly k: number;
  /** Size of the smallest group of equal quasi-identifiers; null when none are named. */
  readonly smallest: number | null;
  readonly smallGroups: number;
  readonly smallRows: number;
}
