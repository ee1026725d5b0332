/** The head that every data table of 智慧城管 carries: where it comes from, since when it holds, and whether it may be edited. */

/** 'standard': the published standard's own value; 'local-default': a default [K?] that the city edits and replaces by document. */
export type Mark = 'standard' | 'local-default';

export interface TableHead {
  readonly title: string;
  /** Standard and clause, or how the values came about. */
  readonly source: string;
  readonly version: string;
  /** First day in force, YYYY-MM-DD. */
  readonly validFrom: string;
  /** Last day in force; null while the edition holds. */
  readonly validTo: string | null;
  readonly mark: Mark;
  /** Where the fields of a row differ in it: field name to mark. */
  readonly fieldMarks?: Readonly<Record<string, Mark>>;
  readonly note: string;
}

export interface Group {
  readonly code: string;
  readonly name: string;
}

/** Rows by their key; a key that stands twice is a broken table, so it fails at start-up and not in a case. */
export function indexRows<Row>(
  title: string,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, Row> {
  const index = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    if (index.has(key)) throw new Error(`${title}:代码 ${key} 重复`);
    index.set(key, row);
  }
  return index;
}

/** The row of a key that must exist. Throws RangeError naming the table and the key. */
export function getRow<Row>(title: string, index: ReadonlyMap<string, Row>, key: string): Row {
  const row = index.get(key);
  if (row === undefined) throw new RangeError(`${title}中没有代码“${key.slice(0, 40)}”`);
  return row;
}
