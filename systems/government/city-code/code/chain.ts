/**
 * The one-time part: a chain of hashes whose end stands in the certificate. Each minute shows the value one step further back, which nobody can
 * work out before it is shown and anybody can check after (Lamport 1981). It costs hashes, not signatures, so a gate checks thousands a second.
 */

/** Of parts, 32 bytes; given by whoever calls, so that browser and server use their own. */
export type Hash = (...parts: readonly Uint8Array[]) => Uint8Array;

export const linkSize = 20;

/** The place goes in, so that no link serves for another place. */
function next(hash: Hash, link: Uint8Array, place: number): Uint8Array {
  return hash(Uint8Array.of(0x41, place >> 8, place & 0xff), link).subarray(0, linkSize);
}

/** `links[k]` is shown in minute k; `anchor` is behind them all. The seed has 20 random bytes. */
export function makeChain(
  hash: Hash,
  seed: Uint8Array,
  minutes: number,
): { readonly links: readonly Uint8Array[]; readonly anchor: Uint8Array } {
  const links: Uint8Array[] = [];
  let link = seed.subarray(0, linkSize);
  for (let minute = minutes - 1; minute >= 0; minute -= 1) {
    links.unshift(link);
    link = next(hash, link, minute);
  }
  return { links, anchor: link };
}

/** Whether the link of this minute leads to the anchor. */
export function leadsTo(hash: Hash, link: Uint8Array, minute: number, anchor: Uint8Array): boolean {
  let reached = link;
  for (let place = minute; place >= 0; place -= 1) reached = next(hash, reached, place);
  return reached.length === anchor.length && reached.every((byte, at) => byte === anchor[at]);
}
