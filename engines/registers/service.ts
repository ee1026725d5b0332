/** What the registers engine offers: every declared register and case table, narrowed by the one access decision. */
import type { Readable } from 'node:stream';
import type { Decision, Principal } from '../../kernel/access.ts';
import type { Filter } from '../../kernel/filter.ts';
import type { Register, Row, RowInput, RowMeta } from '../../kernel/register.ts';
import { service } from '../../kernel/system.ts';
import type { ExitMark, Permit } from '../access/service.ts';
import type { FieldInfo } from './routes/catalogue-routes.ts';
import type { ExportPlan } from './routes/sheet-routes.ts';
import type { Database, Work } from '../store/service.ts';

export type { ExportPlan } from './routes/sheet-routes.ts';
export {
  changeIn,
  onRegisters,
  type RegisterChange,
  registerChanged,
  rowsChanged,
} from './register-change.ts';

export interface ListQuery {
  /** Field → text form: 'value', 'a,b' (any of), '2026-01-01..2026-02-01' (range, either side may be empty), 'prefix*'. Area fields take the subtree. */
  readonly where?: Readonly<Record<string, string>>;
  readonly filter?: Filter;
  /** Full-text and pinyin. */
  readonly search?: string;
  /** Field name, '-' in front for descending. */
  readonly sort?: string;
  readonly page?: number;
  /** At most 200. */
  readonly size?: number;
  readonly state?: 'active' | 'archived' | 'all';
  /** [west, south, east, north] in degrees on the register's point field. */
  readonly box?: readonly [number, number, number, number];
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** Exact up to 10,000; above that 10001 and `more`. */
  readonly total: number;
  readonly more: boolean;
  readonly page: number;
  readonly size: number;
}

/** A masked field holds the masked text; names of masked fields are listed on the row. */
export type Seen<R> = Row<R> & { readonly masked?: readonly string[] };

/** What the engine's own code and systems' handlers use: no narrowing, so never hand its rows to a caller unasked. */
export interface TrustedRows<R> {
  find(db: Database, id: string): Promise<Row<R> | undefined>;
  /** With the row locked until the transaction ends. */
  lock(work: Work, id: string): Promise<Row<R> | undefined>;
  findMany(
    db: Database,
    query: {
      filter?: Filter;
      ids?: readonly string[];
      near?: { lon: number; lat: number; metres: number };
      sort?: string;
      limit: number;
    },
  ): Promise<readonly Row<R>[]>;
  /** All rows that match, for a sum or a watch that must not leave any out: throws registers.tooManyToRead where there are more than `most`. */
  findEvery(
    db: Database,
    query: { filter?: Filter; sort?: string; most: number },
  ): Promise<readonly Row<R>[]>;
  /** Checks the values, writes the row, its search entry and the event 'register.changed'. `id` may be given by the caller. */
  insert(work: Work, by: string, values: RowInput<R> & { readonly id?: string }): Promise<Row<R>>;
  /** Many rows at once (seeds): one statement a thousand rows. */
  insertMany(
    work: Work,
    by: string,
    rows: readonly (RowInput<R> & { readonly id?: string })[],
  ): Promise<number>;
  /** Optimistic lock on `version` (city.stale). Keeps the old version in the history. */
  update(work: Work, by: string, row: RowMeta, values: RowInput<R>): Promise<Row<R>>;
  /** As `insert`, without waiting for the database: the row as it will be. What the database refuses fails the transaction at its end, as `readable` says. */
  sendInsert(work: Work, by: string, values: RowInput<R> & { readonly id?: string }): Promise<Row<R>>;
  /** As `update` of a row just read, without waiting: the transaction fails (`hasMovedOn`) when the row was written meanwhile. */
  sendUpdate(work: Work, by: string, row: Row<R>, values: RowInput<R>): Promise<Row<R>>;
  /** Whatever is asked through `work.db` from here on stands behind a lock of this row, as it was read; fails as `sendUpdate` does. */
  hold(work: Work, row: RowMeta): void;
  /** What people understand of a failure that the database told. */
  readable(problem: unknown): unknown;
}

/** What a caller sees, by the one decision. */
export interface RegisterRows<R> {
  list(principal: Principal, query: ListQuery): Promise<Page<Seen<R>>>;
  /** Exactly how many of the query he may read; costs what reading them costs. */
  count(principal: Principal, query: Omit<ListQuery, 'page' | 'size' | 'sort'>): Promise<number>;
  /** Every row that he may read, for a map or a sum that must not leave any out: throws registers.tooManyToRead where there are more than `most`. */
  listEvery(
    principal: Principal,
    query: Omit<ListQuery, 'page' | 'size'> & { readonly most: number },
  ): Promise<readonly Seen<R>[]>;
  find(principal: Principal, id: string): Promise<Seen<R> | undefined>;
  get(principal: Principal, id: string): Promise<Seen<R>>;
  create(principal: Principal, values: RowInput<R>, work?: Work): Promise<Seen<R>>;
  update(
    principal: Principal,
    id: string,
    version: number,
    values: RowInput<R>,
    work?: Work,
  ): Promise<Seen<R>>;
  /** Withdraws with a reason; nothing is deleted. */
  archive(principal: Principal, id: string, version: number, reason: string): Promise<void>;
  readonly trusted: TrustedRows<R>;
}

