/** Kinds of official documents with what each demands, and the short code lists of the office, as data with their source. */
import type { OfficialFormat } from '../../../../engines/documents/service.ts';
import json from './document-kinds.json' with { type: 'json' };

export interface DocumentKind {
  readonly code: string;
  /** As a title ends with it; what stands in brackets is the shorter form. */
  readonly name: string;
  readonly format: OfficialFormat;
  /** To a superior: the one who signs is named on the first page. */
  readonly upward?: boolean;
  /** One recipient only. */
  readonly single?: boolean;
  /** Words of asking that have no place in it. */
  readonly forbidden?: readonly string[];
}

interface Coded {
  readonly code: string;
  readonly name: string;
}

interface Table {
  readonly source: string;
  readonly validFrom: string;
  readonly kinds: readonly DocumentKind[];
  readonly lists: Readonly<Record<string, readonly Coded[]>>;
  /** What counts as a government department for indicator 14. */
  readonly coverage: { readonly source: string; readonly note: string; readonly kinds: readonly string[] };
  readonly retentions: {
    readonly source: string;
    readonly validFrom: string;
    /** Without years: for ever. */
    readonly rows: readonly (Coded & { readonly years?: number })[];
  };
}

export const documentTable = json as Table;

const byCode = new Map(documentTable.kinds.map((kind) => [kind.code, kind]));

export function findKind(code: string): DocumentKind | undefined {
  return byCode.get(code);
}

/** Last day of keeping: whole years, counted from the first of January after the year of the item. */
export function expiryOf(retention: string, year: number): string | undefined {
  const years = documentTable.retentions.rows.find(({ code }) => code === retention)?.years;
  return years === undefined ? undefined : `${year + years}-12-31`;
}

export function nameInList(list: string, code: string): string {
  return documentTable.lists[list]?.find((row) => row.code === code)?.name ?? code;
}
