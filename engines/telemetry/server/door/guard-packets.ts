/** Ends a connection that announces an MQTT packet larger than allowed, before it is gathered in memory (MQTT 3.1.1 §2.2.3). */
import type { Socket } from 'node:net';

const mostLengthBytes = 4;

/** Follows the fixed headers of a byte stream; `see` is false once a packet is too long or its length is malformed. */
export class PacketLengths {
  readonly #most: number;
  /** Bytes of the present packet's body that are still to come. */
  #skip = 0;
  /** Bytes of the present fixed header that were seen. */
  #header = 0;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  see(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, chunk.length - at);
        this.#skip -= step;
        at += step;
        continue;
      }
      const byte = chunk[at] ?? 0;
      at += 1;
      this.#header += 1;
      if (this.#header === 1) continue;
      this.#length += (byte & 0x7f) * 128 ** (this.#header - 2);
      if (this.#length > this.#most) return false;
      if ((byte & 0x80) === 0) {
        this.#skip = this.#length;
        this.#header = 0;
        this.#length = 0;
      } else if (this.#header > mostLengthBytes) return false;
    }
    return true;
  }
}

/** The broker reads its sockets by `read()`; what passes there is watched. */
export function guardPackets(socket: Socket, most: number, onTooLong: () => void): void {
  const lengths = new PacketLengths(most);
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    const chunk: unknown = read(size);
    if (chunk instanceof Uint8Array && !lengths.see(chunk)) {
      onTooLong();
      socket.destroy();
      return null;
    }
    return chunk;
  };
}
