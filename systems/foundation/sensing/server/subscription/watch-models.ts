/** Tells the telemetry engine of which models readings are news to somebody, in every process. */
import type { Services } from '../../../../../kernel/system.ts';
import { store } from '../../../../../engines/store/service.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { typeOfModel } from '../../ngsi-ld/device-entity.ts';
import { readModels } from '../entity/find-devices.ts';
import { activeSubscriptions, definitionIn } from './find-subscriptions.ts';
import { forgetSubscriptions } from './known-subscriptions.ts';

const channel = 'sensing.subscriptions';

async function follow(services: Services): Promise<void> {
  forgetSubscriptions(services);
  const { db, clock } = services.use(store);
  const rows = await activeSubscriptions(services, db, clock.now());
  const models = rows.length === 0 ? [] : [...(await readModels(services)).values()];
  const watched = models.filter(({ code }) =>
    rows.some((row) => {
      const { entities } = definitionIn(row);
      return entities === undefined || entities.some(({ type }) => type === typeOfModel(code));
    }),
  );
  services.use(telemetry).watch(new Set(watched.map(({ code }) => code)));
}

/** After a subscription changed. */
export async function announceWatch(services: Services): Promise<void> {
  await follow(services);
  await services.use(store).announce(channel, '');
}

export async function startWatch(services: Services): Promise<void> {
  services.use(store).onAnnounce(channel, () => void follow(services).catch(() => undefined));
  await follow(services);
}
