/** Joins the packets of split messages, in any order and repeated, within bounds of number, bytes and time. */

export interface AssemblyLimits {
  /** Packets of one message. */
  readonly packets: number;
  /** Messages that wait for packets at the same time. */
  readonly messages: number;
  /** Bytes of all waiting packets. */
  readonly bytes: number;
  /** How long a message waits for its next packet, in milliseconds. */
  readonly patience: number;
}

interface Waiting {
  readonly total: number;
  readonly parts: Map<number, Buffer>;
  bytes: number;
  touchedAt: number;
}

/** 'waiting' for others · 'repeated' and equal to the one that is here · 'conflict' with it · 'too-long' for the bounds. */
export type Joined = Buffer | 'waiting' | 'repeated' | 'conflict' | 'too-long';

export interface MissingPackets {
  readonly key: string;
  /** Counted from 1. */
  readonly missing: readonly number[];
}

export class PacketAssembly {
  readonly #limits: AssemblyLimits;
  /** In the order of their last packet: the first has waited longest. */
  readonly #waiting = new Map<string, Waiting>();
  #bytes = 0;

  constructor(limits: AssemblyLimits) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** `index` counts from 1. The message is given once, with its last packet. */
  add(key: string, total: number, index: number, part: Buffer, now: number): Joined {
    if (index < 1 || index > total) return 'conflict';
    if (total > this.#limits.packets) return 'too-long';
    const known = this.#waiting.get(key);
    if (known !== undefined && known.total !== total) return 'conflict';
    const same = known?.parts.get(index);
    if (same !== undefined) return same.equals(part) ? 'repeated' : 'conflict';
    if (this.#bytes + part.length > this.#limits.bytes) return 'too-long';
    if (known === undefined && this.#waiting.size >= this.#limits.messages) return 'too-long';
    return this.#keep(key, known ?? { total, parts: new Map(), bytes: 0, touchedAt: now }, index, part, now);
  }

  #keep(key: string, message: Waiting, index: number, part: Buffer, now: number): Joined {
    // A view would keep the whole chunk of the socket alive.
    message.parts.set(index, Buffer.from(part));
    message.bytes += part.length;
    message.touchedAt = now;
    this.#bytes += part.length;
    this.#waiting.delete(key);
    if (message.parts.size < message.total) {
      this.#waiting.set(key, message);
      return 'waiting';
    }
    this.#bytes -= message.bytes;
    return Buffer.concat(
      Array.from({ length: message.total }, (_, at) => message.parts.get(at + 1) ?? Buffer.alloc(0)),
    );
  }

  /** Forgets the messages whose patience is over; gives how many bytes of each. */
  sweep(now: number): readonly number[] {
    const forgotten: number[] = [];
    for (const [key, message] of this.#waiting) {
      if (now - message.touchedAt < this.#limits.patience) break;
      this.#waiting.delete(key);
      this.#bytes -= message.bytes;
      forgotten.push(message.bytes);
    }
    return forgotten;
  }

  /** What has not come of the messages that have been silent for `silence` milliseconds. */
  missing(now: number, silence: number): readonly MissingPackets[] {
    return [...this.#waiting]
      .filter(([, message]) => now - message.touchedAt >= silence)
      .map(([key, { total, parts }]) => ({
        key,
        missing: Array.from({ length: total }, (_, at) => at + 1).filter((index) => !parts.has(index)),
      }));
  }
}
