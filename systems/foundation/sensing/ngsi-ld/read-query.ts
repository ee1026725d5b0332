/** A query that comes as a body, brought to the parameters of the same query by GET (ETSI GS CIM 009, clauses 5.2.23, 6.23 and 6.24). Pure. */
import { z } from 'zod';
import { GeoQuery } from './geo-query.ts';
import { errors } from '../errors.ts';
import type { Names } from './context.ts';

const name = z.string().min(1).max(200);

const Query = z.strictObject({
  type: z.literal('Query'),
  '@context': z.unknown().optional(),
  entities: z
    .array(z.strictObject({ type: name.optional(), id: name.optional(), idPattern: name.optional() }))
    .min(1)
    .max(100)
    .optional(),
  attrs: z.array(name).min(1).max(100).optional(),
  q: z.string().min(1).max(1000).optional(),
  geoQ: GeoQuery.optional(),
  temporalQ: z
    .strictObject({
      timerel: z.enum(['before', 'after', 'between']).optional(),
      timeAt: z.string().max(40).optional(),
      endTimeAt: z.string().max(40).optional(),
      timeproperty: z.string().max(40).optional(),
      lastN: z.number().int().min(1).max(1000).optional(),
    })
    .optional(),
});

export interface QueryParameters {
  readonly type?: string;
  readonly id?: string;
  readonly idPattern?: string;
  readonly attrs?: string;
  readonly q?: string;
  readonly georel?: string;
  readonly geometry?: string;
  readonly coordinates?: string;
}

export interface GivenQuery {
  readonly parameters: QueryParameters;
  readonly time: NonNullable<z.infer<typeof Query>['temporalQ']>;
}

const unsupported = ['csf', 'scopeQ', 'lang', 'containedBy', 'join', 'joinLevel', 'pick', 'omit'];

type Selectors = NonNullable<z.infer<typeof Query>['entities']>;

/** Several selectors are one question only where all of them ask by the same members. */
function select(selectors: Selectors, names: Names): QueryParameters {
  const has = (member: 'type' | 'id' | 'idPattern') =>
    selectors.filter((each) => each[member] !== undefined).length;
  const counts = [has('type'), has('id'), has('idPattern')];
  if (counts.some((count) => count !== 0 && count !== selectors.length) || (counts[2] ?? 0) > 1)
    throw errors.operationNotSupported({ why: '条件不同的多个 entities，请分开查询' });
  const of = (member: 'type' | 'id') => [...new Set(selectors.flatMap((each) => each[member] ?? []))];
  const [types, ids, pattern] = [of('type').map(names), of('id'), selectors[0]?.idPattern];
  return {
    ...(types.length === 0 ? {} : { type: types.join(',') }),
    ...(ids.length === 0 ? {} : { id: ids.join(',') }),
    ...(pattern === undefined ? {} : { idPattern: pattern }),
  };
}

/** Throws BadRequestData, or OperationNotSupported for what the standard has and this does not. */
export function readQuery(given: unknown, names: Names): GivenQuery {
  const known = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  const other = unsupported.find((member) => known.includes(member));
  if (other !== undefined) throw errors.operationNotSupported({ why: other });
  const parsed = Query.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw errors.badRequestData({ why: `${issue?.path.join('.') ?? ''}：${issue?.message ?? ''}` });
  }
  const { entities, attrs, q, geoQ, temporalQ = {} } = parsed.data;
  const { georel, geometry, coordinates } = geoQ ?? {};
  const place =
    geoQ === undefined
      ? {}
      : {
          georel,
          geometry,
          coordinates: typeof coordinates === 'string' ? coordinates : JSON.stringify(coordinates),
        };
  const parameters = {
    ...(entities === undefined ? {} : select(entities, names)),
    ...(attrs === undefined ? {} : { attrs: attrs.map(names).join(',') }),
    ...(q === undefined ? {} : { q }),
    ...place,
  } as QueryParameters;
  return { parameters, time: temporalQ };
}
