/** Makes the message service and binds the routes by which people read their own. */
import { defineSystem, type System } from '../../../kernel/system.ts';
import type { AccessService } from '../../access/index.ts';
import type { Store } from '../../store/index.ts';
import contract from '../contract.ts';
import type { MessageService } from '../service.ts';
import { type LiveConnections, liveConnections } from './live-connections.ts';
import { countUnread, listNotices, markRead } from './read-notices.ts';
import { noticeSender } from './send-notice.ts';
import { accessNotices } from './tell-of-access.ts';

export interface MessageEngine extends MessageService {
  readonly live: LiveConnections;
  /** Ends the open streams, so that the server can drain. */
  close(): void;
}

export function createMessages(deps: {
  readonly store: Store;
  readonly access: AccessService;
}): MessageEngine {
  const live = liveConnections(deps.store, deps.access);
  return {
    live,
    send: noticeSender(deps.store, deps.access),
    push: (topic, payload, about) => live.push(topic, payload, about),
    close: () => live.close(),
  };
}

export function messagesSystem(engine: MessageEngine, store: Store, access: AccessService): System {
  async function afterReading(subject: string): Promise<{ unread: number }> {
    engine.live.tellRead(subject);
    return { unread: await countUnread(store.db, subject) };
  }
  return defineSystem({
    contract,
    subscriptions: accessNotices(engine, access),
    handlers: {
      async list({ unread, before, size }, { principal }) {
        const found = await listNotices(store.db, principal.id, {
          unread: unread === 'true',
          before,
          size: size + 1,
        });
        const count = await countUnread(store.db, principal.id);
        return { notices: found.slice(0, size), unread: count, more: found.length > size };
      },
      async unread(_, { principal }) {
        return { unread: await countUnread(store.db, principal.id) };
      },
      async read({ ids }, { principal, now }) {
        await markRead(store.db, principal.id, ids, now);
        return afterReading(principal.id);
      },
      async readAll(_, { principal, now }) {
        await markRead(store.db, principal.id, undefined, now);
        return afterReading(principal.id);
      },
      async stream({ after }, { principal, lastEventId }) {
        return {
          contentType: 'text/event-stream; charset=utf-8',
          body: await engine.live.open(principal, lastEventId ?? after),
          headers: {
            // Proxies must pass each line on at once.
            'cache-control': 'no-cache, no-transform',
            'x-accel-buffering': 'no',
            // Kept alive after its end, the socket would hold up a server that drains.
            connection: 'close',
          },
        };
      },
    },
  });
}
