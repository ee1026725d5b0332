/** An entity or a part of one as a caller sends it, in any of the three forms, brought to the normalized one (clauses 4.5 and 5.2). Pure. */
import type { Geometry } from 'geojson';
import { errors } from '../errors.ts';
import type { Names } from './context.ts';
import type { Attribute } from './entity.ts';

/** In a patch: takes the attribute away (clause 4.5.0). */
const ngsiNull = 'urn:ngsi-ld:null';

export interface Fragment {
  readonly id: string | undefined;
  readonly type: string | undefined;
  /** null takes the attribute away. */
  readonly attributes: Readonly<Record<string, Attribute | null>>;
}

const mostAttributes = 200;
const mostBytes = 65_536;
const deepest = 3;
const deepestValue = 10;
const nameForm = /^[A-Za-z_@][\w:/.#-]{0,199}$/;
const reserved: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const kinds: ReadonlySet<string> = new Set(['Property', 'GeoProperty', 'Relationship', 'LanguageProperty']);
const otherKinds: ReadonlySet<string> = new Set([
  'VocabProperty',
  'JsonProperty',
  'ListProperty',
  'ListRelationship',
]);
const geometries: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

function refuse(path: string, why: string): never {
  throw errors.badRequestData({ why: `${path}：${why}` });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isUri(value: unknown): value is string {
  return (
    typeof value === 'string' && value.length <= 200 && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value)
  );
}

function isPosition(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    (value.length === 2 || value.length === 3) &&
    value.every((each) => typeof each === 'number' && Number.isFinite(each)) &&
    Math.abs(value[0] as number) <= 180 &&
    Math.abs(value[1] as number) <= 90
  );
}

function isNested(value: unknown, depth: number): boolean {
  if (depth === 0) return isPosition(value);
  return Array.isArray(value) && value.length > 0 && value.every((each) => isNested(each, depth - 1));
}

function isGeometry(value: unknown): value is Geometry {
  if (!isRecord(value) || typeof value['type'] !== 'string') return false;
  const depth = Object.hasOwn(geometries, value['type']) ? geometries[value['type']] : undefined;
  return depth !== undefined && isNested(value['coordinates'], depth);
}

/** RFC 3339 in UTC, as the standard wants DateTime (clause 4.6.3). */
export function readMoment(path: string, value: unknown): string {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,6})?Z$/;
  if (typeof value !== 'string' || !form.test(value) || Number.isNaN(Date.parse(value.replace(',', '.'))))
    refuse(path, '应为 UTC 时间，例如 2026-11-23T02:00:00Z');
  return value.replace(',', '.');
}

function checkValue(path: string, value: unknown, depth = 0): void {
  if (value === null || value === undefined) refuse(path, '值不能为空');
  if (depth > deepestValue) refuse(path, '值的层次过多');
  if (typeof value === 'string' && value.includes('\u0000')) refuse(path, '文本含有不可保存的字符');
  if (typeof value !== 'object') return;
  for (const [name, each] of Object.entries(value)) {
    if (reserved.has(name)) refuse(path, `“${name}”不能作名称`);
    if (each !== null) checkValue(path, each, depth + 1);
  }
}

type Given = Readonly<Record<string, unknown>>;

function kindOf(path: string, given: Given): string | undefined {
  const { type } = given;
  if (typeof type === 'string' && kinds.has(type)) return type;
  if (typeof type === 'string' && otherKinds.has(type)) refuse(path, `暂不支持 ${type}`);
  if (isGeometry(given)) return undefined;
  if ('value' in given) return isGeometry(given['value']) ? 'GeoProperty' : 'Property';
  if ('object' in given) return 'Relationship';
  return 'languageMap' in given ? 'LanguageProperty' : undefined;
}

