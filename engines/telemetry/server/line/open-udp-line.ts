/** A UDP door: each datagram is a piece of its own, and what comes faster than it can be stored is dropped and counted. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Decoded } from '../codec/codec.ts';
import type { Line, LineDeps, LineProtocol, LineSession } from './line.ts';
import { tellFaults, type TcpOptions } from './open-tcp-line.ts';

/** Messages of one datagram; a datagram has no rest. */
type ReadDatagram<Message, State> = (bytes: Buffer, state: State) => Decoded<Message>;

interface Datagram<Message> {
  readonly session: LineSession<Message>;
  readonly messages: readonly Message[];
}

class UdpLine<Message, State, Options> implements Line {
  readonly protocol: string;
  readonly #protocol: LineProtocol<Message, State, Options>;
  readonly #deps: LineDeps;
  readonly #read: ReadDatagram<Message, State>;
  readonly #socket: Socket;
  readonly #state: State;
  readonly #deafen: () => void;
  /** One session for each sender, the oldest forgotten. */
  readonly #sessions = new Map<string, LineSession<Message>>();
  #waiting: Datagram<Message>[] = [];
  #storing: Promise<void> | undefined;

  constructor(
    protocol: LineProtocol<Message, State, Options>,
    deps: LineDeps,
    read: ReadDatagram<Message, State>,
  ) {
    this.protocol = protocol.name;
    this.#protocol = protocol;
    this.#deps = deps;
    this.#read = read;
    this.#state = protocol.codec.createState(protocol.options(deps));
    this.#deafen = deps.ingest.onChanged((device, dismissed) => {
      for (const session of this.#sessions.values()) session.changed(device, dismissed);
    });
    this.#socket = createSocket('udp4', (bytes, from) => this.#take(bytes, from));
  }

  get port(): number {
    return this.#socket.address().port;
  }

  listen({ port, host }: TcpOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.bind({ port, ...(host === undefined ? {} : { address: host }) }, () => {
        this.#socket.off('error', reject);
        this.#socket.on('error', (problem) => this.#deps.report(problem, `telemetry.${this.protocol}`));
        resolve();
      });
    });
  }

  connections(): number {
    return this.#sessions.size;
  }

  #sessionOf(address: string): LineSession<Message> {
    const known = this.#sessions.get(address);
    if (known !== undefined) return known;
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size >= this.#deps.setting('line-connections')) {
      this.#sessions.get(oldest)?.close();
      this.#sessions.delete(oldest);
    }
    // Nobody is answered: the sender of a datagram may be forged.
    const peer = { ...this.#deps, address, send: () => undefined, end: () => undefined };
    const session = this.#protocol.openSession(peer, this.#state);
    this.#sessions.set(address, session);
    return session;
  }

  #take(bytes: Buffer, { address }: RemoteInfo): void {
    const { messages, faults } = this.#read(bytes, this.#state);
    tellFaults(faults, this.#deps, this.protocol);
    if (messages.length === 0) return;
    if (this.#waiting.length >= this.#deps.setting('line-datagrams')) {
      this.#deps.ingest.count(this.protocol, 'overflow');
      return;
    }
    this.#waiting.push({ session: this.#sessionOf(address), messages });
    this.#storing ??= this.#store();
  }

  async #store(): Promise<void> {
    while (this.#waiting.length > 0) {
      const bySession = new Map<LineSession<Message>, Message[]>();
      for (const { session, messages } of this.#waiting.splice(0)) {
        const mine = bySession.get(session);
        if (mine === undefined) bySession.set(session, [...messages]);
        else mine.push(...messages);
      }
      await Promise.all([...bySession].map(([session, messages]) => this.#storeOf(session, messages)));
    }
    this.#storing = undefined;
  }

  async #storeOf(session: LineSession<Message>, messages: readonly Message[]): Promise<void> {
    try {
      await session.take(messages);
      for (const _ of messages) this.#deps.ingest.count(this.protocol, 'good');
    } catch (problem) {
      this.#deps.ingest.count(this.protocol, 'not-stored');
      this.#deps.report(problem, `telemetry.${this.protocol}`);
    }
  }

  async close(): Promise<void> {
    this.#deafen();
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
    await this.#storing;
  }
}

export async function openUdpLine<Message, State, Options>(
  protocol: LineProtocol<Message, State, Options>,
  deps: LineDeps,
  read: ReadDatagram<Message, State>,
  options: TcpOptions,
): Promise<Line> {
  const line = new UdpLine(protocol, deps, read);
  await line.listen(options);
  return line;
}
