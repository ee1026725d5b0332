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
import type { Box } from '../../ngsi-ld/match-query.ts';
import { contextEntity } from '../../registers/context-entity.ts';

const pageSize = 200;

export type StoredRow = Row<typeof contextEntity>;

export function attributesIn(row: StoredRow): Attributes {
  return (row.attributes ?? {}) as Attributes;
}

export function storedEntity(row: StoredRow): Entity {
  const { uri: id, type, createdAt, updatedAt: modifiedAt } = row;
  return { ...(attributesIn(row) as Readonly<Record<string, Attribute>>), id, type, createdAt, modifiedAt };
}

export interface StoredQuery {
  readonly types: readonly string[] | undefined;
  readonly ids: readonly string[] | undefined;
  /** All that can answer have names that begin so. */
  readonly prefix?: string | undefined;
  /** Only places in it can answer. */
  readonly box?: Box | undefined;
}

function asked({ types, ids, prefix, box }: StoredQuery) {
  const all: Filter[] = [{ field: 'withdrawnAt', is: 'empty' }];
  if (types !== undefined) all.push({ field: 'type', is: 'one-of', value: types });
  if (ids !== undefined) all.push({ field: 'uri', is: 'one-of', value: ids });
  if (prefix !== undefined && prefix !== '') all.push({ field: 'uri', is: 'starts-with', value: prefix });
  return { all, ...(box === undefined ? {} : { box }) };
}

/** Those that the caller may see, by their names from page to page, so that memory holds one page however many there are. */
export async function* walkStored(
  services: Services,
  principal: Principal,
  query: StoredQuery,
): AsyncGenerator<StoredRow> {
  const rows = services.use(registers).of(contextEntity);
  const { all, ...more } = asked(query);
  for (let after: string | undefined; ; ) {
    const from: readonly Filter[] = after === undefined ? [] : [{ field: 'uri', is: 'more', value: after }];
    const { rows: some } = await rows.list(principal, {
      filter: { all: [...all, ...from] },
      size: pageSize,
      sort: 'uri',
      ...more,
    });
    yield* some;
    after = some.at(-1)?.uri;
    if (some.length < pageSize || after === undefined) return;
  }
}

/** A window of them where nothing else is to be looked at. */
export async function pageOfStored(
  services: Services,
  principal: Principal,
  query: StoredQuery,
  offset: number,
  limit: number,
): Promise<readonly StoredRow[]> {
  const rows = services.use(registers).of(contextEntity);
  const { all, ...more } = asked(query);
  const first = Math.floor(offset / pageSize);
  const found: StoredRow[] = [];
  for (let page = first; page * pageSize < offset + Math.max(1, limit); page += 1) {
    const reply = await rows.list(principal, {
      filter: { all },
      page: page + 1,
      size: pageSize,
      sort: 'uri',
      ...more,
    });
    found.push(...reply.rows);
    if (reply.rows.length < pageSize) break;
  }
  const skip = offset - first * pageSize;
  return found.slice(skip, skip + limit);
}

export function countStored(services: Services, principal: Principal, query: StoredQuery): Promise<number> {
  const { all, ...more } = asked(query);
  return services
    .use(registers)
    .of(contextEntity)
    .count(principal, { filter: { all }, ...more });
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
