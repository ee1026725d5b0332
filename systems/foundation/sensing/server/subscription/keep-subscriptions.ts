/** Subscriptions of a caller: made, listed, changed, ended; each is its holder's own (ETSI GS CIM 009, clauses 5.8.1 to 5.8.5). */
import { newId } from '../../../../../kernel/ids.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import type { Context, Handlers, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { type PushState, telemetry } from '../../../../../engines/telemetry/service.ts';
import { errors } from '../../errors.ts';
import { type Definition, readDefinition } from '../../ngsi-ld/subscription.ts';
import { subscription } from '../../registers/subscription.ts';
import type { routes } from '../../routes.ts';
import { answerJson, created, done } from '../entity/answer.ts';
import { refuseTenant } from '../entity/caller.ts';
import { namesFor } from '../entity/read-request.ts';
import { requireListed } from './endpoints.ts';
import { definitionIn, isExpired, type SubscriptionRow } from './find-subscriptions.ts';
import { announceWatch } from './watch-models.ts';

type Own = Handlers<typeof routes>;

const path = '/api/sensing/ngsi-ld/v1/subscriptions';
/** Of one holder. */
const mostOwn = 500;

function ownFilter(principal: Principal, more: readonly Filter[] = []): Filter {
  const own: Filter[] = [
    { field: 'holder', is: 'equal', value: principal.id },
    { field: 'endedAt', is: 'empty' },
  ];
  return { all: [...own, ...more] };
}

async function findOwn(context: Context, id: string): Promise<SubscriptionRow> {
  const [row] = await context
    .use(registers)
    .of(subscription)
    .trusted.findMany(context.use(store).db, {
      filter: ownFilter(context.principal, [{ field: 'uri', is: 'equal', value: id }]),
      limit: 1,
    });
  if (row === undefined) throw errors.subscriptionNotFound();
  return row;
}

function statusOf(row: SubscriptionRow, now: Date): 'active' | 'paused' | 'expired' {
  if (isExpired(row, now)) return 'expired';
  return row.active ? 'active' : 'paused';
}

function show(row: SubscriptionRow, state: PushState | undefined, now: Date): Record<string, unknown> {
  const { notification, ...rest } = definitionIn(row);
  return {
    ...rest,
    id: row.uri,
    isActive: row.active === true,
    status: statusOf(row, now),
    createdAt: row.createdAt,
    modifiedAt: row.updatedAt,
    notification: {
      ...notification,
      // What is sent with each notification may be a key: nobody reads it back.
      endpoint: {
        ...notification.endpoint,
        receiverInfo: notification.endpoint.receiverInfo.map(({ key }) => ({ key, value: '***' })),
      },
      status: state?.failing ? 'failed' : 'ok',
      timesSent: (state?.sent ?? 0) + (state?.failed ?? 0),
      timesFailed: state?.failed ?? 0,
      ...(state?.lastSent == null ? {} : { lastNotification: state.lastSent }),
      ...(state?.lastSuccess == null ? {} : { lastSuccess: state.lastSuccess }),
      ...(state?.lastFailure == null
        ? {}
        : { lastFailure: state.lastFailure, failureReason: state.lastProblem }),
      notificationsWaiting: state?.waiting ?? 0,
      notificationsDropped: state?.dropped ?? 0,
    },
  };
}

function audit(
  services: Services,
  work: Work,
  principal: Principal,
  id: string,
  event: 'create' | 'update' | 'delete',
) {
  const entry = {
    module: 'sensing',
    event,
    objectType: 'subscription',
    objectId: id,
    result: 'success',
  } as const;
  services.use(access).audit(work, principal, entry);
}

function valuesOf(definition: Definition) {
  return {
    title: definition.subscriptionName ?? definition.description?.slice(0, 200) ?? null,
    endpoint: definition.notification.endpoint.uri,
    active: definition.isActive,
    expiresAt: definition.expiresAt ?? null,
    definition,
  };
}

