/** Entities as NGSI-LD reads them: devices and what others keep here, as far as the one decision on access lets the caller see. */
import type { Handlers } from '../../../../../kernel/system.ts';
import type { Context } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { cityContext, type Names } from '../../ngsi-ld/context.ts';
import { codeOf, typeOfModel } from '../../ngsi-ld/device-entity.ts';
import { type Entity, hasAttribute, positionOf } from '../../ngsi-ld/entity.ts';
import {
  type Box,
  boxOf,
  matchGeo,
  matchPattern,
  matchQuery,
  parseGeoQuery,
} from '../../ngsi-ld/match-query.ts';
import { BrokenQuery, parseQuery } from '../../ngsi-ld/parse-query.ts';
import type { routes } from '../../routes.ts';
import { answerEntities, answerEntity, answerJson, shownBy, splitList } from './answer.ts';
import { refuseTenant } from './caller.ts';
import { entitiesOf, listDevices, readModels } from './find-devices.ts';
import { namesInQuery } from './read-request.ts';
import { listStored, storedEntity } from './stored-entity.ts';

export function checked<T>(read: () => T): T {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof BrokenQuery) throw errors.badRequestData({ why: problem.message });
    throw problem;
  }
}

export function named(text: string | undefined, names: Names): ReadonlySet<string> | undefined {
  const given = splitList(text);
  return given === undefined ? undefined : new Set([...given].map(names));
}

export interface Wanted {
  readonly types: ReadonlySet<string> | undefined;
  readonly ids: ReadonlySet<string> | undefined;
  /** Only places in it can answer. */
  readonly box?: Box | undefined;
}

async function findDevices(context: Context, { types, ids, box }: Wanted): Promise<readonly Entity[]> {
  const models = await readModels(context);
  const wanted = [...models.values()].filter(
    ({ code }) => types === undefined || types.has(typeOfModel(code)),
  );
  const codes = ids === undefined ? undefined : [...ids].flatMap((each) => codeOf(each) ?? []);
  if (wanted.length === 0 || codes?.length === 0) return [];
  const where = {
    model: wanted.map((model) => model.id).join(','),
    ...(codes === undefined ? {} : { code: codes.join(',') }),
  };
  const rows = await listDevices(context, context.principal, where, box);
  const entities = await entitiesOf(context, rows, models);
  return ids === undefined ? entities : entities.filter(({ id }) => ids.has(id));
}

/** Devices first, then what others keep here, each in the order of its names. */
export async function findAll(context: Context, wanted: Wanted): Promise<readonly Entity[]> {
  const list = (of: ReadonlySet<string> | undefined) => (of === undefined ? undefined : [...of]);
  const [devices, stored] = await Promise.all([
    findDevices(context, wanted),
    listStored(context, context.principal, list(wanted.types), list(wanted.ids)),
  ]);
  return [...devices, ...stored.map(storedEntity)];
}

export const findEntities: Handlers<typeof routes>['entities'] = async (
  { query: asked, headers },
  context,
) => {
  refuseTenant(headers);
  const {
    type,
    id,
    idPattern,
    attrs,
    q,
    georel,
    geometry = '',
    coordinates = '',
    limit,
    offset,
    count,
  } = asked;
  if ([type, id, attrs, q, georel].every((each) => each === undefined)) throw errors.noCriterion();
  const names = namesInQuery(headers);
  const query = q === undefined ? undefined : checked(() => parseQuery(q));
  const place =
    georel === undefined ? undefined : checked(() => parseGeoQuery(georel, geometry, coordinates));
  const shown = shownBy(asked);
  const attributes = named(attrs, names);
  const all = await findAll(context, {
    types: named(type, names),
    ids: splitList(id),
    box: place === undefined ? undefined : boxOf(place),
  });
  const entities = all.filter(
    (entity) =>
      (idPattern === undefined || checked(() => matchPattern(entity.id, idPattern))) &&
      (attributes === undefined || hasAttribute(entity, attributes)) &&
      (query === undefined || checked(() => matchQuery(entity, query))) &&
      (place === undefined || matchGeo(positionOf(entity), place)),
  );
  const more: Record<string, string> =
    count === 'true' ? { 'ngsild-results-count': String(entities.length) } : {};
  return answerEntities(entities.slice(offset, offset + limit), { ...shown, attributes }, { headers, more });
};

export const readEntity: Handlers<typeof routes>['entity'] = async ({ id, query, headers }, context) => {
  refuseTenant(headers);
  const shown = shownBy(query);
  const attributes = named(query.attrs, namesInQuery(headers));
  const [entity] = await findAll(context, { types: undefined, ids: new Set([id]) });
  if (entity === undefined) throw errors.resourceNotFound();
  if (attributes !== undefined && !hasAttribute(entity, attributes)) throw errors.resourceNotFound();
  return answerEntity(entity, { ...shown, attributes }, { headers });
};

export const showContext: Handlers<typeof routes>['context'] = ({ headers }) =>
  answerJson(cityContext, headers);
