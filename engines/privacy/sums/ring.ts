/** Numbers as lanes of a ring modulo 2^64, little-endian: negatives are two's complement, and adding wraps, so that masks cancel exactly. */

export const laneBytes = 8;
/** What a lane of one of `parties` may hold, so that no sum of theirs leaves the signed half it began in. */
export function largestLane(parties: number): bigint {
  return ((1n << 63n) - 1n) / BigInt(parties);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function toLanes(values: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(values.length * laneBytes);
  const view = viewOf(bytes);
  for (const [at, value] of values.entries())
    view.setBigUint64(at * laneBytes, BigInt.asUintN(64, value), true);
  return bytes;
}

/** Signed. The bytes are whole lanes. */
export function fromLanes(bytes: Uint8Array): readonly bigint[] {
  const view = viewOf(bytes);
  return Array.from({ length: bytes.length / laneBytes }, (_, at) => view.getBigInt64(at * laneBytes, true));
}

/** `one` + `sign`·`other`, lane by lane. */
export function addLanes(one: Uint8Array, other: Uint8Array, sign: 1 | -1 = 1): Uint8Array {
  const mine = fromLanes(one);
  const theirs = fromLanes(other);
  return toLanes(mine.map((value, at) => value + BigInt(sign) * (theirs[at] ?? 0n)));
}
