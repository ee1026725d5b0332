/** Entities that others keep here: between their rows and NGSI-LD. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import { maps } from '../../../../../engines/maps/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { errors } from '../../errors.ts';
import type { Attribute, Attributes, Entity } from '../../ngsi-ld/entity.ts';
import { positionOf } from '../../ngsi-ld/entity.ts';
import { contextEntity } from '../../registers/context-entity.ts';
import { mostEntities } from './find-devices.ts';

const pageSize = 200;

export type StoredRow = Row<typeof contextEntity>;

export function attributesIn(row: StoredRow): Attributes {
  return (row.attributes ?? {}) as Attributes;
}

export function storedEntity(row: StoredRow): Entity {
  const { uri: id, type, createdAt, updatedAt: modifiedAt } = row;
  return { ...(attributesIn(row) as Readonly<Record<string, Attribute>>), id, type, createdAt, modifiedAt };
}

export async function listStored(
  services: Services,
  principal: Principal,
  types: readonly string[] | undefined,
  ids: readonly string[] | undefined,
): Promise<readonly StoredRow[]> {
  const rows = services.use(registers).of(contextEntity);
  const all: Filter[] = [{ field: 'withdrawnAt', is: 'empty' }];
  if (types !== undefined) all.push({ field: 'type', is: 'one-of', value: types });
  if (ids !== undefined) all.push({ field: 'uri', is: 'one-of', value: ids });
  const found: StoredRow[] = [];
  for (let page = 1; ; page += 1) {
    const { rows: some } = await rows.list(principal, { filter: { all }, page, size: pageSize, sort: 'uri' });
    found.push(...some);
    if (some.length < pageSize) return found;
    if (found.length >= mostEntities) throw errors.tooManyResults({ most: mostEntities });
  }
}

function valueOf(attribute: Attribute | undefined): unknown {
  return attribute?.type === 'Property' ? attribute.value : undefined;
}

function codeIn(address: unknown): string | undefined {
  if (typeof address !== 'object' || address === null || !('areaCode' in address)) return undefined;
  const { areaCode } = address;
  return typeof areaCode === 'string' && findDivision(areaCode) !== undefined ? areaCode : undefined;
}

/** Where the entity belongs: what its address says, else where it stands; undefined when neither tells. */
async function areaOf(services: Services, entity: Entity): Promise<string | undefined> {
  const { address } = entity;
  const said = typeof address === 'object' ? codeIn(valueOf(address)) : undefined;
  const position = positionOf(entity);
  if (said !== undefined || position === undefined) return said;
  const { narrowest, county } = await services.use(maps).areaAt(...position);
  return narrowest?.code ?? county?.code;
}

const longestName = 200;

/** The row's values for these attributes. Throws where nobody can tell whose entity it would be. */
export async function valuesOf(services: Services, id: string, type: string, attributes: Attributes) {
  const entity: Entity = { ...attributes, id, type };
  const area = await areaOf(services, entity);
  if (area === undefined)
    throw errors.badRequestData({
      why: '须有本市范围内的 location，或 address 中的 areaCode（12 位区划代码）',
    });
  const name = valueOf(attributes['name']);
  const position = positionOf(entity);
  return {
    uri: id,
    type,
    name: typeof name === 'string' ? name.slice(0, longestName) : null,
    area,
    position: position === undefined ? null : { lon: position[0], lat: position[1] },
    attributes,
  };
}
