/** Whether an entity answers a query, and whether it lies where a geo-query asks (clauses 4.9 and 4.10). Pure. */
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import type { Position } from 'geojson';
import type { Entity } from './entity.ts';
import { BrokenQuery, type Query, type QueryPath, type Scalar } from './parse-query.ts';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The value of an attribute, or what it points to; system and sub-attributes by their own names. */
function valueAt(entity: Entity, { names, within }: QueryPath): unknown {
  let found: unknown = entity;
  for (const name of names) found = own(found, name);
  const inner = own(found, 'value') ?? own(found, 'object') ?? found;
  return within.reduce(own, inner);
}

function sameKind(a: unknown, b: Scalar): a is Scalar {
  return typeof a === typeof b;
}

function isEqual(found: unknown, wanted: Scalar): boolean {
  if (Array.isArray(found)) return found.some((each) => isEqual(each, wanted));
  return sameKind(found, wanted) && found === wanted;
}

/** Texts compare as they are written: ISO moments in UTC compare as moments. */
function order(found: unknown, wanted: Scalar): number | undefined {
  if (!sameKind(found, wanted) || typeof found === 'boolean') return undefined;
  if (found === wanted) return 0;
  return found < wanted ? -1 : 1;
}

/** A pattern of plain characters, dots and stars: anybody's regular expression could keep the server busy for ever. */
function hasPattern(found: unknown, pattern: Scalar): boolean {
  if (typeof found !== 'string' || typeof pattern !== 'string') return false;
  if (/[\\[\](){}+?|]/.test(pattern)) throw new BrokenQuery('模式只支持 ^ $ . 和 .*');
  const [open, closed] = [!pattern.startsWith('^'), !pattern.endsWith('$')];
  const pieces = pattern.replace(/^\^/, '').replace(/\$$/, '').split('.*');
  return matchPieces(found, pieces, open, closed);
}

/** Throws BrokenQuery for a pattern that would be refused when it is looked at: a query that is kept must never fail later. */
export function checkPatterns(query: Query): void {
  if (query.kind === 'all' || query.kind === 'any') query.of.forEach(checkPatterns);
  else if (query.kind === 'compare' && query.operator.endsWith('~='))
    for (const pattern of query.values) hasPattern('', pattern);
}

/** idPattern of clause 4.7, in the same kind of pattern. Throws BrokenQuery. */
export function matchPattern(text: string, pattern: string): boolean {
  return hasPattern(text, pattern);
}

/** The plain characters with which all that fits an anchored pattern begins; a dot may be any. */
export function prefixOf(pattern: string): string {
  const [plain = ''] = pattern.startsWith('^') ? pattern.slice(1).split(/[.$*]/) : [];
  return plain;
}

function pieceAt(text: string, piece: string, at: number): boolean {
  if (at + piece.length > text.length) return false;
  for (let index = 0; index < piece.length; index += 1)
    if (piece[index] !== '.' && piece[index] !== text[at + index]) return false;
  return true;
}

/** Each piece at its first place after the one before; the last of a closed pattern at the end. Linear for each piece. */
function matchPieces(text: string, pieces: readonly string[], open: boolean, closed: boolean): boolean {
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const last = index === pieces.length - 1;
    if (index === 0 && !open) {
      if (!pieceAt(text, piece, 0)) return false;
      at = piece.length;
      if (last) return closed || at === text.length;
      continue;
    }
    if (last && !closed)
      return text.length - piece.length >= at && pieceAt(text, piece, text.length - piece.length);
    let place = at;
    while (place <= text.length && !pieceAt(text, piece, place)) place += 1;
    if (place > text.length) return false;
    at = place + piece.length;
  }
  return true;
}

export function matchQuery(entity: Entity, query: Query): boolean {
  switch (query.kind) {
    case 'all':
      return query.of.every((each) => matchQuery(entity, each));
    case 'any':
      return query.of.some((each) => matchQuery(entity, each));
    case 'exists':
      return valueAt(entity, query.path) !== undefined;
    case 'between': {
      const found = valueAt(entity, query.path);
      if (found === undefined) return false;
      const inside = (order(found, query.low) ?? -1) >= 0 && (order(found, query.high) ?? 1) <= 0;
      return inside !== query.not;
    }
    case 'compare':
      return compare(valueAt(entity, query.path), query);
  }
}

function compare(found: unknown, { operator, values }: Extract<Query, { kind: 'compare' }>): boolean {
  const [wanted] = values;
  if (wanted === undefined || found === undefined) return false;
  const placed = order(found, wanted);
  switch (operator) {
    case '==':
      return values.some((each) => isEqual(found, each));
    case '!=':
      return !values.some((each) => isEqual(found, each));
    case '~=':
      return hasPattern(found, wanted);
    case '!~=':
      return !hasPattern(found, wanted);
    case '<':
      return placed !== undefined && placed < 0;
    case '<=':
      return placed !== undefined && placed <= 0;
    case '>':
      return placed !== undefined && placed > 0;
    case '>=':
      return placed !== undefined && placed >= 0;
  }
}

