/** Chinese text as the vehicle protocols send it: GBK, one or two bytes a character. */

const decoder = new TextDecoder('gbk');

/** Node reads GBK but does not write it: the way back is the table read backwards, made once. */
let pairs: ReadonlyMap<string, number> | undefined;

function makePairs(): ReadonlyMap<string, number> {
  const made = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Buffer.of(lead, trail));
      const whole = [...character].length === 1 && character !== '\ufffd';
      if (whole && !made.has(character)) made.set(character, lead * 256 + trail);
    }
  }
  return made;
}

function isAscii(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte > 0x7f) return false;
  return true;
}

/** Bytes that are no GBK become U+FFFD. */
export function decodeGbk(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : decoder.decode(bytes);
}

/** Throws RangeError for a character that GBK does not have. */
export function encodeGbk(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) {
      bytes.push(point);
      continue;
    }
    pairs ??= makePairs();
    const pair = pairs.get(character);
    if (pair === undefined) throw new RangeError('the text has a character that GBK does not have');
    bytes.push(pair >> 8, pair & 0xff);
  }
  return Buffer.from(bytes);
}
