/** Chance that repeats: a number for a seed and a moment, and a smooth course of such numbers. */

/** −1 … 1, the same for the same seed and moment: mulberry32 over both. */
export function noiseAt(seed: number, at: number): number {
  let mixed = (Math.imul(seed, 0x9e3779b1) ^ Math.floor(at / 1000)) >>> 0;
  mixed = (mixed + 0x6d2b79f5) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * 2 - 1;
}

/** −1 … 1, without a step: drawn anew every `length` milliseconds and eased over between. */
export function smoothAt(seed: number, length: number, at: number): number {
  const place = at / length;
  const before = Math.floor(place);
  const share = (1 - Math.cos((place - before) * Math.PI)) / 2;
  const [from, to] = [noiseAt(seed, before * length), noiseAt(seed, (before + 1) * length)];
  return from + (to - from) * share;
}

/** A positive whole number for a text (FNV-1a, mixed once more so that neighbours have nothing in common): the same text, the same seed. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 1_000_003;
}
