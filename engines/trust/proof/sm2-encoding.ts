/**
 * Keys, signatures and ciphertexts of SM2 (GB/T 32918, curve of GB/T 32918.5) in their raw and DER forms, strict: one value has exactly one
 * writing, numbers lie in their range, points on the curve, and nothing follows the end. Structures by GB/T 35275 and GB/T 35276.
 */
import { trustErrors } from '../errors.ts';
import { fromHex, joinBytes, sameBytes, toNumber } from './bytes.ts';

/** GB/T 32918.5-2017 §A.1: field, coefficients and order of sm2p256v1. */
const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const a = p - 3n;
const b = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const n = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

const size = 32;
/** SubjectPublicKeyInfo of an uncompressed point: id-ecPublicKey with the named curve 1.2.156.10197.1.301. */
const keyInfoHead = fromHex('3059301306072a8648ce3d020106082a811ccf5501822d034200');

/** An uncompressed point, 04 ‖ x ‖ y, 65 bytes. Refuses what is not a point of the curve. */
export function checkPublicKey(point: Uint8Array): Uint8Array {
  if (point.length !== 1 + 2 * size || point[0] !== 0x04)
    throw trustErrors.publicKeyForm({ reason: '应为 04 开头的 65 字节' });
  const [x, y] = [toNumber(point.subarray(1, 1 + size)), toNumber(point.subarray(1 + size))];
  if (x >= p || y >= p) throw trustErrors.publicKeyForm({ reason: '坐标超出范围' });
  if ((y * y - (x * x * x + a * x + b)) % p !== 0n)
    throw trustErrors.publicKeyForm({ reason: '不是 SM2 曲线上的点' });
  return point;
}

/** The point in a DER SubjectPublicKeyInfo; another curve or algorithm is refused. */
export function readKeyInfo(der: Uint8Array): Uint8Array {
  const head = der.subarray(0, keyInfoHead.length);
  if (!sameBytes(head, keyInfoHead)) throw trustErrors.publicKeyForm({ reason: '不是 SM2 公钥' });
  return checkPublicKey(der.subarray(keyInfoHead.length));
}

export function writeKeyInfo(point: Uint8Array): Uint8Array {
  return joinBytes([keyInfoHead, checkPublicKey(point)]);
}

/** 32 bytes, 1 ≤ d ≤ n−2 (GB/T 32918.1 §6.1). */
export function checkPrivateKey(key: Uint8Array): Uint8Array {
  const d = toNumber(key);
  if (key.length !== size || d < 1n || d > n - 2n) throw trustErrors.privateKeyForm({ reason: '超出范围' });
  return key;
}

/** r ‖ s, 64 bytes, both from 1 to n−1 (GB/T 32918.2 §7.1, B1 and B2). */
export function checkSignature(raw: Uint8Array): Uint8Array {
  if (raw.length !== 2 * size) throw trustErrors.signatureForm({ reason: '应为 64 字节' });
  for (const part of [raw.subarray(0, size), raw.subarray(size)]) {
    const value = toNumber(part);
    if (value < 1n || value >= n) throw trustErrors.signatureForm({ reason: 'r 或 s 超出范围' });
  }
  return raw;
}

const [integerTag, octetsTag, sequenceTag] = [0x02, 0x04, 0x30];

type Refuse = (reason: string) => Error;

/** One element of the wanted tag at `from`, with the shortest length there is; `end` is where the next one begins. */
function readElement(
  der: Uint8Array,
  from: number,
  tag: number,
  refuse: Refuse,
): { content: Uint8Array; end: number } {
  if (der[from] !== tag) throw refuse('DER 结构不符');
  let [length, start] = [der[from + 1] ?? -1, from + 2];
  if (length >= 0x80) {
    const count = length - 0x80;
    length = Number(toNumber(der.subarray(start, start + count)));
    start += count;
    const shortest = count === 1 ? length >= 0x80 : count === 2 && length >= 0x100;
    if (!shortest) throw refuse('DER 长度不是最短写法');
  }
  if (length < 0 || start + length > der.length) throw refuse('DER 内容被截断');
  return { content: der.subarray(start, start + length), end: start + length };
}

