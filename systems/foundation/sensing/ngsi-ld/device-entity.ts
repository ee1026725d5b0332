/** A device as an entity, under the names of Smart Data Models where its thing model has them. Pure. */
import type { Row } from '../../../../kernel/register.ts';
import type { device, ThingModel } from '../../../../engines/telemetry/contract.ts';
import type { LastOf } from '../../../../engines/telemetry/service.ts';
import type { Attribute, Entity, EntityProperty } from './entity.ts';
import table from './mappings.json' with { type: 'json' };

interface Mapping {
  readonly type: string;
  readonly names: Readonly<Record<string, string | undefined>>;
}

const mappings: Readonly<Record<string, Mapping | undefined>> = table.models;
const units: Readonly<Record<string, string | undefined>> = table.units;

const unitsByCode = new Map(Object.entries(table.units).map(([unit, code]) => [code, unit]));

/** The unit, as our models name it, of a UN/CEFACT code; a code that the table does not have stays as it is. */
export function unitOfCode(code: string): string {
  return unitsByCode.get(code) ?? code;
}

export interface DeviceFacts {
  readonly row: Row<typeof device>;
  /** Code of the thing model. */
  readonly model: string;
  readonly definition: ThingModel;
  readonly last: readonly LastOf[];
  readonly areaName: string;
}

export function typeOfModel(model: string): string {
  return mappings[model]?.type ?? 'Device';
}

export function idOf(model: string, code: string): string {
  return `urn:ngsi-ld:${typeOfModel(model)}:${code}`;
}

/** The device's code in an entity id; undefined for a name that is not ours. */
export function codeOf(id: string): string | undefined {
  return /^urn:ngsi-ld:[A-Za-z]{1,60}:([A-Za-z0-9][A-Za-z0-9._-]{2,59})$/.exec(id)?.[1];
}

function camel(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function measured(spec: ThingModel['properties'][number], last: LastOf): EntityProperty {
  const value =
    spec.type === 'boolean' && last.value !== null ? last.value > 0.5 : (last.words ?? last.value);
  const unitCode = spec.type === 'number' ? units[spec.unit] : undefined;
  return {
    type: 'Property',
    value,
    ...(unitCode === undefined ? {} : { unitCode }),
    observedAt: new Date(last.at).toISOString(),
    ...(last.quality === 'good' ? {} : { quality: { type: 'Property' as const, value: last.quality } }),
  };
}

/** The property of the model that an attribute of the entity stands for. */
export function propertyOf(
  model: string,
  definition: ThingModel,
  attribute: string,
): ThingModel['properties'][number] | undefined {
  return definition.properties.find((spec) => attributeName(model, spec.name) === attribute);
}

/** What the entity calls a property of the model. */
export function attributeName(model: string, property: string): string {
  return mappings[model]?.names[property] ?? camel(property);
}

export function deviceEntity({ row, model, definition, last, areaName }: DeviceFacts): Entity {
  const attributes: Record<string, Attribute> = {
    name: { type: 'Property', value: row.name },
    category: { type: 'Property', value: ['sensor'] },
    deviceState: { type: 'Property', value: row.stage ?? 'registered' },
    address: {
      type: 'Property',
      value: { addressCountry: 'CN', addressLocality: areaName, areaCode: row.area },
    },
  };
  if (row.position !== null)
    attributes['location'] = {
      type: 'GeoProperty',
      value: { type: 'Point', coordinates: [row.position.lon, row.position.lat] },
    };
  for (const spec of definition.properties) {
    const newest = last.find((each) => each.property === spec.name);
    if (newest !== undefined) attributes[attributeName(model, spec.name)] = measured(spec, newest);
  }
  const newest = last.map((each) => Date.parse(each.at)).toSorted((a, b) => b - a)[0];
  if (newest !== undefined)
    attributes['dateObserved'] = { type: 'Property', value: new Date(newest).toISOString() };
  return { ...attributes, id: idOf(model, row.code), type: typeOfModel(model) };
}
