/** Ways out: everything by which data leave the city in a file, under one shape, so that approval, marks and tracing need no case of their own. */
import type { Readable } from 'node:stream';
import type { FieldClass } from '../../kernel/access.ts';
import type { Context } from '../../kernel/system.ts';

/** What somebody wants in a file. `register` names the way out: a register, 'access.audit', a kind of paper. */
export interface ExitWish {
  readonly register: string;
  /** Which rows; each way out reads its own words of it. */
  readonly query: { readonly where?: Readonly<Record<string, string>> | undefined };
  readonly fields: readonly string[] | undefined;
  readonly format: 'xlsx' | 'csv';
}

/** What a file would hold, without any value of it. */
export interface ExitPlan {
  readonly rows: number;
  readonly fields: readonly {
    readonly name: string;
    readonly title: string;
    readonly class: FieldClass;
    /** The file holds its mask only. */
    readonly masked: boolean;
  }[];
  /** Why somebody else has to approve it; empty: at once. */
  readonly reasons: readonly string[];
  /** In words, without personal values. */
  readonly conditions: string;
}

/** What makes one file different from all others. */
export interface ExitMark {
  /** A line that everybody sees. */
  readonly note: string;
  row(cells: readonly (string | number)[]): readonly (string | number)[];
}

export interface ExitFile {
  readonly body: Readable | Uint8Array;
  readonly contentType: string;
  readonly fileName: string;
}

export interface Exit {
  readonly title: string;
  /** Department that answers for what leaves. */
  readonly owner: string;
  /** It has one form of its own; absent: a sheet of the wished kind. */
  readonly ownForm?: true;
  /** '<contract>:<permission>' of whoever decides, over the owner; never the asker himself. */
  readonly approve: string;
  /** Throws city.forbidden for whoever may not take it, and what a bad query throws. */
  plan(context: Context, wish: ExitWish): Promise<ExitPlan>;
  /** The caller has seen to it that it was approved. The mark is asked for when it is known how many rows there are. */
  make(
    context: Context,
    wish: ExitWish,
    markOf: (rows: number) => ExitMark,
  ): Promise<ExitFile & { readonly rows: number }>;
}

/** A single paper: a case file, a sealed document. It is made as the person who takes it, and refused as reading is refused. */
export interface Paper {
  readonly title: string;
  readonly owner: string;
  readonly approve: string;
  /** Contract id and kind of thing, for the audit. */
  readonly module: string;
  readonly object: string;
  /** `note` is printed where the paper is made anew; a sealed one cannot bear it and is known by the audit alone. */
  make(context: Context, id: string, note: string): Promise<ExitFile>;
}

export interface Exits {
  /** By exact name; once. */
  add(name: string, exit: Exit): void;
  /** For names that nobody added, all decided by one permission: the registers. */
  addMany(approve: string, find: (name: string) => Exit | undefined): void;
  /** By name. */
  addPapers(given: Readonly<Record<string, Paper>>): void;
  /** Throws city.missing. */
  get(name: string): Exit;
  find(name: string): Exit | undefined;
  /** Every permission that decides over some way out. */
  approvals(): readonly string[];
  /** Path of the page where approval is applied for; undefined while nothing approves. */
  approvalPage(): string | undefined;
  approveAt(path: string): void;
  /**
   * One paper for an official, counted by the day, marked and recorded. Throws access.papersOver beyond the number of the setting: then it is
   * asked for like any other export. Citizens take what is their own, recorded and uncounted.
   */
  hand(context: Context, name: string, id: string): Promise<ExitFile>;
}
