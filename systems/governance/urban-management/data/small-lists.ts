/** Short code tables of city-management cases, and what each source of a report asks for. */
import json from './small-lists.json' with { type: 'json' };
import { getRow, indexRows, type TableHead } from './table.ts';

export interface ReportSource {
  readonly code: string;
  readonly name: string;
  /** Public sources are verified first; those of the city's own collectors and leaders are not. */
  readonly start: 'verify' | 'accept';
  /** Fewest photos that come with the report. */
  readonly photos: number;
  /** Who may report by it. */
  readonly people: 'official' | 'any';
}

export interface SmallLists extends TableHead {
  readonly sources: readonly ReportSource[];
  readonly lists: Readonly<Record<string, readonly { readonly code: string; readonly name: string }[]>>;
}

export const smallLists: SmallLists = json as SmallLists;

const byCode = indexRows('来源', smallLists.sources, (row) => row.code);

export function findSource(code: string): ReportSource | undefined {
  return byCode.get(code);
}

/** Throws RangeError for a code that is not in the table. */
export function getSource(code: string): ReportSource {
  return getRow('来源', byCode, code);
}