export interface GeoQuery {
  readonly relation: 'within' | 'disjoint' | 'equals' | 'intersects' | 'near';
  readonly geometry: 'Point' | 'Polygon';
  readonly coordinates: unknown;
  /** Metres, for 'near'. */
  readonly maxDistance?: number;
  readonly minDistance?: number;
}

const earthMetres = 6_371_000;
const degree = Math.PI / 180;

function metresBetween([aLon = 0, aLat = 0]: Position, [bLon = 0, bLat = 0]: Position): number {
  const [dLat, dLon] = [(bLat - aLat) * degree, (bLon - aLon) * degree];
  const half =
    Math.sin(dLat / 2) ** 2 + Math.cos(aLat * degree) * Math.cos(bLat * degree) * Math.sin(dLon / 2) ** 2;
  return 2 * earthMetres * Math.asin(Math.sqrt(half));
}

function isPosition(value: unknown): value is Position {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    value.slice(0, 2).every((each) => typeof each === 'number' && Number.isFinite(each))
  );
}

function isRing(value: unknown): value is Position[] {
  return Array.isArray(value) && value.length >= 4 && value.length <= 1000 && value.every(isPosition);
}

/** `near;maxDistance==2000`, `within` … with its geometry. Throws BrokenQuery. */
export function parseGeoQuery(georel: string, geometry: string, coordinates: string): GeoQuery {
  const [relation = '', ...bounds] = georel.split(';');
  let given: unknown;
  try {
    given = JSON.parse(coordinates);
  } catch {
    throw new BrokenQuery('coordinates 不是 JSON');
  }
  const point = geometry === 'Point' && isPosition(given);
  const polygon = geometry === 'Polygon' && Array.isArray(given) && given.length > 0 && given.every(isRing);
  if (!point && !polygon) throw new BrokenQuery('geometry 支持 Point 和 Polygon，coordinates 须与之相符');
  if (relation === 'near') {
    const limits = Object.fromEntries(bounds.map((each) => each.split('=='))) as Record<
      string,
      string | undefined
    >;
    const metres = (name: string) => (limits[name] === undefined ? undefined : Number(limits[name]));
    const [most, least] = [metres('maxDistance'), metres('minDistance')];
    if (
      !point ||
      (most === undefined && least === undefined) ||
      ![most ?? 0, least ?? 0].every((each) => each >= 0)
    )
      throw new BrokenQuery('near 须有 Point 和 maxDistance 或 minDistance(米)');
    return {
      relation,
      geometry: 'Point',
      coordinates: given,
      ...(most === undefined ? {} : { maxDistance: most }),
      ...(least === undefined ? {} : { minDistance: least }),
    };
  }
  if (relation !== 'within' && relation !== 'disjoint' && relation !== 'equals' && relation !== 'intersects')
    throw new BrokenQuery('georel 支持 near、within、intersects、disjoint、equals');
  return { relation, geometry: point ? 'Point' : 'Polygon', coordinates: given };
}

/** Entities here stand at points; one without a place answers no geo-query. */
export function matchGeo(at: Position | undefined, query: GeoQuery): boolean {
  if (at === undefined) return false;
  if (query.geometry === 'Point') {
    const metres = metresBetween(at, query.coordinates as Position);
    if (query.relation === 'near')
      return metres <= (query.maxDistance ?? Infinity) && metres >= (query.minDistance ?? 0);
    return metres < 0.01 === (query.relation !== 'disjoint');
  }
  const inside = booleanPointInPolygon(at, {
    type: 'Polygon',
    coordinates: query.coordinates as Position[][],
  });
  if (query.relation === 'equals') return false;
  return inside === (query.relation !== 'disjoint');
}

/** [west, south, east, north] in degrees. */
export type Box = readonly [number, number, number, number];

/** Wide enough for every place that can answer, so that the store need not give the others; undefined where those may lie anywhere. */
export function boxOf({ relation, geometry, coordinates, maxDistance }: GeoQuery): Box | undefined {
  if (relation === 'disjoint' || (relation === 'near' && maxDistance === undefined)) return undefined;
  const places = geometry === 'Point' ? [coordinates as Position] : (coordinates as Position[][]).flat();
  const lons = places.map(([lon = 0]) => lon);
  const lats = places.map(([, lat = 0]) => lat);
  // A metre more: what is compared as equal may differ by its rounding.
  const north = ((maxDistance ?? 0) + 1) / earthMetres / degree;
  const farthest = Math.min(89, Math.max(...lats.map(Math.abs)) + north);
  const east = north / Math.cos(farthest * degree);
  return [
    Math.max(-180, Math.min(...lons) - east),
    Math.max(-90, Math.min(...lats) - north),
    Math.min(180, Math.max(...lons) + east),
    Math.min(90, Math.max(...lats) + north),
  ];
}
