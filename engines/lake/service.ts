/** What the lake offers: datasets collected, merged and worked up, their rows to read, to be judged and to be shared. */
import { service } from '../../kernel/system.ts';
import type { FieldClass, Way } from '../../kernel/access.ts';
import type { CollectService } from './collecting.ts';
import type { LinkService } from './link.ts';
import type { MartService } from './mart.ts';
import type { OpenService } from './open.ts';
import type { QualityService } from './quality.ts';
import type { ShareService } from './sharing.ts';
import type { SubjectService } from './subject.ts';
import type { AnonymityReport, DatasetRow, SeenRow } from './types.ts';
import type { CallWatch } from './watch.ts';

export type { CollectService, PeekedSource } from './collecting.ts';
export type { ShareService } from './sharing.ts';
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
  LaterGrantOf,
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
export type { SubjectDecision, SubjectDecisions, SubjectPlan, SubjectService } from './subject.ts';
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

export interface LakeService extends CollectService, SubjectService, MartService, ShareService {
  /** Rows of the visible batch. Throws lake.noData. */
  rows(query: RowsQuery): Promise<{ readonly rows: readonly SeenRow[]; readonly total: number }>;
  /** All rows of the visible batch, masked by policies alone: the caller has decided which fields go out. */
  eachRow(query: {
    /** Its id, or what it was when somebody looked at it: its files are kept a day after they were replaced. */
    readonly dataset: string | DatasetRow;
    readonly fields: readonly string[];
    readonly most: number;
    /** On which way they reach somebody; 'inside' for the city's own reckoning, which shows them to nobody. Default 'open'. */
    readonly way?: Way | 'inside';
  }): AsyncIterable<SeenRow>;
  /** What stands against giving these fields to anybody. Throws lake.noData. */
  checkAnonymity(query: {
    readonly dataset: string;
    readonly fields: readonly string[];
    readonly quasi: readonly string[];
    readonly k: number;
  }): Promise<AnonymityReport>;
  lineage(target: string): Promise<readonly LineageRow[]>;
  /** The same the other way: what is made of this source or dataset. */
  dependents(origin: string): Promise<readonly LineageRow[]>;
  readonly open: OpenService;
  readonly watch: CallWatch;
  readonly quality: QualityService;
}

export const lake = service<LakeService>('lake');
export const links = service<LinkService>('lake.links');
