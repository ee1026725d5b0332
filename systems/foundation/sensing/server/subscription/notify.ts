/** Queues what subscriptions are to be told of a change: heard from the outbox, so that no change is missed and each is queued once. */
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { type PushItem, telemetry } from '../../../../../engines/telemetry/service.ts';
import { type Entity, showEntity, showFeature } from '../../ngsi-ld/entity.ts';
import type { Definition, NewsOfEntity } from '../../ngsi-ld/subscription.ts';
import type { EntityChange } from '../../registers/entity-change.ts';
import { subscriptionsOf } from './known-subscriptions.ts';
import type { News } from './news.ts';
import { observedNews } from './observed-news.ts';

function bodyOf(
  { notification }: Definition,
  { entity, trigger }: NewsOfEntity,
  at: string,
): Record<string, unknown> {
  if (trigger === 'deleted') return { id: entity.id, type: entity.type, deletedAt: at };
  const { attributes, format, sysAttrs, endpoint } = notification;
  const shown = {
    form: format === 'simplified' ? ('keyValues' as const) : format,
    attributes: attributes === undefined ? undefined : new Set(attributes),
    system: sysAttrs,
  };
  return endpoint.accept === 'application/geo+json' ? showFeature(entity, shown) : showEntity(entity, shown);
}

/** Undefined when his account is gone: he is told nothing, and the others are. */
async function findHolder(services: Services, work: Work, id: string): Promise<Principal | undefined> {
  try {
    return await services.use(access).principalOf(id, work);
  } catch (problem) {
    if (problem instanceof CityError && problem.kind === 'missing') return undefined;
    throw problem;
  }
}

function may(services: Services, holder: Principal, { governed, permissions }: News): boolean {
  const guard = services.use(access);
  return (
    guard.decide(holder, 'sensing:subscribe').permit &&
    permissions.every((permission) => decisionMatches(guard.decide(holder, permission), governed))
  );
}

async function queue(services: Services, work: Work, at: string, news: readonly News[]): Promise<void> {
  const holders = new Map<string, Principal | undefined>();
  const items: PushItem[] = [];
  for (const each of news)
    for (const { row, definition, answers } of await subscriptionsOf(services, each.entity.type, work.now)) {
      if (!answers(each)) continue;
      if (!holders.has(row.holder)) holders.set(row.holder, await findHolder(services, work, row.holder));
      const holder = holders.get(row.holder);
      if (holder !== undefined && may(services, holder, each))
        items.push({ target: row.id, subject: each.entity.id, body: bodyOf(definition, each, at) });
    }
  if (items.length > 0) await services.use(telemetry).push.enqueue(work, items);
}

export async function notifyOfEntity(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { entity, area, department, trigger, changed } = event.payload as EntityChange & { entity: Entity };
  const governed = { area, departments: [department] };
  await queue(services, given as Work, event.at, [
    { entity, trigger, changed, governed, permissions: ['sensing:watch'] },
  ]);
}

export async function notifyOfReadings(event: Delivered, given: unknown, services: Services): Promise<void> {
  await queue(services, given as Work, event.at, await observedNews(event, given as Work, services));
}
