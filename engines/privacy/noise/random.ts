/** Where the noise comes from: the machine's cryptographic randomness; tests hand in their own, that can be drawn again. */

/** A whole number 0 ≤ n < most, each equally likely. */
export type Draw = (most: bigint) => bigint;

function bytesFor(most: bigint): number {
  return Math.ceil((most - 1n).toString(2).length / 8);
}

/** Rejection: a number beyond `most` is drawn anew, so that none is more likely than another. */
export function drawFrom(fill: (bytes: Uint8Array<ArrayBuffer>) => void): Draw {
  return (most) => {
    if (most <= 0n) throw new Error('draw: nothing to draw from');
    if (most === 1n) return 0n;
    const bytes = new Uint8Array(bytesFor(most));
    const bits = BigInt((most - 1n).toString(2).length);
    for (;;) {
      fill(bytes);
      let drawn = 0n;
      for (const byte of bytes) drawn = (drawn << 8n) | BigInt(byte);
      drawn &= (1n << bits) - 1n;
      if (drawn < most) return drawn;
    }
  };
}

export const secureDraw: Draw = drawFrom((bytes) => {
  crypto.getRandomValues(bytes);
});
