/** Tells other processes at once that something happened (LISTEN/NOTIFY); a missed announcement only delays. */
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../service.ts';
import { gather } from './gather.ts';

export interface Announcer {
  announce(channel: string, payload: string): Promise<void>;
  on(channel: string, run: (payload: string) => void): () => void;
  stop(): Promise<void>;
}

/** One channel of PostgreSQL carries all of ours: '<channel>:<payload>'. */
const carrier = 'city';

export function openAnnouncer(url: string, db: Database): Announcer {
  const listeners = new Map<string, Set<(payload: string) => void>>();
  let client: pg.Client | undefined;
  let stopped = false;

  function hear(message: string): void {
    const colon = message.indexOf(':');
    const heard = listeners.get(message.slice(0, colon));
    if (heard !== undefined) for (const run of heard) run(message.slice(colon + 1));
  }

  function retry(): void {
    if (!stopped) setTimeout(() => void connect(), 500).unref();
  }

  async function connect(): Promise<void> {
    if (stopped) return;
    const next = new pg.Client({ connectionString: url, keepAlive: true });
    next.on('notification', (note) => hear(note.payload ?? ''));
    next.on('error', () => undefined);
    try {
      await next.connect();
      await next.query(`listen ${carrier}`);
    } catch {
      await next.end().catch(() => undefined);
      return retry();
    }
    client = next;
    next.on('end', () => {
      client = undefined;
      retry();
    });
    if (stopped) await next.end();
  }

  // A commit that notifies holds a lock of the whole server: what is told within a few milliseconds shares one.
  const tell = gather(async (messages: readonly string[]) => {
    await sql`select pg_notify(${carrier}, message) from unnest(${messages}::text[]) as told (message)`.execute(
      db,
    );
    return messages.map(() => undefined);
  });

  const first = connect();
  return {
    announce: (channel, payload) => tell(`${channel}:${payload}`),
    on(channel, run) {
      const heard = listeners.get(channel) ?? new Set();
      heard.add(run);
      listeners.set(channel, heard);
      return () => heard.delete(run);
    },
    async stop() {
      stopped = true;
      await first;
      await client?.end();
    },
  };
}
