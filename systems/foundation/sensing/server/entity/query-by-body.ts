/** Queries whose conditions come in a body: the same as by GET, for what an address is too short (ETSI GS CIM 009, clauses 6.23 and 6.24). */
import type { Handlers } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { readQuery } from '../../ngsi-ld/read-query.ts';
import type { routes } from '../../routes.ts';
import type { Headers } from '../../routes/exchange.ts';
import { findEntities } from './read-entities.ts';
import { namesFor } from './read-request.ts';
import { findTemporal } from './read-temporal.ts';

type Own = Handlers<typeof routes>;

/** The body's names are the city's already. */
function withoutContext(headers: Headers): Headers {
  return { ...headers, link: undefined };
}

export const queryEntities: Own['queryEntities'] = ({ query, headers, body }, context) => {
  const { parameters, time } = readQuery(body, namesFor(headers, body));
  if (Object.keys(time).length > 0)
    throw errors.badRequestData({ why: 'temporalQ 用于 temporal/entityOperations/query' });
  const asked = { geoproperty: 'location' as const, ...query, ...parameters };
  return findEntities({ query: asked, headers: withoutContext(headers) }, context);
};

export const queryTemporal: Own['queryTemporal'] = ({ query, headers, body }, context) => {
  const { parameters, time } = readQuery(body, namesFor(headers, body));
  const { idPattern, ...rest } = parameters;
  if (idPattern !== undefined) throw errors.operationNotSupported({ why: '时序查询不支持 idPattern' });
  const when = { ...time, timeproperty: time.timeproperty ?? 'observedAt' };
  const asked = { geoproperty: 'location' as const, ...query, ...rest, ...when };
  return findTemporal({ query: asked, headers: withoutContext(headers) }, context);
};
