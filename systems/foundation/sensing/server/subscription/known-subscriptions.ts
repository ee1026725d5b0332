/** Active subscriptions as each process keeps them: read and compiled once, by the type that they ask for, and anew when one of them changed. */
import type { Services } from '../../../../../kernel/system.ts';
import { store } from '../../../../../engines/store/service.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { compile, type Definition, type NewsOfEntity } from '../../ngsi-ld/subscription.ts';
import { type Model, readModels } from '../entity/find-devices.ts';
import { activeSubscriptions, definitionIn, isExpired, type SubscriptionRow } from './find-subscriptions.ts';

export interface KnownSubscription {
  readonly row: SubscriptionRow;
  readonly definition: Definition;
  readonly answers: (news: NewsOfEntity) => boolean;
}

interface Known {
  readonly byType: ReadonlyMap<string, readonly KnownSubscription[]>;
  readonly ofAnyType: readonly KnownSubscription[];
}

/** Of one process; a promise, so that events that come together read once. */
class Memory {
  subscriptions: Promise<Known> | undefined;
  models: Promise<ReadonlyMap<string, Model>> | undefined;
}

const memories = new WeakMap<object, Memory>();

function memoryOf(services: Services): Memory {
  const data = services.use(store);
  const known = memories.get(data);
  if (known !== undefined) return known;
  const memory = new Memory();
  memories.set(data, memory);
  services.use(telemetry).onChanged((device) => {
    if (device === '*') memory.models = undefined;
  });
  return memory;
}

async function readKnown(services: Services): Promise<Known> {
  const { db, clock } = services.use(store);
  const rows = await activeSubscriptions(services, db, clock.now());
  const byType = new Map<string, KnownSubscription[]>();
  const ofAnyType: KnownSubscription[] = [];
  for (const row of rows) {
    const definition = definitionIn(row);
    const known = { row, definition, answers: compile(definition) };
    if (definition.entities === undefined) ofAnyType.push(known);
    for (const type of new Set(definition.entities?.map((each) => each.type)))
      byType.set(type, [...(byType.get(type) ?? []), known]);
  }
  return { byType, ofAnyType };
}

/** A subscription was made, changed or ended. */
export function forgetSubscriptions(services: Services): void {
  memoryOf(services).subscriptions = undefined;
}

/** Those that an entity of the type may answer, not yet expired. */
export async function subscriptionsOf(
  services: Services,
  type: string,
  now: Date,
): Promise<readonly KnownSubscription[]> {
  const memory = memoryOf(services);
  const reading = (memory.subscriptions ??= readKnown(services));
  // A failure is not remembered.
  reading.catch(() => (memory.subscriptions = undefined));
  const { byType, ofAnyType } = await reading;
  return [...(byType.get(type) ?? []), ...ofAnyType].filter(({ row }) => !isExpired(row, now));
}

/** Thing models by row id. */
export function knownModels(services: Services): Promise<ReadonlyMap<string, Model>> {
  const memory = memoryOf(services);
  const reading = (memory.models ??= readModels(services));
  reading.catch(() => (memory.models = undefined));
  return reading;
}
