/** Code lists as a system keeps them in a data file: short, with their source, read by pages and loaded by the server. */

export interface CodeTable {
  /** Standard or document that all entries come from. */
  readonly source: string;
  readonly validFrom: string;
  readonly lists: Readonly<Record<string, readonly (readonly [code: string, name: string])[]>>;
}

/** An unknown code stands for itself. */
export function nameInTable(table: CodeTable, list: string, code: string): string {
  return table.lists[list]?.find(([each]) => each === code)?.[1] ?? code;
}

/** Entries for the registers' code lists, each list under '<system> <list>'. */
export function codeEntries(system: string, { source, validFrom, lists }: CodeTable) {
  return Object.entries(lists).flatMap(([list, rows]) =>
    rows.map(([code, name], order) => ({
      list: `${system} ${list}`,
      code,
      name,
      parent: null,
      order,
      validFrom,
      validTo: null,
      source,
      attributes: {},
    })),
  );
}