/** What stands beside the value: unit, moment, and attributes of the attribute. */
function readBeside(
  path: string,
  given: Given,
  own: string,
  names: Names,
  depth: number,
): Record<string, unknown> {
  const beside: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (name === 'type' || name === own || name === 'createdAt' || name === 'modifiedAt') continue;
    const at = `${path}.${name}`;
    if (name === 'datasetId') refuse(path, '暂不支持 datasetId（多值属性）');
    else if (name === 'observedAt') beside[name] = readMoment(at, value);
    else if (name === 'unitCode') {
      if (typeof value !== 'string' || value.length > 20) refuse(at, '应为文本');
      beside[name] = value;
    } else beside[checkName(path, names(name))] = readAttribute(at, value, names, depth + 1);
  }
  return beside;
}

function checkName(path: string, name: string): string {
  if (!nameForm.test(name) || reserved.has(name)) refuse(path, `“${name.slice(0, 60)}”不能作属性名`);
  return name;
}

function readObject(path: string, object: unknown): string | readonly string[] {
  if (isUri(object)) return object;
  if (Array.isArray(object) && object.length > 0 && object.every(isUri)) return object;
  return refuse(path, 'object 应为 URI');
}

function readAttribute(path: string, given: unknown, names: Names, depth: number): Attribute {
  if (depth > deepest) refuse(path, '属性的属性层次过多');
  if (Array.isArray(given) && given.some((each) => isRecord(each) && kinds.has(String(each['type']))))
    refuse(path, '暂不支持 datasetId（多值属性）');
  const kind = isRecord(given) ? kindOf(path, given) : undefined;
  if (kind === undefined || !isRecord(given)) {
    checkValue(path, given);
    return isGeometry(given) ? { type: 'GeoProperty', value: given } : { type: 'Property', value: given };
  }
  const own = { Relationship: 'object', LanguageProperty: 'languageMap' }[kind] ?? 'value';
  const beside = readBeside(path, given, own, names, depth);
  if (kind === 'Relationship') return { ...beside, type: kind, object: readObject(path, given['object']) };
  checkValue(path, given[own]);
  const value = given[own];
  if (kind === 'GeoProperty')
    return isGeometry(value) ? { ...beside, type: kind, value } : refuse(path, '应为 GeoJSON 几何对象');
  if (kind === 'LanguageProperty')
    return isRecord(value)
      ? { ...beside, type: kind, languageMap: value }
      : refuse(path, 'languageMap 应为对象');
  return { ...beside, type: 'Property', value };
}

function isNull(given: unknown): boolean {
  if (given === ngsiNull) return true;
  return isRecord(given) && (given['value'] === ngsiNull || given['object'] === ngsiNull);
}

/** One attribute as it was sent; null where it takes the attribute away. */
export function readOne(name: string, given: unknown, names: Names): Attribute | null {
  return isNull(given) ? null : readAttribute(name, given, names, 1);
}

/** Throws BadRequestData with the place that is wrong. */
export function readFragment(given: unknown, names: Names): Fragment {
  if (!isRecord(given)) throw errors.badRequestData({ why: '应为实体对象' });
  if (new TextEncoder().encode(JSON.stringify(given)).length > mostBytes)
    throw errors.badRequestData({ why: '单个实体不超过 64 kB' });
  const { id, type, '@context': _, ...rest } = given;
  if (id !== undefined && !isUri(id)) refuse('id', '应为 URI');
  const types = Array.isArray(type) ? type : [type];
  if (types.length !== 1 || (type !== undefined && typeof types[0] !== 'string'))
    refuse('type', '应为一个类型名');
  const entries = Object.entries(rest).filter(([name]) => name !== 'createdAt' && name !== 'modifiedAt');
  if (entries.length > mostAttributes)
    throw errors.badRequestData({ why: `属性不超过 ${mostAttributes} 个` });
  const attributes: Record<string, Attribute | null> = {};
  for (const [name, value] of entries) {
    const own = checkName(name, names(name));
    attributes[own] = readOne(own, value, names);
  }
  const location = attributes['location'];
  if (location != null && (location.type !== 'GeoProperty' || location.value.type !== 'Point'))
    refuse('location', '应为 Point');
  return {
    id: id as string | undefined,
    type: type === undefined ? undefined : names(String(types[0])),
    attributes,
  };
}
