/** Registers (台账): governed tables declared as data; engines/registers makes table, API, pages, search, history and import from them. */
import type { FieldClass } from './access.ts';

export interface Point {
  /** Degrees, WGS84 (CGCS2000 is the same within centimetres). */
  readonly lon: number;
  readonly lat: number;
}

export type FieldType =
  | 'text'
  | 'long-text'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'moment'
  | 'code'
  | 'codes'
  | 'area'
  | 'department'
  | 'subject'
  | 'ref'
  | 'point'
  | 'files'
  | 'json';

/** How a masked value is shown; undefined masks the whole value. */
export type MaskKind = 'phone' | 'name' | 'id-card' | 'address' | 'text';

/** Named checks of content beyond the type (kernel/check-characters); an integer that is a year is shown without grouping. */
export type FieldFormat = 'phone' | 'id-card' | 'credit-code' | 'email' | 'year';

/** Characters `from` to `to` (not included) of this text must be how `field` begins; empty values agree with anything. */
export interface Agreement {
  readonly from: number;
  readonly to: number;
  readonly field: string;
  readonly message: string;
}

export interface FieldOptions {
  readonly title: string;
  readonly required?: boolean;
  readonly unique?: boolean;
  /** Goes into full-text and pinyin search. */
  readonly search?: boolean;
  /** Shown in the list by default. */
  readonly list?: boolean;
  /** Indexed and offered in the query area. */
  readonly filter?: boolean;
  /** Default 'internal'. */
  readonly class?: FieldClass;
  readonly mask?: MaskKind;
  readonly format?: FieldFormat;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  /** Unit of measure, shown after the number. */
  readonly unit?: string;
  /** Code list id ('GB/T 47678.5 components'), for code and codes. */
  readonly codeList?: string;
  /** Register id ('<system>.<register>') that a ref points to. */
  readonly to?: string;
  /** Parts of a text that must be the beginning of another field's value: a component's code names its county and class. */
  readonly agrees?: readonly Agreement[];
  /** Said under the input. */
  readonly hint?: string;
  /** The engine that owns the row writes it; people never do (case stage, time limit …). */
  readonly managed?: boolean;
  /**
   * 加密保存: the database holds boxes of the vault, for texts and JSON of class personal or sensitive. A text has a blind index beside it and
   * is found by the whole value only: no order, no part of it, no range; JSON is found by nothing (decision 022).
   */
  readonly stored?: 'sealed';
}

export interface Field<T = unknown> extends FieldOptions {
  readonly type: FieldType;
  /** Never present: carries the value type. */
  readonly '~value'?: T;
}

type ValueOf<O extends FieldOptions, T> = O extends { readonly required: true } ? T : T | null;

function maker<T>(type: FieldType) {
  return function field<const O extends FieldOptions>(options: O): Field<ValueOf<O, T>> {
    return { type, ...options };
  };
}

export const text = maker<string>('text');
export const longText = maker<string>('long-text');
export const integer = maker<number>('integer');
export const decimal = maker<number>('decimal');
export const boolean = maker<boolean>('boolean');
/** 'YYYY-MM-DD' in Asia/Shanghai. */
export const date = maker<string>('date');
/** ISO 8601 instant with zone, stored in UTC. */
export const moment = maker<string>('moment');
/** One code of a code list. */
export const code = maker<string>('code');
export const codes = maker<readonly string[]>('codes');
/** 12-digit division code, or a 15-digit unit grid code. */
export const area = maker<string>('area');
/** Department id. */
export const department = maker<string>('department');
/** Subject id. */
export const subject = maker<string>('subject');
/** Row id of another register. */
export const ref = maker<string>('ref');
export const point = maker<Point>('point');
/** File ids from POST /api/files. */
export const files = maker<readonly string[]>('files');
export const json = maker<unknown>('json');

export type Fields = Readonly<Record<string, Field>>;

/** 共享类型 and 开放类型 of 政务信息资源目录编制指南. */
export type ShareType = 'unconditional' | 'conditional' | 'none';
export type OpenType = 'unconditional' | 'conditional' | 'none';

