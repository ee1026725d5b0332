/** One TCP conversation of a simulated device: what comes back is read by the protocol's own codec and waited for. */
import { connect, type Socket } from 'node:net';
import { type Codec, streamReader } from '../../engines/telemetry/server/codec/codec.ts';

export interface Talk<Message> {
  send(message: Message): void;
  /** Bytes as they are, for devices that speak badly. */
  sendBytes(bytes: Buffer): void;
  /** The next message that `wanted` takes, also one that has come already; undefined after `timeout` milliseconds or when the line is gone. */
  wait(wanted: (message: Message) => boolean, timeout: number): Promise<Message | undefined>;
  /** Hears every message that nobody waited for. */
  onOther(hear: (message: Message) => void): void;
  readonly closed: Promise<void>;
  end(): Promise<void>;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

interface Waiter<Message> {
  readonly wanted: (message: Message) => boolean;
  readonly give: (message: Message | undefined) => void;
}

function opened({ host, port }: Address): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

export async function talk<Message, State, Options>(
  codec: Codec<Message, State, Options>,
  options: Options,
  address: Address,
): Promise<Talk<Message>> {
  const socket = await opened(address);
  const reader = streamReader(codec, codec.createState(options));
  const waiters = new Set<Waiter<Message>>();
  const unheard: Message[] = [];
  let other: ((message: Message) => void) | undefined;

  function hear(message: Message): void {
    for (const waiter of waiters) {
      if (!waiter.wanted(message)) continue;
      waiter.give(message);
      return;
    }
    if (other === undefined) unheard.push(message);
    else other(message);
  }

  socket.on('data', (chunk: Buffer) => reader.read(chunk).messages.forEach(hear));
  socket.on('error', () => socket.destroy());
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      for (const waiter of waiters) waiter.give(undefined);
      resolve();
    });
  });

  return {
    closed,
    send: (message) => void socket.write(codec.encode(message)),
    sendBytes: (bytes) => void socket.write(bytes),
    wait(wanted, timeout) {
      const at = unheard.findIndex(wanted);
      if (at >= 0) return Promise.resolve(unheard.splice(at, 1)[0]);
      if (socket.destroyed) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const waiter: Waiter<Message> = { wanted, give };
        const timer = setTimeout(() => give(undefined), timeout);
        function give(message: Message | undefined): void {
          clearTimeout(timer);
          waiters.delete(waiter);
          resolve(message);
        }
        waiters.add(waiter);
      });
    },
    onOther(run) {
      other = run;
      for (const message of unheard.splice(0)) run(message);
    },
    async end() {
      socket.end();
      await closed;
    },
  };
}
