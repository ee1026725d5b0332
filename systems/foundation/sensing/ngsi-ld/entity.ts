/** Entities of NGSI-LD and the forms in which they go out (ETSI GS CIM 009, clause 4.5). Pure. */
import type { Geometry } from 'geojson';

interface Beside {
  /** UN/CEFACT common code. */
  readonly unitCode?: string;
  readonly observedAt?: string;
  /** Attributes of the attribute; for readings our quality flag, where it is not plain good. */
  readonly [beside: string]: unknown;
}

export interface EntityProperty extends Beside {
  readonly type: 'Property';
  readonly value: unknown;
}

export interface EntityGeoProperty extends Beside {
  readonly type: 'GeoProperty';
  readonly value: Geometry;
}

export interface EntityRelationship extends Beside {
  readonly type: 'Relationship';
  /** URI of an entity, or several of them. */
  readonly object: string | readonly string[];
}

export interface EntityLanguageProperty extends Beside {
  readonly type: 'LanguageProperty';
  readonly languageMap: Readonly<Record<string, unknown>>;
}

export type Attribute = EntityProperty | EntityGeoProperty | EntityRelationship | EntityLanguageProperty;
export type Attributes = Readonly<Record<string, Attribute>>;

export interface Entity {
  readonly id: string;
  readonly type: string;
  readonly [attribute: string]: string | Attribute | undefined;
}

export type Form = 'normalized' | 'keyValues' | 'concise';

/** Members of an entity that are no attributes. */
const notAttributes: ReadonlySet<string> = new Set(['id', 'type', '@context', 'createdAt', 'modifiedAt']);

export function attributesOf(entity: Entity): Attributes {
  return Object.fromEntries(
    Object.entries(entity).flatMap(([name, value]) =>
      typeof value === 'object' && !notAttributes.has(name) ? [[name, value] as const] : [],
    ),
  );
}

function plain(attribute: Attribute): unknown {
  if (attribute.type === 'Relationship') return attribute.object;
  return attribute.type === 'LanguageProperty' ? { languageMap: attribute.languageMap } : attribute.value;
}

/** Concise: a bare value where there is nothing beside it, else without the word for its type. */
function concise(attribute: Attribute): unknown {
  const { type, ...rest } = attribute;
  const alone = Object.keys(rest).length === 1;
  if (type === 'GeoProperty' && alone) return attribute.value;
  return type === 'Property' && alone ? plain(attribute) : rest;
}

export interface Shown {
  readonly form: Form;
  /** Only these attributes; undefined shows all. */
  readonly attributes?: ReadonlySet<string> | undefined;
  /** With createdAt and modifiedAt (clause 4.8). */
  readonly system?: boolean;
}

export function showEntity(entity: Entity, { form, attributes, system }: Shown): Record<string, unknown> {
  const shown: Record<string, unknown> = { id: entity.id, type: entity.type };
  for (const name of ['createdAt', 'modifiedAt'])
    if (system && entity[name] !== undefined) shown[name] = entity[name];
  for (const [name, value] of Object.entries(attributesOf(entity))) {
    if (attributes !== undefined && !attributes.has(name)) continue;
    if (form === 'normalized') shown[name] = value;
    else shown[name] = form === 'keyValues' ? plain(value) : concise(value);
  }
  return shown;
}

/** An entity as a GeoJSON feature (clause 4.5.16); without a place its geometry is null. */
export function showFeature(entity: Entity, shown: Shown): Record<string, unknown> {
  const { id, ...properties } = showEntity(entity, shown);
  const { location } = entity;
  const geometry = typeof location === 'object' && location.type === 'GeoProperty' ? location.value : null;
  return { id, type: 'Feature', geometry, properties };
}

export function hasAttribute(entity: Entity, names: ReadonlySet<string>): boolean {
  return [...names].some((name) => !notAttributes.has(name) && Object.hasOwn(entity, name));
}

/** Where the entity stands; only a point counts. */
export function positionOf(entity: Entity): [number, number] | undefined {
  const { location } = entity;
  if (typeof location !== 'object' || location.type !== 'GeoProperty') return undefined;
  if (location.value.type !== 'Point') return undefined;
  const [lon, lat] = location.value.coordinates;
  return lon === undefined || lat === undefined ? undefined : [lon, lat];
}