export interface RegisterSpec<F extends Fields, Allow extends string = string> {
  readonly title: string;
  /** What one row is and why it is kept, for the catalogue. */
  readonly summary?: string;
  /** Department id of the owner. */
  readonly owner: string;
  readonly share: ShareType;
  readonly open: OpenType;
  readonly fields: F;
  /** Permissions of the contract that guard it; an absent one denies that act to everybody. */
  readonly allow: {
    readonly read: Allow;
    readonly write?: Allow;
    readonly import?: Allow;
    readonly export?: Allow;
    /** See masked values one by one, with a reason that is kept. */
    readonly reveal?: Allow;
  };
  /** Which fields the scopes of a grant look at. Rows of a register without an area or department are reached by 'all' only. */
  readonly scope?: {
    readonly area?: keyof F & string;
    /** Fields of type department, or json that holds a list of department ids; a grant on any of them reaches the row. */
    readonly departments?: readonly (keyof F & string)[];
    /** Fields of type subject. */
    readonly subjects?: readonly (keyof F & string)[];
  };
  /**
   * Reference data that everybody with the permission needs whole, wherever he works (standards, duty tables): reading and
   * exporting look at no scope. Writing still does, so a county cannot change what holds for the city.
   */
  readonly reference?: boolean;
  /** The field that names a row to people. */
  readonly titleField: keyof F & string;
  /** Default order; '-' in front means descending. Default: newest first. */
  readonly sort?: string;
  readonly personal?: PersonalSpec<keyof F & string>;
  readonly retention?: RetentionSpec<keyof F & string>;
}

/**
 * Whose rows these are, and what he may have put right in place (个人信息保护法 第45、46条). A register that does not say so is about its
 * `scope.subjects` as soon as one of its fields is personal or sensitive.
 */
export interface PersonalSpec<Name extends string = string> {
  /** A field of type subject, or of type ref to a register that says whose its rows are. */
  readonly of: Name;
  /** Text fields that a correction changes in place; all else is put right by the system's own procedure (a licence by a new edition). */
  readonly correct?: readonly Name[];
}

/** A table of an engine's own (messages, sessions) whose rows are kept for a time like those of a register, and then deleted. */
export interface KeptTable {
  /** '<contract id>.<what>', as a register's. */
  readonly id: string;
  readonly title: string;
  readonly table: string;
  /** Column of the row's key, and its type. */
  readonly key: string;
  readonly keyType: 'uuid' | 'text';
  /** Column of type timestamptz that the days count from. */
  readonly from: string;
  readonly fromTitle: string;
  /** '<contract id>.<setting>', in days. */
  readonly setting: string;
  readonly basis: string;
}

/** How long a row is kept, on what ground, and what then becomes of it (个人信息保护法 第19、47条); engines/registers carries it out. */
export interface RetentionSpec<Name extends string = string> {
  /** Setting of the same contract, in days. */
  readonly setting: string;
  /** Moment or date that the days count from; a row without it is not due. */
  readonly from: Name | 'createdAt' | 'updatedAt';
  /** Law or rule with its clause. */
  readonly basis: string;
  /** The law wants it kept so long: it goes no sooner, even when its person asks. */
  readonly binding: boolean;
  /** delete: row, history and search entry go. anonymise: every personal and sensitive value, whose it was, and the history go; the rest stays. */
  readonly action: 'delete' | 'anonymise';
}

/** A declared register; field names inside are checked when it is declared and plain strings from then on. */
export interface Register<F extends Fields = Fields, Allow extends string = string>
  extends Omit<RegisterSpec<Fields, Allow>, 'fields'> {
  readonly kind: 'register' | 'case';
  readonly fields: F;
}

export function defineRegister<const F extends Fields, const Allow extends string>(
  spec: RegisterSpec<F, Allow>,
): Register<F, Allow> {
  return { kind: 'register', ...spec } as Register<F, Allow>;
}

/** Columns that every register row has besides its fields. */
export interface RowMeta {
  readonly id: string;
  /** Rises by one with each change; a write names the version it saw (optimistic lock). */
  readonly version: number;
  readonly state: 'active' | 'archived';
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  /** Import batch, if it came in one. */
  readonly batch: string | null;
}

export type Values<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

/** A row as handlers and pages see it. */
export type Row<R> = R extends { readonly fields: infer F extends Fields } ? RowMeta & Values<F> : never;

/** What may be given to create or change a row: required fields must be there on create. */
export type RowInput<R> = R extends { readonly fields: infer F extends Fields } ? Partial<Values<F>> : never;
