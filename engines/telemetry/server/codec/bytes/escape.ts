/** Escaping of the framed vehicle protocols: a few bytes are sent as two, so that a mark can only stand at the ends of a frame. */

/** Byte that is escaped → the two bytes that are sent for it. */
export type EscapeTable = ReadonlyMap<number, readonly [first: number, second: number]>;

export interface Escaping {
  escape(bytes: Buffer): Buffer;
  /** Undefined when an escape is none of the table. */
  unescape(bytes: Buffer): Buffer | undefined;
}

function firstOf(bytes: Buffer, wanted: ReadonlySet<number>): number {
  for (let at = 0; at < bytes.length; at += 1) if (wanted.has(bytes[at] ?? 0)) return at;
  return -1;
}

export function escaping(table: EscapeTable): Escaping {
  const escaped = new Set(table.keys());
  const firsts = new Set([...table.values()].map(([first]) => first));
  const back = new Map([...table].map(([byte, [first, second]]) => [first * 256 + second, byte]));
  return {
    escape(bytes) {
      if (firstOf(bytes, escaped) < 0) return bytes;
      const sent: number[] = [];
      for (const byte of bytes) sent.push(...(table.get(byte) ?? [byte]));
      return Buffer.from(sent);
    },
    unescape(bytes) {
      const start = firstOf(bytes, firsts);
      // Most frames have nothing to undo: then the view itself is given.
      if (start < 0) return bytes;
      const whole = Buffer.allocUnsafe(bytes.length);
      bytes.copy(whole, 0, 0, start);
      let length = start;
      for (let at = start; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0;
        if (!firsts.has(byte)) {
          whole[length++] = byte;
          continue;
        }
        at += 1;
        const meant = back.get(byte * 256 + (bytes[at] ?? -1));
        if (meant === undefined) return undefined;
        whole[length++] = meant;
      }
      return whole.subarray(0, length);
    },
  };
}
