/** A subscription as it is sent, and whether a change answers it (ETSI GS CIM 009, clauses 5.2.12 to 5.2.15 and 5.8). Pure. */
import { z } from 'zod';
import { GeoQuery } from './geo-query.ts';
import { errors } from '../errors.ts';
import type { Names } from './context.ts';
import { type Entity, positionOf } from './entity.ts';
import { checkPatterns, matchGeo, matchPattern, matchQuery, parseGeoQuery } from './match-query.ts';
import { BrokenQuery, parseQuery } from './parse-query.ts';

const name = z.string().min(1).max(200);
const uri = z
  .string()
  .max(200)
  .regex(/^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>"{}|\\^`]+$/, '应为 URI');
const moment = z.iso.datetime({ offset: true });
const seconds = z
  .number()
  .positive()
  .max(86_400 * 30);

export const triggers = [
  'entityCreated',
  'entityUpdated',
  'entityDeleted',
  'attributeCreated',
  'attributeUpdated',
  'attributeDeleted',
] as const;

const KeyValue = z.strictObject({
  key: z.string().regex(/^[A-Za-z0-9-]{1,60}$/),
  value: z
    .string()
    .max(500)
    .regex(/^[\t\x20-\x7E]*$/),
});

const Endpoint = z.strictObject({
  uri: z.url({ protocol: /^https?$/, error: '应为 http 或 https 地址' }).max(500),
  accept: z
    .enum(['application/json', 'application/ld+json', 'application/geo+json'])
    .default('application/json'),
  /** Milliseconds. */
  timeout: z.number().int().min(100).max(60_000).optional(),
  receiverInfo: z.array(KeyValue).max(20).default([]),
});

const Notification = z.strictObject({
  attributes: z.array(name).min(1).max(100).optional(),
  format: z.enum(['normalized', 'keyValues', 'simplified', 'concise']).default('normalized'),
  sysAttrs: z.boolean().default(false),
  endpoint: Endpoint,
});

export const Definition = z.strictObject({
  id: uri.optional(),
  type: z.literal('Subscription'),
  subscriptionName: z.string().max(200).optional(),
  description: z.string().max(500).optional(),
  entities: z
    .array(z.strictObject({ type: name, id: uri.optional(), idPattern: z.string().max(200).optional() }))
    .min(1)
    .max(50)
    .optional(),
  watchedAttributes: z.array(name).min(1).max(100).optional(),
  notificationTrigger: z.array(z.enum(triggers)).min(1).optional(),
  q: z.string().min(1).max(1000).optional(),
  geoQ: GeoQuery.optional(),
  isActive: z.boolean().default(true),
  expiresAt: moment.optional(),
  throttling: seconds.optional(),
  notification: Notification,
});
export type Definition = z.infer<typeof Definition>;

/** In the standard, and not here: told apart from what is plainly wrong. */
const unsupported: Readonly<Record<string, string>> = {
  timeInterval: '定时通知 timeInterval',
  csf: 'csf',
  scopeQ: 'scopeQ',
  temporalQ: 'temporalQ',
  lang: 'lang',
  datasetId: 'datasetId',
};
/** Told by the server; what a caller sends of them is passed over. */
const told = new Set(['@context', 'status', 'createdAt', 'modifiedAt', 'jsonldContext']);

function geoOf({ geoQ }: Definition) {
  if (geoQ === undefined) return undefined;
  const { coordinates } = geoQ;
  return parseGeoQuery(
    geoQ.georel,
    geoQ.geometry,
    typeof coordinates === 'string' ? coordinates : JSON.stringify(coordinates),
  );
}

function checkQueries(definition: Definition, now: Date): void {
  try {
    if (definition.q !== undefined) checkPatterns(parseQuery(definition.q));
    geoOf(definition);
    for (const { idPattern } of definition.entities ?? [])
      if (idPattern !== undefined) matchPattern('', idPattern);
  } catch (problem) {
    if (problem instanceof BrokenQuery) throw errors.badRequestData({ why: problem.message });
    throw problem;
  }
  if (definition.entities === undefined && definition.watchedAttributes === undefined)
    throw errors.badRequestData({ why: '至少给出 entities 或 watchedAttributes' });
  if (definition.expiresAt !== undefined && Date.parse(definition.expiresAt) <= now.getTime())
    throw errors.badRequestData({ why: 'expiresAt 已过' });
}

/** Checked and under the city's names. Throws BadRequestData, or OperationNotSupported for what the standard has and this does not. */
export function readDefinition(given: unknown, names: Names, now: Date): Definition {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw errors.badRequestData({ why: '应为订阅对象' });
  for (const key of Object.keys(given))
    if (Object.hasOwn(unsupported, key)) throw errors.operationNotSupported({ why: unsupported[key] ?? key });
  const own = Object.fromEntries(Object.entries(given).filter(([key]) => !told.has(key)));
  const parsed = Definition.safeParse(own);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw errors.badRequestData({ why: `${issue?.path.join('.') ?? ''}：${issue?.message ?? ''}` });
  }
  const { entities, watchedAttributes, notification } = parsed.data;
  const definition: Definition = {
    ...parsed.data,
    ...(entities === undefined
      ? {}
      : { entities: entities.map((each) => ({ ...each, type: names(each.type) })) }),
    ...(watchedAttributes === undefined ? {} : { watchedAttributes: watchedAttributes.map(names) }),
    notification: {
      ...notification,
      ...(notification.attributes === undefined ? {} : { attributes: notification.attributes.map(names) }),
    },
  };
  checkQueries(definition, now);
  return definition;
}

export interface NewsOfEntity {
  readonly entity: Entity;
  readonly trigger: 'created' | 'updated' | 'deleted';
  readonly changed: readonly string[];
}

const wantedBy: Readonly<Record<NewsOfEntity['trigger'], readonly string[]>> = {
  created: ['entityCreated', 'attributeCreated'],
  updated: ['entityUpdated', 'attributeCreated', 'attributeUpdated', 'attributeDeleted'],
  deleted: ['entityDeleted'],
};
/** Where a subscription says nothing (clause 5.2.12). */
const usual = ['entityCreated', 'entityUpdated'];

/** Whether a change is what the subscription is about, its expressions read once. Access is asked elsewhere. */
export function compile(definition: Definition): (news: NewsOfEntity) => boolean {
  const { entities, watchedAttributes, notificationTrigger = usual, q } = definition;
  const triggers = new Set<string>(notificationTrigger);
  const query = q === undefined ? undefined : parseQuery(q);
  const place = geoOf(definition);
  return ({ entity, trigger, changed }) => {
    if (!wantedBy[trigger].some((each) => triggers.has(each))) return false;
    const selected =
      entities === undefined ||
      entities.some(
        ({ type, id, idPattern }) =>
          type === entity.type &&
          (id === undefined || id === entity.id) &&
          (idPattern === undefined || matchPattern(entity.id, idPattern)),
      );
    if (!selected) return false;
    if (watchedAttributes !== undefined && !watchedAttributes.some((each) => changed.includes(each)))
      return false;
    if (query !== undefined && !matchQuery(entity, query)) return false;
    return place === undefined || matchGeo(positionOf(entity), place);
  };
}