/** A positive INTEGER of at most 256 bits in its shortest form, as 32 bytes. */
function readInteger(der: Uint8Array, from: number, refuse: Refuse): { content: Uint8Array; end: number } {
  const { content, end } = readElement(der, from, integerTag, refuse);
  const [first, second] = content;
  if (first === undefined || first >= 0x80) throw refuse('整数为空或为负');
  if (first === 0 && (second === undefined || second < 0x80)) throw refuse('整数不是最短写法');
  const digits = first === 0 ? content.subarray(1) : content;
  if (digits.length > size) throw refuse('整数过大');
  return { content: joinBytes([new Uint8Array(size - digits.length), digits]), end };
}

function writeElement(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  if (length < 0x80) return joinBytes([Uint8Array.of(tag, length), content]);
  const head = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return joinBytes([Uint8Array.of(tag, ...head), content]);
}

function writeInteger(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Uint8Array.of(0) : bytes.subarray(start);
  return writeElement(integerTag, (digits[0] ?? 0) < 0x80 ? digits : joinBytes([Uint8Array.of(0), digits]));
}

function readSequence(der: Uint8Array, refuse: Refuse): Uint8Array {
  const { content, end } = readElement(der, 0, sequenceTag, refuse);
  if (end !== der.length) throw refuse('末尾有多余内容');
  return content;
}

/** SM2Signature ::= SEQUENCE { r INTEGER, s INTEGER } → r ‖ s. */
export function readSignature(der: Uint8Array): Uint8Array {
  const refuse: Refuse = (reason) => trustErrors.signatureForm({ reason });
  const content = readSequence(der, refuse);
  const r = readInteger(content, 0, refuse);
  const s = readInteger(content, r.end, refuse);
  if (s.end !== content.length) throw refuse('末尾有多余内容');
  return checkSignature(joinBytes([r.content, s.content]));
}

export function writeSignature(raw: Uint8Array): Uint8Array {
  checkSignature(raw);
  return writeElement(
    sequenceTag,
    joinBytes([writeInteger(raw.subarray(0, size)), writeInteger(raw.subarray(size))]),
  );
}

const digestSize = 32;

/** C1 ‖ C3 ‖ C2 (GB/T 32918.4-2016), C1 without its 04: at least one byte of text, C1 on the curve. */
export function checkCiphertext(raw: Uint8Array): Uint8Array {
  if (raw.length <= 2 * size + digestSize) throw trustErrors.ciphertextForm({ reason: '过短' });
  try {
    checkPublicKey(joinBytes([Uint8Array.of(0x04), raw.subarray(0, 2 * size)]));
  } catch {
    throw trustErrors.ciphertextForm({ reason: 'C1 不是 SM2 曲线上的点' });
  }
  return raw;
}

/** SM2Cipher ::= SEQUENCE { x INTEGER, y INTEGER, hash OCTET STRING (32), cipherText OCTET STRING } → C1 ‖ C3 ‖ C2. */
export function readCiphertext(der: Uint8Array): Uint8Array {
  const refuse: Refuse = (reason) => trustErrors.ciphertextForm({ reason });
  const content = readSequence(der, refuse);
  const x = readInteger(content, 0, refuse);
  const y = readInteger(content, x.end, refuse);
  const hash = readElement(content, y.end, octetsTag, refuse);
  const text = readElement(content, hash.end, octetsTag, refuse);
  if (hash.content.length !== digestSize) throw refuse('C3 应为 32 字节');
  if (text.end !== content.length) throw refuse('末尾有多余内容');
  return checkCiphertext(joinBytes([x.content, y.content, hash.content, text.content]));
}

export function writeCiphertext(raw: Uint8Array): Uint8Array {
  checkCiphertext(raw);
  const [x, y] = [raw.subarray(0, size), raw.subarray(size, 2 * size)];
  const hash = raw.subarray(2 * size, 2 * size + digestSize);
  const text = raw.subarray(2 * size + digestSize);
  return writeElement(
    sequenceTag,
    joinBytes([
      writeInteger(x),
      writeInteger(y),
      writeElement(octetsTag, hash),
      writeElement(octetsTag, text),
    ]),
  );
}
