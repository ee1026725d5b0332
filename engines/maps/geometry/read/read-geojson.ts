/** GeoJSON (RFC 7946, and the `crs` that older software still writes) → shapes. */
import { z } from 'zod';
import type { MultiPolygon, Position } from '../shapes.ts';
import { FileProblem } from './read-bytes.ts';
import type { Attributes, ReadGeometry, ReadLayer, ReadLimits, ReadRow, RowProblem } from './areas.ts';
import { fromCrsName } from './read-projection.ts';

const position = z.array(z.number()).min(2).max(4);
const rings = z.array(z.array(position)).min(1);
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1) }),
]);
const path = z.array(position).min(2);
const other = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: position }),
  z.object({ type: z.literal('MultiPoint'), coordinates: z.array(position).min(1) }),
  z.object({ type: z.literal('LineString'), coordinates: path }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(path).min(1) }),
]);
const feature = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullish(),
  geometry: z.unknown(),
});
const named = z.object({ crs: z.object({ properties: z.object({ name: z.string() }) }) });

/** A geometry alone, as APIs send it; undefined when it is no area. */
export function readGeometry(value: unknown): MultiPolygon | undefined {
  const parsed = geometry.safeParse(value);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const polygons = data.type === 'Polygon' ? [data.coordinates] : data.coordinates;
  return polygons.map((polygon) => polygon.map((ring) => ring.map(flat)));
}

function flat([x = Number.NaN, y = Number.NaN]: readonly number[]): Position {
  return [x, y];
}

/** Any geometry but a collection; undefined when it is none. */
export function readAnyGeometry(value: unknown): ReadGeometry | undefined {
  const shape = readGeometry(value);
  if (shape !== undefined) return { kind: 'area', shape };
  const parsed = other.safeParse(value);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  switch (data.type) {
    case 'Point':
      return { kind: 'point', places: [flat(data.coordinates)] };
    case 'MultiPoint':
      return { kind: 'point', places: data.coordinates.map(flat) };
    case 'LineString':
      return { kind: 'line', paths: [data.coordinates.map(flat)] };
    case 'MultiLineString':
      return { kind: 'line', paths: data.coordinates.map((one) => one.map(flat)) };
  }
}

function plainProperties(given: Readonly<Record<string, unknown>>): Attributes {
  const kept: Record<string, string | number | null> = {};
  for (const [name, value] of Object.entries(given).slice(0, 200))
    if (typeof value === 'string' || typeof value === 'number' || value === null) kept[name] = value;
  return kept;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FileProblem('不是完整的 JSON，文件可能被截断');
  }
}

function entriesOf(root: unknown): readonly unknown[] {
  const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });
  const parsed = collection.safeParse(root);
  if (parsed.success) return parsed.data.features;
  return [feature.safeParse(root).success ? root : { type: 'Feature', properties: null, geometry: root }];
}

export function readGeoJson(text: string, limits: ReadLimits): ReadLayer {
  const root = parse(text);
  const entries = entriesOf(root);
  if (entries.length > limits.features) throw new FileProblem(`要素超过 ${limits.features} 个`);
  const rows: ReadRow[] = [];
  const problems: RowProblem[] = [];
  entries.forEach((entry, index) => {
    const parsed = feature.safeParse(entry);
    const found = parsed.success ? readAnyGeometry(parsed.data.geometry) : undefined;
    if (!parsed.success || found === undefined) problems.push({ row: index + 1, message: '没有认得的图形' });
    else
      rows.push({
        row: index + 1,
        properties: plainProperties(parsed.data.properties ?? {}),
        geometry: found,
      });
  });
  const crs = named.safeParse(root);
  return { rows, problems, declared: crs.success ? fromCrsName(crs.data.crs.properties.name) : undefined };
}
