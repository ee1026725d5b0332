/** The open live connections of this process (server-sent events, WHATWG HTML §9.2): who listens, and what each is told. */
import { PassThrough } from 'node:stream';
import { decisionMatches, type Governed, type Principal } from '../../../kernel/access.ts';
import { commonErrors } from '../../../kernel/errors.ts';
import type { AccessService } from '../../access/index.ts';
import type { Database, Store } from '../../store/index.ts';
import { countUnread, type KeptNotice, noticesAfter, noticesByIds } from './read-notices.ts';
import { noticeChannel } from './send-notice.ts';

const pushChannel = 'messages.push';
const readChannel = 'messages.read';

/** Bytes waiting for a reader who does not read; then he is let go and comes back by himself. */
const mostWaiting = 256 * 1024;
const mostConnections = 5000;
const longestPush = 6000;

interface Connection {
  principal: Principal;
  readonly stream: PassThrough;
  readonly beat: NodeJS.Timeout;
  readonly end: NodeJS.Timeout;
}

export interface LiveConnections {
  /** Opens a stream for the principal; throws city.tooMany past the bound for one person. */
  open(principal: Principal, after: string | undefined): Promise<PassThrough>;
  push(topic: string, payload: unknown, about: Governed | undefined): void;
  /** Other pages of the same person take the new count. */
  tellRead(subject: string): void;
  close(): void;
}

function frame(event: string, data: unknown, id?: string): string {
  // JSON holds no line breaks, so one data line carries it.
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function liveConnections(store: Store, access: AccessService): LiveConnections {
  const bySubject = new Map<string, Set<Connection>>();
  let total = 0;
  const setting = (name: string) => store.settings.value(`messages.${name}`);

  function write(connection: Connection, text: string): void {
    if (connection.stream.destroyed || connection.stream.writableEnded) return;
    if (connection.stream.writableLength > mostWaiting) connection.stream.destroy();
    else connection.stream.write(text);
  }

  function forget(connection: Connection): void {
    clearInterval(connection.beat);
    clearTimeout(connection.end);
    const mine = bySubject.get(connection.principal.id);
    if (!mine?.delete(connection)) return;
    total -= 1;
    if (mine.size === 0) bySubject.delete(connection.principal.id);
  }

  /** Grants change while a page stays open: who may hear what is looked up again with each beat. */
  async function beat(connection: Connection): Promise<void> {
    write(connection, ': \n\n');
    try {
      connection.principal = await access.principalOf(connection.principal.id);
    } catch {
      connection.stream.end();
    }
  }

  async function tellNotices(db: Database, subject: string, ids: readonly string[]): Promise<void> {
    const [notices, unread] = await Promise.all([noticesByIds(db, subject, ids), countUnread(db, subject)]);
    for (const connection of bySubject.get(subject) ?? []) writeNotices(connection, notices, unread);
  }

  function writeNotices(connection: Connection, notices: readonly KeptNotice[], unread: number): void {
    for (const notice of notices) write(connection, frame('notice', { notice, unread }, notice.id));
  }

  function hearNotices(payload: string): void {
    const wanted = new Map<string, string[]>();
    for (const [subject, id] of JSON.parse(payload) as readonly (readonly [string, string])[]) {
      if (bySubject.has(subject)) wanted.set(subject, [...(wanted.get(subject) ?? []), id]);
    }
    for (const [subject, ids] of wanted) void tellNotices(store.db, subject, ids).catch(() => undefined);
  }

  function hearPush(text: string): void {
    const { topic, payload, about } = JSON.parse(text) as {
      topic: string;
      payload: unknown;
      about?: Governed;
    };
    const said = frame('push', { topic, payload });
    for (const connections of bySubject.values()) {
      for (const connection of connections) {
        const decision = access.decide(connection.principal, topic);
        if (about === undefined ? decision.permit : decisionMatches(decision, about)) write(connection, said);
      }
    }
  }

  async function tellCount(subject: string): Promise<void> {
    if (!bySubject.has(subject)) return;
    const unread = await countUnread(store.db, subject);
    for (const connection of bySubject.get(subject) ?? []) write(connection, frame('unread', { unread }));
  }

  const stops = [
    store.onAnnounce(noticeChannel, hearNotices),
    store.onAnnounce(pushChannel, hearPush),
    store.onAnnounce(readChannel, (subject) => void tellCount(subject).catch(() => undefined)),
  ];

  function register(principal: Principal): Connection {
    const mine = bySubject.get(principal.id) ?? new Set<Connection>();
    if (mine.size >= setting('connections-each') || total >= mostConnections) throw commonErrors.tooMany();
    const stream = new PassThrough();
    const connection: Connection = {
      principal,
      stream,
      beat: setInterval(() => void beat(connection), setting('heartbeat-seconds') * 1000).unref(),
      end: setTimeout(() => stream.end(), setting('connection-minutes') * 60_000).unref(),
    };
    mine.add(connection);
    bySubject.set(principal.id, mine);
    total += 1;
    stream.once('close', () => forget(connection));
    stream.on('error', () => undefined);
    return connection;
  }

  return {
    async open(principal, after) {
      // Listening begins before the look back, so that nothing falls between; what comes twice has the same id.
      const connection = register(principal);
      try {
        write(connection, 'retry: 3000\n\n');
        const missed = after === undefined ? [] : await noticesAfter(store.db, principal.id, after);
        const unread = await countUnread(store.db, principal.id);
        write(connection, frame('unread', { unread }));
        writeNotices(connection, missed, unread);
        return connection.stream;
      } catch (problem) {
        connection.stream.destroy();
        throw problem;
      }
    },
    push(topic, payload, about) {
      const text = JSON.stringify({ topic, payload, about });
      if (Buffer.byteLength(text) > longestPush) throw new RangeError('a push carries ids only, under 6 kB');
      void store.announce(pushChannel, text).catch(() => undefined);
    },
    tellRead(subject) {
      void store.announce(readChannel, subject).catch(() => undefined);
    },
    close() {
      for (const stop of stops) stop();
      for (const connections of bySubject.values())
        for (const connection of connections) connection.stream.end();
    },
  };
}
