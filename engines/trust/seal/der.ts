/** DER of certificates and seals: written by asn1js, and checked strictly on the way in, so that one structure has exactly one writing. */
import {
  type BaseBlock,
  BitString,
  GeneralizedTime,
  IA5String,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as DerSet,
  Utf8String,
} from 'asn1js';

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

export const der = {
  sequence: (...value: BaseBlock[]) => new Sequence({ value }),
  set: (...value: BaseBlock[]) => new DerSet({ value }),
  integer: (value: number) => new Integer({ value }),
  /** Big-endian and positive; the first bit must be 0. */
  bigInteger: (bytes: Uint8Array) => new Integer({ valueHex: bufferOf(bytes) }),
  identifier: (value: string) => new ObjectIdentifier({ value }),
  utf8: (value: string) => new Utf8String({ value }),
  ascii: (value: string) => new IA5String({ value }),
  octets: (bytes: Uint8Array) => new OctetString({ valueHex: bufferOf(bytes) }),
  bits: (bytes: Uint8Array) => new BitString({ valueHex: bufferOf(bytes) }),
  nothing: () => new Null(),
  /** Whole seconds: GeneralizedTime in DER carries no zeros behind the point. */
  moment: (value: Date) =>
    new GeneralizedTime({ valueDate: new Date(Math.floor(value.getTime() / 1000) * 1000) }),
};

export function write(block: BaseBlock): Uint8Array {
  return new Uint8Array(block.toBER());
}

const [booleanTag, integerTag, constructedBit, deepest] = [0x01, 0x02, 0x20, 40];
/** Universal strings and numbers that DER never writes in parts. */
const lastPrimitive = 0x1e;

/** Where the content of an element begins and ends; undefined when its length is not in the shortest form or leads outside. */
function spanOf(bytes: Uint8Array, at: number, end: number): { start: number; end: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined || at + 2 > end) return undefined;
  if (first < 0x80) return at + 2 + first <= end ? { start: at + 2, end: at + 2 + first } : undefined;
  const count = first - 0x80;
  // 0x80 is the indefinite form of BER; more than three length bytes would be over 16 MB.
  if (count < 1 || count > 3 || at + 2 + count > end) return undefined;
  let length = 0;
  for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[at + 2 + index] ?? 0);
  if (length < 0x80 || length < 256 ** (count - 1)) return undefined;
  const start = at + 2 + count;
  return start + length <= end ? { start, end: start + length } : undefined;
}

function isShortestInteger(content: Uint8Array): boolean {
  const [first, second] = content;
  if (first === undefined) return false;
  if (second === undefined) return true;
  return !(first === 0x00 && second < 0x80) && !(first === 0xff && second >= 0x80);
}

function isElement(bytes: Uint8Array, at: number, end: number, depth: number): number | undefined {
  const tag = bytes[at];
  const span = spanOf(bytes, at, end);
  if (tag === undefined || span === undefined || (tag & 0x1f) === 0x1f || depth > deepest) return undefined;
  const content = bytes.subarray(span.start, span.end);
  const universal = (tag & 0xc0) === 0;
  if (universal && (tag & constructedBit) !== 0) {
    const kind = tag & 0x1f;
    if (kind !== 0x10 && kind !== 0x11 && kind <= lastPrimitive) return undefined;
  }
  if (tag === booleanTag && !(content.length === 1 && (content[0] === 0 || content[0] === 0xff)))
    return undefined;
  if (tag === integerTag && !isShortestInteger(content)) return undefined;
  if ((tag & constructedBit) === 0) return span.end;
  let next = span.start;
  while (next < span.end) {
    const after = isElement(bytes, next, span.end, depth + 1);
    if (after === undefined) return undefined;
    next = after;
  }
  return span.end;
}

/** Exactly one element in DER, nothing behind it. */
export function isDer(bytes: Uint8Array): boolean {
  return isElement(bytes, 0, bytes.length, 0) === bytes.length;
}
