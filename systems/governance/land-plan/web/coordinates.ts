/** Corners as people type or paste them: one to a line, rings apart by an empty line. Pure. */

export interface TypedCorners {
  readonly rings: readonly (readonly (readonly [number, number])[])[];
  /** Counted from 1. */
  readonly badLines: readonly number[];
}

/** '115.8,32.9', '115.8 32.9' or 'J1,115.8,32.9'. */
function readLine(line: string): readonly [number, number] | undefined {
  const cells = line
    .trim()
    .split(/[,，\s]+/)
    .slice(-2)
    .map(Number);
  const [x = Number.NaN, y = Number.NaN] = cells;
  return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : undefined;
}

export function readCorners(text: string): TypedCorners {
  const rings: (readonly [number, number])[][] = [[]];
  const badLines: number[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') {
      if ((rings.at(-1)?.length ?? 0) > 0) rings.push([]);
      return;
    }
    const at = readLine(line);
    if (at === undefined) badLines.push(index + 1);
    else rings.at(-1)?.push(at);
  });
  return { rings: rings.filter((ring) => ring.length > 0), badLines };
}

/** GeoJSON of the rings, the first the outside; undefined while there are too few corners. */
export function toPolygon({
  rings,
}: TypedCorners): { readonly type: 'Polygon'; readonly coordinates: number[][][] } | undefined {
  if (rings.length === 0 || rings.some((ring) => ring.length < 3)) return undefined;
  return {
    type: 'Polygon',
    coordinates: rings.map((ring) => [...ring, ...ring.slice(0, 1)].map(([x, y]) => [x, y])),
  };
}

export function addCorner(text: string, lon: number, lat: number): string {
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${before}${lon.toFixed(7)},${lat.toFixed(7)}\n`;
}

export function removeLast(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.length <= 1 ? '' : `${lines.slice(0, -1).join('\n')}\n`;
}
