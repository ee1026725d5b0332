/** Base45 (RFC 9285): bytes in the characters that a matrix code packs tightest. Strict: one value has one writing. */

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

export function toBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const second = bytes[at + 1];
    let value = (bytes[at] ?? 0) * (second === undefined ? 1 : 256) + (second ?? 0);
    for (let left = second === undefined ? 2 : 3; left > 0; left -= 1) {
      text += alphabet.charAt(value % 45);
      value = Math.floor(value / 45);
    }
  }
  return text;
}

/** undefined for what is no Base45, or not in the one form. */
export function fromBase45(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = Array.from(text.slice(at, at + 3), (character) => alphabet.indexOf(character));
    const [first = -1, second = -1, third = 0] = digits;
    if (digits.length < 2 || first < 0 || second < 0 || third < 0) return undefined;
    const value = first + 45 * second + 2025 * third;
    if (digits.length === 2) {
      if (value > 0xff) return undefined;
      bytes.push(value);
    } else {
      if (value > 0xffff) return undefined;
      bytes.push(value >> 8, value & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}
