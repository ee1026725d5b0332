/** Subscriptions as targets of the telemetry engine's push: where a notification goes, and what it looks like (clause 5.3.1 and 6.3.9). */
import { createHash } from 'node:crypto';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { PushSource, PushTarget, QueuedItem } from '../../../../../engines/telemetry/service.ts';
import { cityContextPath, coreContext } from '../../ngsi-ld/context.ts';
import type { Definition } from '../../ngsi-ld/subscription.ts';
import { subscription } from '../../registers/subscription.ts';
import { isListed } from './endpoints.ts';
import { definitionIn, isExpired } from './find-subscriptions.ts';

const usualTimeout = 10_000;

interface Receiver extends PushTarget {
  readonly uri: string;
  readonly definition: Definition;
}

/** The same when it is sent again, so that the receiver can tell: RFC 9562 §5.8 over what it is made of. */
function notificationId(target: string, items: readonly QueuedItem[]): string {
  const hex = createHash('sha256')
    .update(`${target}/${items.map(({ id }) => id).join(',')}`)
    .digest('hex');
  return `urn:ngsi-ld:Notification:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function pushSource(services: Services): PushSource {
  return {
    async find(target): Promise<Receiver | 'paused' | undefined> {
      const { db, clock } = services.use(store);
      const row = await services.use(registers).of(subscription).trusted.find(db, target);
      if (row === undefined || row.endedAt !== null || isExpired(row, clock.now())) return undefined;
      const definition = definitionIn(row);
      const { endpoint } = definition.notification;
      // Taken off the white list: nothing goes there any more, and nothing is lost while somebody decides.
      if (row.active !== true || !(await isListed(services, endpoint.uri))) return 'paused';
      const { timeout = usualTimeout } = endpoint;
      return {
        id: target,
        url: endpoint.uri,
        timeout,
        throttle: definition.throttling ?? 0,
        uri: row.uri,
        definition,
      };
    },
    message(target, items, now) {
      const { uri, definition } = target as Receiver;
      const { accept, receiverInfo } = definition.notification.endpoint;
      const bodies = items.map(({ body }) => body);
      const data =
        accept === 'application/geo+json' ? { type: 'FeatureCollection', features: bodies } : bodies;
      const link = `<${coreContext}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
      return {
        headers: {
          ...Object.fromEntries(receiverInfo.map(({ key, value }) => [key.toLowerCase(), value])),
          'content-type': accept,
          ...(accept === 'application/ld+json' ? {} : { link }),
        },
        body: JSON.stringify({
          id: notificationId(target.id, items),
          type: 'Notification',
          subscriptionId: uri,
          notifiedAt: now.toISOString(),
          data,
          ...(accept === 'application/ld+json' ? { '@context': [cityContextPath, coreContext] } : {}),
        }),
      };
    },
  };
}
