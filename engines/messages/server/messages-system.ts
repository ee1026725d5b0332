/** Binds the routes of a person's own messages and settings, and the receipts of channels. */
import { messageKinds } from '../../../kernel/message.ts';
import { defineSystem, type System } from '../../../kernel/system.ts';
import type { AccessService } from '../../access/index.ts';
import type { Store, Work } from '../../store/index.ts';
import type { Principal } from '../../../kernel/access.ts';
import contract from '../contract.ts';
import { messageErrors } from '../errors.ts';
import {
  findPlace,
  findPreferences,
  keepPlace,
  keepPreference,
  refusableKinds,
} from './contact/keep-preferences.ts';
import type { MessageEngine } from './create-messages.ts';
import { takeReceipt } from './delivery/take-receipt.ts';
import { countUnread, listNotices, markRead } from './read-notices.ts';
import { accessNotices } from './tell-of-access.ts';

function copyOf<T>(list: readonly T[] | undefined): T[] | null {
  return list === undefined ? null : [...list];
}

export function messagesSystem(engine: MessageEngine, store: Store, access: AccessService): System {
  async function afterReading(subject: string): Promise<{ unread: number }> {
    engine.live.tellRead(subject);
    return { unread: await countUnread(store.db, subject) };
  }

  /** A change of where somebody is reached is on record; what it was is not. */
  function note(
    work: Work,
    principal: Principal,
    objectType: string,
    detail: Record<string, string | boolean>,
  ) {
    access.audit(work, principal, {
      module: 'messages',
      event: 'update',
      objectType,
      objectId: principal.id,
      result: 'success',
      detail,
    });
  }

  return defineSystem({
    contract,
    subscriptions: accessNotices(engine, access),
    jobs: {
      deliver: { cron: '* * * * *', run: () => engine.deliver() },
      forgetLent: { cron: '25 3 * * *', run: () => engine.contacts.forgetLent() },
    },
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
      async mySettings(_, { principal }) {
        const [contacts, preferences, open, area] = await Promise.all([
          engine.contacts.list(principal.id),
          findPreferences(store.db, [principal.id], undefined),
          engine.channels.enabled(store.db),
          findPlace(store.db, principal.id),
        ]);
        const set = new Map(preferences.map((one) => [one.kind, one]));
        return {
          contacts: [...contacts],
          channels: [...open],
          area,
          kinds: messageKinds.map((kind) => ({
            kind,
            wanted: set.get(kind)?.wanted ?? true,
            refusable: refusableKinds.includes(kind),
            channels: copyOf(set.get(kind)?.channels),
          })),
        };
      },
      async setContact({ kind, address }, { principal }) {
        const shown = await store.transaction(async (work) => {
          note(work, principal, 'contact', { kind, step: 'asked' });
          return engine.sendCode(work, principal.id, kind, address);
        });
        return { shown };
      },
      async confirmContact({ kind, code }, { principal }) {
        await engine.contacts.confirm(principal.id, kind, code);
        return { done: true };
      },
      async removeContact({ kind }, { principal }) {
        await store.transaction(async (work) => {
          if (await engine.contacts.remove(work, principal.id, kind))
            note(work, principal, 'contact', { kind, step: 'removed' });
        });
        return { done: true };
      },
      async setPreference(preference, { principal }) {
        await store.transaction(async (work) => {
          await keepPreference(work, principal.id, preference);
          note(work, principal, 'preference', { kind: preference.kind, wanted: preference.wanted });
        });
        return { done: true };
      },
      async setPlace({ area }, { principal }) {
        if (area !== null && !engine.areaExists(area)) throw messageErrors.unknownArea();
        await store.transaction((work) => keepPlace(work, principal.id, area));
        return { done: true };
      },
      async receipt(given) {
        await takeReceipt(store, engine.channels, given);
        return { done: true };
      },
    },
  });
}
