/** Devices as entities, those that the one decision on access lets the caller see. */
import type { Binary } from '../../../../kernel/contract.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { findDivision } from '../../../../city/divisions.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { device, ThingModel, thingModel } from '../../../../engines/telemetry/contract.ts';
import { type LastOf, telemetry } from '../../../../engines/telemetry/service.ts';
import { errors } from '../errors.ts';
import { codeOf, deviceEntity, typeOfModel } from '../ngsi-ld/device-entity.ts';
import { type Entity, hasAttribute, showEntity } from '../ngsi-ld/entity.ts';
import { matchGeo, matchQuery, parseGeoQuery } from '../ngsi-ld/match-query.ts';
import { BrokenQuery, parseQuery } from '../ngsi-ld/parse-query.ts';
import type { routes } from '../routes.ts';

const pageSize = 200;
const mostDevices = 5000;
const mostModels = 1000;
const core = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.6.jsonld';

type DeviceRow = Row<typeof device>;

interface Model {
  readonly id: string;
  readonly code: string;
  readonly definition: ThingModel;
}

async function readModels(context: Context): Promise<ReadonlyMap<string, Model>> {
  const rows = await context
    .use(registers)
    .of(thingModel)
    .trusted.findMany(context.use(store).db, { limit: mostModels });
  return new Map(
    rows.flatMap(({ id, code, definition: given }) => {
      const definition = ThingModel.safeParse(given).data;
      return definition === undefined ? [] : [[id, { id, code, definition }] as const];
    }),
  );
}

async function listDevices(
  context: Context,
  where: Readonly<Record<string, string>>,
): Promise<readonly DeviceRow[]> {
  const rows = context.use(registers).of(device);
  const found: DeviceRow[] = [];
  for (let page = 1; ; page += 1) {
    const { rows: some } = await rows.list(context.principal, { where, page, size: pageSize, sort: 'code' });
    found.push(...some);
    if (some.length < pageSize) return found;
    if (found.length >= mostDevices) throw errors.tooManyResults({ most: mostDevices });
  }
}

async function entitiesOf(
  context: Context,
  rows: readonly DeviceRow[],
  models: ReadonlyMap<string, Model>,
): Promise<readonly Entity[]> {
  const last = await context.use(telemetry).readLast(rows.map((row) => row.id));
  const byDevice = new Map<string, LastOf[]>();
  for (const each of last) {
    const known = byDevice.get(each.device);
    if (known === undefined) byDevice.set(each.device, [each]);
    else known.push(each);
  }
  return rows.flatMap((row) => {
    const model = models.get(row.model);
    if (model === undefined) return [];
    const { code, definition } = model;
    return [
      deviceEntity({
        row,
        model: code,
        definition,
        last: byDevice.get(row.id) ?? [],
        areaName: findDivision(row.area)?.name ?? row.area,
      }),
    ];
  });
}

function positionOf(entity: Entity): [number, number] | undefined {
  const location = entity['location'];
  if (typeof location !== 'object' || location.type !== 'GeoProperty') return undefined;
  const [lon, lat] = location.value.coordinates;
  return [lon, lat];
}

function countHeader(count: string, found: number): Readonly<Record<string, string>> {
  return count === 'true' ? { 'ngsild-results-count': String(found) } : {};
}

function split(text: string | undefined): ReadonlySet<string> | undefined {
  return text === undefined ? undefined : new Set(text.split(',').map((each) => each.trim()));
}

function checked<T>(read: () => T): T {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof BrokenQuery) throw errors.badRequestData({ why: problem.message });
    throw problem;
  }
}

function reply(body: unknown, headers: Readonly<Record<string, string>> = {}): Binary {
  return {
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(body)),
    headers: {
      link: `<${core}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
      ...headers,
    },
  };
}

export const findEntities: Handlers<typeof routes>['entities'] = async (asked, context) => {
  const {
    type,
    id,
    attrs,
    q,
    georel,
    geometry = '',
    coordinates = '',
    limit,
    offset,
    count,
    options,
  } = asked;
  if ([type, id, attrs, q, georel].every((each) => each === undefined)) throw errors.noCriterion();
  const query = q === undefined ? undefined : checked(() => parseQuery(q));
  const place =
    georel === undefined ? undefined : checked(() => parseGeoQuery(georel, geometry, coordinates));
  const [types, ids, attributes] = [split(type), split(id), split(attrs)];
  const models = await readModels(context);
  const wanted = [...models.values()].filter(
    ({ code }) => types === undefined || types.has(typeOfModel(code)),
  );
  if (wanted.length === 0) return reply([], countHeader(count, 0));
  const codes = ids === undefined ? undefined : [...ids].flatMap((each) => codeOf(each) ?? []);
  if (codes?.length === 0) return reply([], countHeader(count, 0));
  const rows = await listDevices(context, {
    model: wanted.map((model) => model.id).join(','),
    ...(codes === undefined ? {} : { code: codes.join(',') }),
  });
  const entities = (await entitiesOf(context, rows, models)).filter(
    (entity) =>
      (ids === undefined || ids.has(entity.id)) &&
      (attributes === undefined || hasAttribute(entity, attributes)) &&
      (query === undefined || checked(() => matchQuery(entity, query))) &&
      (place === undefined || matchGeo(positionOf(entity), place)),
  );
  const shown = entities
    .slice(offset, offset + limit)
    .map((entity) => showEntity(entity, options, attributes));
  return reply(shown, countHeader(count, entities.length));
};

export const readEntity: Handlers<typeof routes>['entity'] = async ({ id, attrs, options }, context) => {
  const code = codeOf(id);
  if (code === undefined) throw errors.resourceNotFound();
  const [models, rows] = await Promise.all([readModels(context), listDevices(context, { code })]);
  const [entity] = (await entitiesOf(context, rows, models)).filter((each) => each.id === id);
  if (entity === undefined) throw errors.resourceNotFound();
  return reply(showEntity(entity, options, split(attrs)));
};
