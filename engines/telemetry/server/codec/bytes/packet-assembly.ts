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

export interface Packet {
  /** The serial number that the packet itself carried. */
  readonly serial: number;
  readonly bytes: Buffer;
}

interface Waiting {
  readonly total: number;
  readonly parts: Map<number, Packet>;
  bytes: number;
  touchedAt: number;
}

/** All packets in order · 'waiting' for others · 'repeated' and equal to the one that is here · 'conflict' with it · 'too-long' for the bounds. */
export type Joined = readonly Packet[] | 'waiting' | 'repeated' | 'conflict' | 'too-long';

export interface MissingPackets {
  readonly key: string;
  /** Of the first packet; reckoned back from another one when the first is missing. */
  readonly serial: number;
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
  add(key: string, total: number, index: number, part: Packet, now: number): Joined {
    if (index < 1 || index > total) return 'conflict';
    if (total > this.#limits.packets) return 'too-long';
    const known = this.#waiting.get(key);
    if (known !== undefined && known.total !== total) return 'conflict';
    const same = known?.parts.get(index);
    if (same !== undefined) return same.bytes.equals(part.bytes) ? 'repeated' : 'conflict';
    if (this.#bytes + part.bytes.length > this.#limits.bytes) return 'too-long';
    if (known === undefined && this.#waiting.size >= this.#limits.messages) return 'too-long';
    return this.#keep(key, known ?? { total, parts: new Map(), bytes: 0, touchedAt: now }, index, part, now);
  }

  #keep(key: string, message: Waiting, index: number, part: Packet, now: number): Joined {
    // A view would keep the whole chunk of the socket alive.
    message.parts.set(index, { serial: part.serial, bytes: Buffer.from(part.bytes) });
    message.bytes += part.bytes.length;
    message.touchedAt = now;
    this.#bytes += part.bytes.length;
    this.#waiting.delete(key);
    if (message.parts.size < message.total) {
      this.#waiting.set(key, message);
      return 'waiting';
    }
    this.#bytes -= message.bytes;
    return [...message.parts].sort(([a], [b]) => a - b).map(([, packet]) => packet);
  }

  /** The silence of a message begins anew. */
  touch(key: string, now: number): void {
    const message = this.#waiting.get(key);
    if (message === undefined) return;
    message.touchedAt = now;
    this.#waiting.delete(key);
    this.#waiting.set(key, message);
  }

  /** Gives up one message, because another one takes its place; gives how many bytes of it there were. */
  drop(key: string): number {
    const bytes = this.#waiting.get(key)?.bytes ?? 0;
    this.#waiting.delete(key);
    this.#bytes -= bytes;
    return bytes;
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
      .map(([key, { total, parts }]) => {
        const [index = 1, packet] = [...parts].reduce((first, next) => (next[0] < first[0] ? next : first));
        return {
          key,
          serial: ((packet?.serial ?? 0) - index + 1) & 0xffff,
          missing: Array.from({ length: total }, (_, at) => at + 1).filter((at) => !parts.has(at)),
        };
      });
  }
}
