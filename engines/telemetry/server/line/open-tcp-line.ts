/** A TCP door for one protocol: bounded connections, bounded memory for each, and nobody may hold one without saying something whole. */
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { type Decoded, type Fault, streamReader } from '../codec/codec.ts';
import type { Line, LineDeps, LineProtocol, LineSession } from './line.ts';

export interface TcpOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host?: string;
}

const second = 1000;

interface Connection<Message> {
  readonly socket: Socket;
  readonly session: LineSession<Message>;
  readonly openedAt: number;
  /** When the last whole message came; undefined before the first. */
  heardAt: number | undefined;
  faultsInARow: number;
  /** Ends with the piece that is being stored; never rejects. */
  taking: Promise<void>;
}

/** Only the beginning of what was refused is kept: enough to see what it was, too little to hold a personal value. */
export function tellFaults(faults: readonly Fault[], deps: LineDeps, protocol: string): void {
  for (const { reason, head } of faults)
    deps.ingest.reject({ protocol, device: null, reason, body: Buffer.from(head, 'hex') });
}

function isOver<Message>(connection: Connection<Message>, deps: LineDeps): string | undefined {
  const { heardAt, openedAt, faultsInARow } = connection;
  const quiet = deps.now() - (heardAt ?? openedAt);
  if (heardAt === undefined && quiet >= deps.setting('line-silence-seconds') * second) return 'silent';
  if (quiet >= deps.setting('line-idle-seconds') * second) return 'idle';
  return faultsInARow >= deps.setting('line-faults') ? 'too-many-faults' : undefined;
}

class TcpLine<Message, State, Options> implements Line {
  readonly protocol: string;
  readonly #protocol: LineProtocol<Message, State, Options>;
  readonly #deps: LineDeps;
  readonly #open = new Set<Connection<Message>>();
  readonly #server: Server;
  readonly #timer: NodeJS.Timeout;
  readonly #deafen: () => void;

  constructor(protocol: LineProtocol<Message, State, Options>, deps: LineDeps) {
    this.#protocol = protocol;
    this.#deps = deps;
    this.protocol = protocol.name;
    this.#server = createServer({ noDelay: true, keepAlive: true }, (socket) => this.#accept(socket));
    this.#timer = setInterval(() => this.#tick(), second);
    this.#timer.unref();
    this.#deafen = deps.ingest.onChanged((device, dismissed) => {
      for (const { session } of this.#open) session.changed(device, dismissed);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  listen({ port, host }: TcpOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        this.#server.on('error', (problem) => this.#deps.report(problem, `telemetry.${this.protocol}`));
        resolve();
      });
    });
  }

  connections(): number {
    return this.#open.size;
  }

  #accept(socket: Socket): void {
    // A peer that goes away is no problem of ours.
    socket.on('error', () => socket.destroy());
    if (this.#open.size >= this.#deps.setting('line-connections')) {
      this.#count('too-many-connections');
      socket.destroy();
      return;
    }
    const { codec, options, openSession } = this.#protocol;
    const state = codec.createState(options(this.#deps));
    const session = openSession(
      {
        ...this.#deps,
        address: socket.remoteAddress ?? '',
        send: (message) => this.#write(socket, codec.encode(message)),
        end: (why) => {
          this.#count(why);
          socket.end();
        },
      },
      state,
    );
    const connection: Connection<Message> = {
      socket,
      session,
      openedAt: this.#deps.now(),
      heardAt: undefined,
      faultsInARow: 0,
      taking: Promise.resolve(),
    };
    this.#open.add(connection);
    const reader = streamReader(codec, state);
    socket.on('data', (chunk: Buffer) => {
      connection.taking = this.#take(connection, reader.read(chunk));
    });
    socket.once('close', () => {
      this.#open.delete(connection);
      // Node tells of the end with the last piece, paused or not: what that piece brings is still taken by an open session.
      void connection.taking.then(() => session.close());
    });
  }

  #write(socket: Socket, bytes: Buffer): void {
    if (socket.destroyed || socket.writableEnded) return;
    socket.write(bytes);
    if (socket.writableLength <= this.#deps.setting('line-unsent-bytes')) return;
    this.#count('not-reading');
    socket.destroy();
  }

  /** The socket waits while a piece is stored: a connection costs one piece of memory, however fast its peer sends. */
  async #take(connection: Connection<Message>, { messages, faults }: Decoded<Message>): Promise<void> {
    const { socket, session } = connection;
    tellFaults(faults, this.#deps, this.protocol);
    connection.faultsInARow = messages.length > 0 ? 0 : connection.faultsInARow + faults.length;
    if (messages.length === 0) return;
    connection.heardAt = this.#deps.now();
    socket.pause();
    try {
      await session.take(messages);
      for (const _ of messages) this.#count('good');
    } catch (problem) {
      // Nothing was answered, so the device sends it again; the operator sees why.
      this.#count('not-stored');
      this.#deps.report(problem, `telemetry.${this.protocol}`);
    } finally {
      socket.resume();
    }
  }

  #count(outcome: string): void {
    this.#deps.ingest.count(this.protocol, outcome);
  }

  #tick(): void {
    for (const connection of this.#open) {
      const why = isOver(connection, this.#deps);
      if (why === undefined) connection.session.tick();
      else {
        this.#count(why);
        connection.socket.destroy();
      }
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#deafen();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const taking = [...this.#open].map((connection) => connection.taking);
    for (const { socket } of this.#open) socket.destroy();
    await Promise.all([closed, ...taking]);
  }
}

/** Resolves when the door is open; rejects when the port is taken. */
export async function openTcpLine<Message, State, Options>(
  protocol: LineProtocol<Message, State, Options>,
  deps: LineDeps,
  options: TcpOptions,
): Promise<Line> {
  const line = new TcpLine(protocol, deps);
  await line.listen(options);
  return line;
}