/** What is summed: a numeric field, or the hours between two moments. */
export type MeasureValue = string | { readonly from: string; readonly to: string };

/** One thing that is counted; declared by a contract, never by a caller, since its conditions may look at masked fields. */
export interface Measure {
  readonly where: Filter;
  /** Moment or date field that places a row in the period. */
  readonly period: string;
  /** Also summed; rows without it then do not count. */
  readonly value?: MeasureValue;
}

export interface AggregateQuery {
  readonly measures: Readonly<Record<string, Measure>>;
  /** First and last day in Shanghai, 'YYYY-MM-DD'. */
  readonly from: string;
  readonly to: string;
  /** A field to group by; an area field is cut at the level, a point field into cells of these degrees (key: 'column,row'). */
  readonly by?: {
    readonly field: string;
    readonly level?: 'county' | 'town' | 'village';
    readonly cell?: { readonly lon: number; readonly lat: number };
  };
  /** Only rows of this group of `by`; null is the group of the empty field. */
  readonly group?: string | null;
  /** Only the groups with the most rows of this measure, most first; not together with `every`. */
  readonly top?: { readonly measure: string; readonly most: number };
  /** Only rows under this area. */
  readonly within?: string;
  /** Buckets by the period of each measure. */
  readonly every?: 'day' | 'week' | 'month';
  /** Narrows beside the read decision (an indicator's own permission). */
  readonly also?: Decision;
}

export interface Counted {
  readonly rows: number;
  /** Null without rows, or when nothing is summed. */
  readonly sum: number | null;
}

export interface AggregateGroup {
  /** Value of the grouped field as text; null where the field is empty, or nothing is grouped. */
  readonly key: string | null;
  /** First day of the bucket, 'YYYY-MM-DD'. */
  readonly bucket: string | null;
  readonly measures: Readonly<Record<string, Counted>>;
}

export interface CountedQuery {
  /** Key of `measures`. */
  readonly measure: string;
  readonly sort?: string;
  readonly page?: number;
  readonly size?: number;
}

export interface RegisterInfo {
  /** '<system>.<register>' */
  readonly id: string;
  readonly system: string;
  readonly table: string;
  readonly declaration: Register;
  /** '<system>:<permission>' */
  readonly permissions: {
    readonly read: string;
    readonly write?: string;
    readonly import?: string;
    readonly export?: string;
    readonly reveal?: string;
  };
}