export const subscribe: Own['subscribe'] = async ({ headers, body }, context) => {
  refuseTenant(headers);
  const { principal, now } = context;
  const definition = readDefinition(body, namesFor(headers, body), now);
  await requireListed(context, definition.notification.endpoint.uri);
  const row = newId(now.getTime());
  const uri = definition.id ?? `urn:ngsi-ld:Subscription:${row}`;
  const { trusted } = context.use(registers).of(subscription);
  try {
    await context.use(store).transaction(async (work) => {
      const own = await trusted.findMany(work.db, { filter: ownFilter(principal), limit: mostOwn });
      if (own.length >= mostOwn) throw errors.tooManySubscriptions({ most: mostOwn });
      const values = { ...valuesOf({ ...definition, id: uri }), id: row, uri, holder: principal.id };
      await trusted.insert(work, principal.id, values);
      audit(context, work, principal, row, 'create');
    });
  } catch (problem) {
    if (problem instanceof CityError && problem.code === 'registers.duplicate')
      throw errors.subscriptionExists();
    throw problem;
  }
  await announceWatch(context);
  return created(`${path}/${encodeURIComponent(uri)}`);
};

export const listSubscriptions: Own['subscriptions'] = async ({ query, headers }, context) => {
  refuseTenant(headers);
  const rows = await context
    .use(registers)
    .of(subscription)
    .trusted.findMany(context.use(store).db, {
      filter: ownFilter(context.principal),
      sort: 'createdAt',
      limit: mostOwn,
    });
  const page = rows.slice(query.offset, query.offset + query.limit);
  const states = await context.use(telemetry).push.states(page.map(({ id }) => id));
  const more: Record<string, string> =
    query.count === 'true' ? { 'ngsild-results-count': String(rows.length) } : {};
  return answerJson(
    page.map((row) => show(row, states.get(row.id), context.now)),
    headers,
    more,
  );
};

export const readSubscription: Own['subscription'] = async ({ id, headers }, context) => {
  refuseTenant(headers);
  const row = await findOwn(context, id);
  const states = await context.use(telemetry).push.states([row.id]);
  return answerJson(show(row, states.get(row.id), context.now), headers);
};

/** What is given takes the place of what was there; null takes it away. */
function merged(before: Definition, given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const after: Record<string, unknown> = { ...before, ...given };
  const { notification } = given as { notification?: unknown };
  if (typeof notification === 'object' && notification !== null)
    after['notification'] = { ...before.notification, ...notification };
  for (const [key, value] of Object.entries(after))
    if (value === null || value === 'urn:ngsi-ld:null') delete after[key];
  return after;
}

export const changeSubscription: Own['changeSubscription'] = async ({ id, headers, body }, context) => {
  refuseTenant(headers);
  const { principal, now } = context;
  const known = await findOwn(context, id);
  const names = namesFor(headers, body);
  const { trusted } = context.use(registers).of(subscription);
  await context.use(store).transaction(async (work) => {
    const row = await trusted.lock(work, known.id);
    if (row === undefined || row.endedAt !== null) throw errors.subscriptionNotFound();
    const definition = readDefinition(merged(definitionIn(row), body), names, now);
    if (definition.id !== row.uri) throw errors.badRequestData({ why: '订阅的 id 不能改变' });
    await requireListed(context, definition.notification.endpoint.uri);
    await trusted.update(work, principal.id, row, valuesOf(definition));
    audit(context, work, principal, row.id, 'update');
  });
  await announceWatch(context);
  return done;
};

export const unsubscribe: Own['unsubscribe'] = async ({ id, headers }, context) => {
  refuseTenant(headers);
  const known = await findOwn(context, id);
  const { trusted } = context.use(registers).of(subscription);
  await context.use(store).transaction(async (work) => {
    const row = await trusted.lock(work, known.id);
    if (row === undefined || row.endedAt !== null) throw errors.subscriptionNotFound();
    await trusted.update(work, context.principal.id, row, {
      endedAt: work.now.toISOString(),
      active: false,
      // The name is free again.
      uri: `${row.uri}#${row.id}`.slice(-200),
    });
    await context.use(telemetry).push.drop(work, row.id);
    audit(context, work, context.principal, row.id, 'delete');
  });
  await announceWatch(context);
  return done;
};
