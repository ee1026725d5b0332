/**
 * Points as both sides send them: the x coordinate of a P-256 point, 32 bytes, big-endian. P and −P share it, and a multiple's x depends on x
 * alone, so ECDH as OpenSSL and WebCrypto have it (constant time, native) is all the arithmetic that is needed. The group has prime order:
 * no small subgroup, and the point at infinity has no x.
 */
import { p256, p256_hasher } from '@noble/curves/nist.js';

export const pointBytes = 32;

/** RFC 9380, suite P256_XMD:SHA-256_SSWU_RO_; the tag keeps these points apart from those of any other use. */
const tag = 'shuzi-fuyang-match-v1-P256_XMD:SHA-256_SSWU_RO_';

/** What nobody knows a discrete logarithm of. `scope` makes the points of one project useless in another. */
export function hashToPoint(scope: string, key: string): Uint8Array {
  const text = new TextEncoder().encode(`${scope.length}:${scope}${key}`);
  const { x } = p256_hasher.hashToCurve(text, { DST: tag }).toAffine();
  return p256.Point.Fp.toBytes(x);
}

/** 65 bytes, as WebCrypto wants a public key; undefined for an x beyond the field or without a point. */
export function wholePoint(x: Uint8Array): Uint8Array | undefined {
  if (x.length !== pointBytes) return undefined;
  const pressed = new Uint8Array(pointBytes + 1);
  pressed[0] = 2;
  pressed.set(x, 1);
  try {
    return p256.Point.fromBytes(pressed).toBytes(false);
  } catch {
    return undefined;
  }
}

/** Undefined when the bytes are no whole number of points. */
export function splitPoints(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  if (bytes.length % pointBytes !== 0) return undefined;
  return Array.from({ length: bytes.length / pointBytes }, (_, index) =>
    bytes.subarray(index * pointBytes, (index + 1) * pointBytes),
  );
}

export function joinPoints(points: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(points.length * pointBytes);
  for (const [index, point] of points.entries()) bytes.set(point, index * pointBytes);
  return bytes;
}

/** Equal for equal points: one letter a byte, for sets. */
export function pointSign(point: Uint8Array): string {
  return String.fromCharCode(...point);
}

/** Lower case hexadecimal, for what people and JSON see. */
export function pointName(point: Uint8Array): string {
  let name = '';
  for (const byte of point) name += byte.toString(16).padStart(2, '0');
  return name;
}

/** Of what `pointName` gave. */
export function fromHex(name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(name.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** Undefined for what is no strict base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return toBase64(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}
