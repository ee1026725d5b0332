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
  prefixOf,
} from '../../ngsi-ld/match-query.ts';
import { BrokenQuery, parseQuery } from '../../ngsi-ld/parse-query.ts';
import type { routes } from '../../routes.ts';
import { answerEntities, answerEntity, answerJson, shownBy, splitList } from './answer.ts';
import { refuseTenant } from './caller.ts';
import { entitiesOf, listDevices, readModels } from './find-devices.ts';
import { namesInQuery } from './read-request.ts';
import { countStored, pageOfStored, storedEntity, type StoredQuery, walkStored } from './stored-entity.ts';

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
  /** Only names that begin so can answer. */
  readonly prefix?: string | undefined;
}

/** As deep as the register turns pages. */
const deepest = 90_000;
/** Whoever asks for something that no index answers has so many looked at, and no more, in one request. */
const mostLookedAt = 20_000;

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

interface Window {
  readonly offset: number;
  readonly limit: number;
  /** How many answer in all is asked for. */
  readonly counts: boolean;
}

interface Found {
  readonly entities: readonly Entity[];
  /** Undefined when it was not asked for. */
  readonly total: number | undefined;
}

/** Everything answers that the store gives. */
const whatever = () => true;

/** What others keep here: from the store's own page where its conditions are all, else looked at one after another until the window is full. */
async function findStored(
  context: Context,
  query: StoredQuery,
  answers: (entity: Entity) => boolean,
  { offset, limit, counts }: Window,
): Promise<Found> {
  const { principal } = context;
  if (answers === whatever && offset + limit <= deepest) {
    const rows = await pageOfStored(context, principal, query, offset, limit);
    const total = counts ? await countStored(context, principal, query) : undefined;
    return { entities: rows.map(storedEntity), total };
  }
  const entities: Entity[] = [];
  let [total, looked] = [0, 0];
  for await (const row of walkStored(context, principal, query)) {
    if (!counts && entities.length >= limit) break;
    looked += 1;
    if (looked > mostLookedAt) throw errors.tooManyResults({ most: mostLookedAt });
    context.signal.throwIfAborted();
    const entity = storedEntity(row);
    if (!answers(entity)) continue;
    if (total >= offset && entities.length < limit) entities.push(entity);
    total += 1;
  }
  return { entities, total };
}

/** Devices first, then what others keep here, each in the order of its names. */
async function findWindow(
  context: Context,
  wanted: Wanted,
  answers: (entity: Entity) => boolean,
  window: Window,
): Promise<Found> {
  const list = (of: ReadonlySet<string> | undefined) => (of === undefined ? undefined : [...of]);
  const { types, ids, prefix, box } = wanted;
  const devices = (await findDevices(context, wanted)).filter(answers);
  const { offset, limit, counts } = window;
  const first = devices.slice(offset, offset + limit);
  const query = { types: list(types), ids: list(ids), prefix, box };
  const rest = { offset: Math.max(0, offset - devices.length), limit: limit - first.length, counts };
  if (!counts && rest.limit === 0) return { entities: first, total: undefined };
  const stored = await findStored(context, query, answers, rest);
  return { entities: [...first, ...stored.entities], total: devices.length + (stored.total ?? 0) };
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
  // A pattern that cannot be read is refused before anything is looked for.
  if (idPattern !== undefined) checked(() => matchPattern('', idPattern));
  const looks = [idPattern, query, place, attributes].some((each) => each !== undefined);
  const answers = (entity: Entity) =>
    (idPattern === undefined || matchPattern(entity.id, idPattern)) &&
    (attributes === undefined || hasAttribute(entity, attributes)) &&
    (query === undefined || checked(() => matchQuery(entity, query))) &&
    (place === undefined || matchGeo(positionOf(entity), place));
  const { entities, total } = await findWindow(
    context,
    {
      types: named(type, names),
      ids: splitList(id),
      box: place === undefined ? undefined : boxOf(place),
      prefix: idPattern === undefined ? undefined : prefixOf(idPattern),
    },
    looks ? answers : whatever,
    { offset, limit, counts: count === 'true' },
  );
  const more: Record<string, string> = count === 'true' ? { 'ngsild-results-count': String(total ?? 0) } : {};
  return answerEntities(entities, { ...shown, attributes }, { headers, more });
};

export const readEntity: Handlers<typeof routes>['entity'] = async ({ id, query, headers }, context) => {
  refuseTenant(headers);
  const shown = shownBy(query);
  const attributes = named(query.attrs, namesInQuery(headers));
  const one = { offset: 0, limit: 1, counts: false };
  const { entities } = await findWindow(context, { types: undefined, ids: new Set([id]) }, whatever, one);
  const [entity] = entities;
  if (entity === undefined) throw errors.resourceNotFound();
  if (attributes !== undefined && !hasAttribute(entity, attributes)) throw errors.resourceNotFound();
  return answerEntity(entity, { ...shown, attributes }, { headers });
};

export const showContext: Handlers<typeof routes>['context'] = ({ headers }) =>
  answerJson(cityContext, headers);
