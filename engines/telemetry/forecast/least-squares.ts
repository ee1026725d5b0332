/** Linear least squares for a handful of unknowns: elimination with pivots, and ridge regression over standardised columns. Pure. */

type Matrix = readonly (readonly number[])[];

const singular = 1e-12;

/** Solves by elimination with pivots; undefined for a singular matrix. */
export function solve(matrix: Matrix, right: readonly number[]): readonly number[] | undefined {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  for (let column = 0; column < rows.length; column += 1) {
    const below = rows.slice(column);
    const pivot = below.toSorted((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0))[0];
    if (pivot === undefined || Math.abs(pivot[column] ?? 0) < singular) return undefined;
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(column, 0, pivot);
    for (const [index, row] of rows.entries()) {
      if (index === column) continue;
      const share = (row[column] ?? 0) / (pivot[column] ?? 1);
      rows[index] = row.map((value, at) => value - share * (pivot[at] ?? 0));
    }
  }
  return rows.map((row, index) => (row.at(-1) ?? 0) / (row[index] ?? 1));
}

export interface Ridge {
  /** One for each column, in the column's own unit. */
  readonly weights: readonly number[];
  readonly offset: number;
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, spread: Math.sqrt(square) };
}

/**
 * Minimises Σ(y − offset − Σ w·x)² + penalty·n·Σ(w·s)², s the spread of a column (Hoerl and Kennard 1970): columns of any unit are held back
 * alike. `rows` are samples. Undefined with fewer than two samples for each column, where nothing could be learned.
 */
export function fitRidge(rows: Matrix, wanted: readonly number[], penalty: number): Ridge | undefined {
  const columns = rows[0]?.length ?? 0;
  if (columns === 0 || rows.length < 2 * columns) return undefined;
  const moments = Array.from({ length: columns }, (_, at) => momentsOf(rows.map((row) => row[at] ?? 0)));
  const target = momentsOf(wanted);
  const normal = Array.from({ length: columns }, () => Array.from({ length: columns }, () => 0));
  const right = Array.from({ length: columns }, () => 0);
  for (const [sample, row] of rows.entries()) {
    const scaled = moments.map(({ mean, spread }, at) =>
      spread < singular ? 0 : ((row[at] ?? 0) - mean) / spread,
    );
    const y = (wanted[sample] ?? 0) - target.mean;
    for (let i = 0; i < columns; i += 1) {
      const line = normal[i] ?? [];
      const value = scaled[i] ?? 0;
      right[i] = (right[i] ?? 0) + value * y;
      for (let j = 0; j < columns; j += 1) line[j] = (line[j] ?? 0) + value * (scaled[j] ?? 0);
    }
  }
  for (const [at, line] of normal.entries()) line[at] = (line[at] ?? 0) + penalty * rows.length;
  const found = solve(normal, right);
  if (found === undefined) return undefined;
  const weights = found.map((weight, at) => {
    const spread = moments[at]?.spread ?? 0;
    return spread < singular ? 0 : weight / spread;
  });
  const offset =
    target.mean - weights.reduce((sum, weight, at) => sum + weight * (moments[at]?.mean ?? 0), 0);
  return { weights, offset };
}

export function applyRidge({ weights, offset }: Ridge, row: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (row[at] ?? 0), offset);
}