export interface CodeEntry {
  readonly list: string;
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly order: number;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** Standard or document the entry comes from. */
  readonly source: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Code → name, or what has it as its title. */
export type CodeNames = Readonly<Record<string, string | { readonly title: string }>>;

export interface CodeLists {
  /** Adds or updates entries of a list; entries that people edited since are kept. Idempotent. */
  load(entries: readonly Omit<CodeEntry, 'attributes'>[] | readonly CodeEntry[]): Promise<void>;
  /** Lists of names alone: list → code → name, in their order. */
  loadNames(lists: Readonly<Record<string, CodeNames>>, source?: string): Promise<void>;
  /** Adds or changes one entry as a person; it is kept against later loads. */
  save(work: Work, by: string, entry: CodeEntry): Promise<void>;
  list(list: string): Promise<readonly CodeEntry[]>;
  nameOf(list: string, code: string): string | undefined;
  /** Valid now. */
  has(list: string, code: string): boolean;
}

/** Takes the checked rows of an import in the place of the register's own insert; throws to import nothing. */
export type RowSink = (given: {
  readonly work: Work;
  readonly principal: Principal;
  readonly batch: string;
  /** `line` as the sheet program numbers it; `id` is free to use as the row's id. */
  readonly rows: readonly {
    readonly line: number;
    readonly id: string;
    readonly values: Readonly<Record<string, unknown>>;
  }[];
}) => Promise<void>;

/** What a person wrote into a register's form, on its way into the row. */
export interface WrittenValues {
  readonly register: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly before?: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly principal: Principal;
  readonly work: Work;
}

/** Looks at what people write before it is checked and kept; `computed` may hold managed fields. Throws to refuse. */
export type WriteGate = (written: WrittenValues) => Promise<{
  readonly values: Readonly<Record<string, unknown>>;
  readonly computed: Readonly<Record<string, unknown>>;
}>;

/** Titles of values that no code list holds, because only the writer of the rows knows them: the stage of a case. */
export interface RowTitles {
  /** For each row in turn, field → what people read. */
  of(
    rows: readonly Readonly<Record<string, unknown>>[],
  ): Promise<readonly Readonly<Record<string, string>>[]>;
  /** What a list offers to filter by: field → value → what people read. */
  choices(): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>>;
}

/** 个人信息: what the registers hold on one person. Nothing is narrowed or masked, so never hand it to anybody but him. */
export interface PersonalRows {
  /** Registers that are about people, and the fields that a correction changes in place. */
  readonly registers: readonly { readonly id: string; readonly correct: readonly string[] }[];
  count(db: Database, register: string, subject: string): Promise<number>;
  /** Newest first, archived ones too. */
  list(db: Database, register: string, subject: string, most: number): Promise<readonly Row<Register>[]>;
  /** Undefined for another's row and for one that is not there: the same answer. */
  find(db: Database, register: string, subject: string, id: string): Promise<Row<Register> | undefined>;
  /** What a person wants put right, as it would be kept. Throws city.invalid. */
  check(
    register: string,
    row: Row<Register>,
    values: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>>;
}

/** 保存期限: what rows are kept for, until when, what holds them back, and their destruction. */
export interface RetentionService {
  rule(register: string):
    | {
        readonly action: 'delete' | 'anonymise';
        readonly basis: string;
        readonly binding: boolean;
        readonly days: number;
      }
    | undefined;
  /** When the time of keeping of this row ends; undefined without a rule or while it has not begun. */
  until(register: string, row: Row<Register>): string | undefined;
  /**
   * Destroys rows at once, as the register's rule says how, with its record. Throws registers.noRule, registers.held for a hold of another
   * source, and where the law binds registers.notBegun and registers.stillKept. How many rows it was.
   */
  erase(
    work: Work,
    principal: Principal,
    what: {
      readonly register: string;
      readonly ids: readonly string[];
      /** Whose holds do not stand in the way. */
      readonly source: string;
      /** Goes into the record; no personal value. */
      readonly ground: string;
    },
  ): Promise<number>;
  /** Keeps rows from destruction until the source lifts it. */
  hold(
    work: Work,
    by: string,
    what: {
      readonly register: string;
      readonly rows: readonly string[];
      readonly source: string;
      readonly reason: string;
    },
  ): Promise<void>;
  lift(work: Work, by: string, source: string): Promise<void>;
}

/** Which rows and fields of a register somebody wants in a file. */
export interface ExportWish {
  readonly register: string;
  readonly query: ListQuery;
  /** Default: all but json. */
  readonly fields: readonly string[] | undefined;
  readonly format: 'xlsx' | 'csv';
}

export interface ExportedSheet {
  readonly body: Readable;
  readonly contentType: string;
  readonly fileName: string;
  readonly rows: number;
}

/** Exports for whoever approves them; small harmless ones go by the engine's own routes. */
export interface SheetService {
  /** Throws what a list with this query would, and city.forbidden for whoever may not export. */
  plan(principal: Principal, wish: ExportWish): Promise<ExportPlan>;
  /** The caller has seen to it that it was approved. The mark is asked for when it is known how many rows there are. */
  make(principal: Principal, wish: ExportWish, markOf: (rows: number) => ExitMark): Promise<ExportedSheet>;
}

export interface RegisterService {
  readonly sheets: SheetService;
  readonly personal: PersonalRows;
  readonly retention: RetentionService;
  all(): readonly RegisterInfo[];
  find(id: string): RegisterInfo | undefined;
  get(id: string): RegisterInfo;
  /** By declaration, typed. */
  of<R extends Register>(declaration: R): RegisterRows<R>;
  /** By id, untyped: for the generic routes and engines. */
  rows(id: string): RegisterRows<Register>;
  /** The decision for one act on a register. */
  decide(principal: Principal, id: string, act: 'read' | 'write' | 'import' | 'export' | 'reveal'): Decision;
  /** Names of the fields that a decision sees masked on a page: by declaration, or by a policy in force. */
  hidden(id: string, sight: Pick<Permit, 'clearance' | 'viewer'>): ReadonlySet<string>;
  /** Grouped counts and sums over the active rows that the caller may read. */
  aggregate(principal: Principal, id: string, query: AggregateQuery): Promise<readonly AggregateGroup[]>;
  /** The very rows that `aggregate` counted for one measure, masked for the caller. */
  counted(
    principal: Principal,
    id: string,
    query: AggregateQuery,
    rows: CountedQuery,
  ): Promise<Page<Seen<Register>>>;
  readonly codeLists: CodeLists;
  /**
   * Imports of this register go through the sheet pipeline and then to the sink (engines/flow opens cases with them).
   * `managed` names managed fields that a sheet may fill (a report's own moment). The sink checks the scope of each row.
   */
  setRowSink(id: string, sink: RowSink, managed?: readonly string[]): void;
  /** Every row that a person creates or changes goes through it (engines/forms); imports and the engines' own writes do not. */
  setWriteGate(gate: WriteGate): void;
  /** Lists, sheets and papers of this register show these titles in the place of the bare values (engines/flow names stages and outcomes). */
  setRowTitles(id: string, titles: RowTitles): void;
  /** What the fields are, without any value and whoever asks. */
  fieldsOf(id: string): readonly FieldInfo[];
  /** Field → value → what people read, as far as this caller may read it; `rows` are those that he was given. */
  labels(
    principal: Principal,
    id: string,
    rows: readonly Seen<Register>[],
  ): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>>;
}

export const registers = service<RegisterService>('registers');
