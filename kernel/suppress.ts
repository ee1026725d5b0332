/** Statistics that name nobody: small numbers are not shown, nor what would give them away beside their total. Pure. */

/**
 * Null for what is not shown. A number above zero and below `least` is hidden; where just one is hidden, the smallest other above zero goes too,
 * or the total would tell it. Zero is shown: it is about nobody.
 */
export function suppress(counts: readonly number[], least: number): readonly (number | null)[] {
  const hidden = new Set(counts.flatMap((count, index) => (count > 0 && count < least ? [index] : [])));
  if (hidden.size === 1) {
    const others = counts
      .map((count, index) => ({ count, index }))
      .filter(({ count, index }) => count > 0 && !hidden.has(index))
      .toSorted((one, other) => one.count - other.count);
    const [smallest] = others;
    if (smallest !== undefined) hidden.add(smallest.index);
  }
  return counts.map((count, index) => (hidden.has(index) ? null : count));
}

/** A table of areas × groups with totals on both sides: hidden until neither a row nor a column gives one away. */
export function suppressTable(
  table: readonly (readonly number[])[],
  least: number,
): readonly (readonly (number | null)[])[] {
  const width = table[0]?.length ?? 0;
  const hidden = table.map((row) => suppress(row, least).map((count) => count === null));
  let moved = true;
  while (moved) {
    moved = false;
    const hideNext = (cells: readonly { readonly row: number; readonly column: number }[]) => {
      const shut = cells.filter(({ row, column }) => hidden[row]?.[column]);
      if (shut.length !== 1) return;
      const [next] = cells
        .filter(({ row, column }) => !hidden[row]?.[column] && (table[row]?.[column] ?? 0) > 0)
        .toSorted((a, b) => (table[a.row]?.[a.column] ?? 0) - (table[b.row]?.[b.column] ?? 0));
      const line = next === undefined ? undefined : hidden[next.row];
      if (next === undefined || line === undefined) return;
      line[next.column] = true;
      moved = true;
    };
    for (let row = 0; row < table.length; row += 1)
      hideNext(Array.from({ length: width }, (_, column) => ({ row, column })));
    for (let column = 0; column < width; column += 1) hideNext(table.map((_, row) => ({ row, column })));
  }
  return table.map((line, row) => line.map((count, column) => (hidden[row]?.[column] ? null : count)));
}
