/** Entities of NGSI-LD and the forms in which they go out (ETSI GS CIM 009, clause 4.5). Pure. */

export interface EntityProperty {
  readonly type: 'Property';
  readonly value: unknown;
  /** UN/CEFACT common code. */
  readonly unitCode?: string;
  readonly observedAt?: string;
  /** Our quality flag, where it is not plain good. */
  readonly quality?: EntityProperty;
}

export interface EntityGeoProperty {
  readonly type: 'GeoProperty';
  readonly value: { readonly type: 'Point'; readonly coordinates: readonly [number, number] };
}

export interface EntityRelationship {
  readonly type: 'Relationship';
  readonly object: string;
}

export type Attribute = EntityProperty | EntityGeoProperty | EntityRelationship;

export interface Entity {
  readonly id: string;
  readonly type: string;
  readonly [attribute: string]: string | Attribute | undefined;
}

export type Form = 'normalized' | 'keyValues' | 'concise';

function plain(attribute: Attribute): unknown {
  return attribute.type === 'Relationship' ? attribute.object : attribute.value;
}

/** Concise: a bare value where there is nothing beside it, else without the word for its type. */
function concise(attribute: Attribute): unknown {
  const { type, ...rest } = attribute;
  if (type === 'GeoProperty') return attribute.value;
  return type === 'Property' && Object.keys(rest).length === 1 ? plain(attribute) : rest;
}

/** With only the attributes that are asked for, if any are named. */
export function showEntity(
  entity: Entity,
  form: Form,
  attributes?: ReadonlySet<string>,
): Record<string, unknown> {
  const shown: Record<string, unknown> = { id: entity.id, type: entity.type };
  for (const [name, value] of Object.entries(entity)) {
    if (value === undefined || typeof value === 'string' || name === '@context') continue;
    if (attributes !== undefined && !attributes.has(name)) continue;
    if (form === 'normalized') shown[name] = value;
    else shown[name] = form === 'keyValues' ? plain(value) : concise(value);
  }
  return shown;
}

export function hasAttribute(entity: Entity, names: ReadonlySet<string>): boolean {
  return [...names].some((name) => name !== 'id' && name !== 'type' && Object.hasOwn(entity, name));
}
