/** Reads DER element by element, for structures that are checked rather than built: time-stamp tokens and the certificates within. */
import { isDer } from '../../../seal/der.ts';

export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** With tag and length. */
  readonly whole: Uint8Array;
}

/** Thrown for anything that is not as it should be; the sentence is for people. */
export class BrokenToken extends Error {}

function elementAt(bytes: Uint8Array, at: number): Element & { readonly end: number } {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) throw new BrokenToken('内容残缺');
  const count = first < 0x80 ? 0 : first - 0x80;
  let length = first;
  if (count > 0) {
    length = 0;
    for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[at + 2 + index] ?? 0);
  }
  const start = at + 2 + count;
  const end = start + length;
  if (end > bytes.length) throw new BrokenToken('内容残缺');
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end), end };
}

/** The one element that these bytes are; throws BrokenToken for what is no DER. */
export function readDer(bytes: Uint8Array): Element {
  if (!isDer(bytes)) throw new BrokenToken('不是 DER 编码，或末尾有多余内容');
  return elementAt(bytes, 0);
}

export function childrenOf(element: Element): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; at < element.content.length; ) {
    const child = elementAt(element.content, at);
    found.push(child);
    at = child.end;
  }
  return found;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  identifier: 0x06,
  moment: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** [0], [1] …, constructed. */
export function contextTag(number: number): number {
  return 0xa0 | number;
}

/** The element, if it has the tag. */
export function ofTag(element: Element | undefined, tag: number, what: string): Element {
  if (element?.tag !== tag) throw new BrokenToken(`${what}的结构不符`);
  return element;
}

export function identifierOf(element: Element | undefined, what: string): string {
  const { content } = ofTag(element, tags.identifier, what);
  const parts: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    parts.push(value);
    value = 0;
  }
  const [first = 0, ...rest] = parts;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...rest].join('.');
}

/** The algorithm of an AlgorithmIdentifier, whatever its parameters. */
export function algorithmOf(element: Element | undefined, what: string): string {
  return identifierOf(childrenOf(ofTag(element, tags.sequence, what))[0], what);
}

/** A number that is small by its meaning. */
export function smallNumber(content: Uint8Array): number {
  if (content.length > 6) throw new BrokenToken('数值过大');
  return content.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** GeneralizedTime as RFC 3161 has it: UTC, seconds, perhaps a fraction. */
export function momentOf(element: Element | undefined): Date {
  const text = new TextDecoder('latin1').decode(ofTag(element, tags.moment, '时间').content);
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text);
  const [, year, month, day, hour, minute, second, fraction = ''] = found ?? [];
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`);
  if (found === null || Number.isNaN(at.getTime())) throw new BrokenToken('时间的写法不符');
  return at;
}
