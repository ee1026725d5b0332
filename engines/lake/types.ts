/** The nouns of the lake: what a load is asked for, what came of it, and what was not taken. */
import type { LakeField, Reason } from './field.ts';
import type { QuasiField } from './quasi.ts';
import type { Connection, LoadMode, SourceObject } from './source.ts';

/** Field → value, masked where the reader's clearance does not reach. */
export type SeenRow = Readonly<Record<string, string | number | boolean | null>>;

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
  /** Of the file that was made of it. */
  readonly bytes: number | null;
  readonly quality: readonly RuleResult[] | null;
  readonly drift: readonly Drift[] | null;
  /** Of a batch that was refused: the first of the rejected rows. */
  readonly sample: readonly { readonly row: number; readonly problems: readonly LetterProblem[] }[] | null;
  readonly error: string | null;
  readonly message: string | null;
  readonly job: string | null;
  readonly startedBy: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/** What came in for one dataset on one day in Shanghai, of batches that have ended. */
export interface InflowDay {
  readonly dataset: string;
  readonly day: string;
  readonly batches: number;
  readonly failed: number;
  readonly received: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly bytes: number;
}

/** What lies in one layer now. */
export interface StoredLayer {
  readonly layer: 'raw' | 'standard' | 'subject' | 'served';
  readonly files: number;
  readonly bytes: number;
  /** Visible rows; null where rows are not counted. */
  readonly rows: number | null;
}

export type LetterState = 'kept' | 'replayed' | 'dropped' | 'superseded';

export interface Letter {
  readonly id: string;
  readonly dataset: string;
  readonly batch: string;
  readonly row: number;
  readonly problems: readonly LetterProblem[];
  /** Another one after each mending. */
  readonly version: number;
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
  /** Link over which calls go to where the data is. */
  readonly via?: string | undefined;
  /** Its rows come over a link and lie here as they came. */
  readonly delivered?: boolean | undefined;
}

/** Throws where the contract is not in force, or another application's. */
export type LaterGrantOf = (of: { readonly contract: string; readonly app: string }) => Promise<ShareGrant>;

/** A call that waits, for a link or for its turn here, as its asker and the people of both departments see it. */
export interface LaterCall {
  /** Also the receipt's. */
  readonly id: string;
  readonly contract: string;
  readonly at: string;
  readonly expiresAt: string;
  readonly state: 'waiting' | 'answered' | 'refused' | 'expired';
  /** It has been on the line at least once; here: its answer is ready. */
  readonly tried: boolean;
  readonly code: string | null;
  readonly reason: string | null;
  readonly endedAt: string | null;
}

export interface LaterAnswer extends LaterCall {
  /** Null while it waits, when it was refused, and after its time to be fetched. */
  readonly answer: Pick<SharedReply, 'rows' | 'next'> | null;
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
  /** Fields that seem to be quasi-identifiers and were not named as such. */
  readonly unnamed: readonly QuasiField[];
  readonly k: number;
  /** Size of the smallest group of equal quasi-identifiers; null when none are named. */
  readonly smallest: number | null;
  readonly smallGroups: number;
  readonly smallRows: number;
}

/** Counts of a subject table or of a part of it; lists are in the order of the plan's sources and fields. */
export interface SubjectCounts {
  /** Records that have not ended. */
  readonly rows: number;
  readonly ended: number;
  /** Records with a field on which sources disagree, ended ones included; and how many by field. */
  readonly conflicted: number;
  readonly conflicts: readonly number[];
  /** Of those that have not ended: how many each source has, and how many have a value in each field. */
  readonly sources: readonly number[];
  readonly filled: readonly number[];
}

export interface SubjectSummary {
  readonly whole: SubjectCounts;
  /** By the six digits of the county; '' where a record has no area. */
  readonly areas: readonly (SubjectCounts & { readonly area: string })[];
  /** By field and source: in how many records its value is the one that counts. */
  readonly won: readonly (readonly number[])[];
  /** By source: rows that its conditions let in, and how many of them have no place in the table. */
  readonly given: readonly { readonly rows: number; readonly rejected: number }[];
}

export interface SubjectBuild {
  readonly batch: string;
  readonly at: string;
  readonly rows: number;
  readonly ended: number;
  readonly conflicted: number;
  /** Records that the build wrote. */
  readonly changed: number;
}

/** A row of a source without a valid key, and the record that it may be of. */
export interface SubjectMatch {
  readonly source: string;
  readonly batch: string;
  readonly row: number;
  /** Known by it until the source gives it otherwise. */
  readonly mark: string;
  readonly record: string;
  readonly score: number;
  /** Field → whether it agrees; absent where one side has none. */
  readonly agrees: Readonly<Record<string, boolean>>;
  readonly state: 'merged' | 'decided' | 'doubtful';
}

/** A value that was another before, or a record that was not there: `field` is '*' then. */
export interface SubjectChange {
  readonly at: string;
  readonly batch: string;
  readonly field: string;
  readonly was: string | null;
  readonly now: string | null;
  readonly wasSource: string | null;
  readonly nowSource: string | null;
}

/** Which records; all that is said must hold. */
export interface SubjectFilter {
  /** Any of these: what the asker may see. Absent means all, empty none. */
  readonly within?: readonly ({ readonly area: string } | { readonly source: string })[] | undefined;
  /** First digits of the area; '' for records without one. */
  readonly area?: string | undefined;
  readonly ended?: boolean | undefined;
  readonly inSource?: string | undefined;
  readonly notInSource?: string | undefined;
  /** Field without a value. */
  readonly lacks?: string | undefined;
  /** Field on which sources disagree; '*' for any. */
  readonly conflict?: string | undefined;
  readonly id?: string | undefined;
  /** As somebody writes it; of a table with one key field. */
  readonly key?: string | undefined;
  /** Field → part of its value; a field that the asker sees masked finds nothing. */
  readonly contains?: Readonly<Record<string, string>> | undefined;
  /** Field → exact value; a field that the asker sees masked finds nothing. */
  readonly equal?: Readonly<Record<string, string>> | undefined;
}

/** Where a value of a record came from. */
export interface SubjectOrigin {
  readonly source: string;
  readonly dataset: string;
  readonly batch: string;
  readonly row: number;
  /** When the source says it was true. */
  readonly at: string | null;
}

export interface SubjectRecord {
  /** Not its key; another one after the record has changed. */
  readonly id: string;
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
  /** Field → where its value came from; absent for key fields and where there is no value. */
  readonly origins: Readonly<Record<string, SubjectOrigin>>;
  /** Field that several sources can give → how many of them say the value that counts, and of how many that say something. */
  readonly agreeing: Readonly<Record<string, { readonly same: number; readonly of: number }>>;
  /** Fields whose value a steward has decided. */
  readonly decided: readonly string[];
  /** Sources that have the record now. */
  readonly sources: readonly SubjectOrigin[];
  readonly conflicts: readonly {
    readonly field: string;
    readonly given: readonly (SubjectOrigin & { readonly value: string | null })[];
  }[];
}
