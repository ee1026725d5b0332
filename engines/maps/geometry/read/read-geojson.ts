/** GeoJSON (RFC 7946, and the `crs` that older software still writes) → areas. */
import { z } from 'zod';
import type { MultiPolygon } from '../shapes.ts';
import { FileProblem } from './read-bytes.ts';
import type { ReadAreas, ReadFeature, ReadLimits } from './areas.ts';
import { fromCrsName } from './read-projection.ts';

const position = z.array(z.number()).min(2).max(4);
const rings = z.array(z.array(position)).min(1);
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1) }),
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
  return polygons.map((polygon) =>
    polygon.map((ring) => ring.map(([x = Number.NaN, y = Number.NaN]) => [x, y] as const)),
  );
}

function plainProperties(given: Readonly<Record<string, unknown>>): ReadFeature['properties'] {
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

export function readGeoJson(text: string, limits: ReadLimits): ReadAreas {
  const root = parse(text);
  const entries = entriesOf(root);
  if (entries.length > limits.features) throw new FileProblem(`要素超过 ${limits.features} 个`);
  const features: ReadFeature[] = [];
  const problems: { row: number; message: string }[] = [];
  entries.forEach((entry, index) => {
    const parsed = feature.safeParse(entry);
    const shape = parsed.success ? readGeometry(parsed.data.geometry) : undefined;
    if (!parsed.success || shape === undefined)
      problems.push({ row: index + 1, message: '不是面（Polygon 或 MultiPolygon）' });
    else features.push({ row: index + 1, properties: plainProperties(parsed.data.properties ?? {}), shape });
  });
  const crs = named.safeParse(root);
  return {
    features,
    problems,
    declared: crs.success ? fromCrsName(crs.data.crs.properties.name) : undefined,
  };
}
