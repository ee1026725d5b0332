/**
 * The writing of 安康码 (docs/decisions/017): what the city signs of a phone for two hours and one scene, and what the phone adds each minute. Pure.
 *
 * body: kind 1 · scene 1 · key version 2 · serial 8 · from 4 (minutes since 1970) · minutes 4 · anchor 20 · length of claims 1 · claims
 * code: body · tag 8 · signature 64 [· minute 2 · link 20 for a live code], as 'FYAK1:' and Base45.
 */
import { fromBase45, toBase45 } from './base45.ts';
import { linkSize } from './chain.ts';

export const codeHead = 'FYAK1:';
export const serialSize = 8;
export const tagSize = 8;
const signatureSize = 64;
const fixedSize = 1 + 1 + 2 + serialSize + 4 + 4 + linkSize + 1;
const liveSize = 2 + linkSize;
/** The longest chain that the city gives. */
export const mostLiveMinutes = 240;
/** A code that is longer does not fit a small matrix code and is none of ours. */
const longestText = 700;

export type CodeKind = 'live' | 'paper';
const kinds: readonly CodeKind[] = ['live', 'paper'];

/** One letter and what it says: 'n' → '程*', 'a' → '1'. */
export type Claims = Readonly<Record<string, string>>;

export interface CodeBody {
  readonly kind: CodeKind;
  /** Number of the scene in the registry. */
  readonly scene: number;
  /** Version of the city's key. */
  readonly key: number;
  readonly serial: Uint8Array;
  /** Minutes since 1970. */
  readonly from: number;
  readonly minutes: number;
  /** Zeros on paper. */
  readonly anchor: Uint8Array;
  readonly claims: Claims;
}

export interface Certificate {
  readonly body: CodeBody;
  /** What is signed and tagged. */
  readonly signed: Uint8Array;
  readonly tag: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Code extends Certificate {
  /** The minute since `from` and its link; undefined on paper. */
  readonly shown: { readonly minute: number; readonly link: Uint8Array } | undefined;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function number(value: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = size - 1, rest = value; at >= 0; at -= 1) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

function toNumber(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** 'n程*\na1', letters in their order. */
function claimText(claims: Claims): string {
  return Object.keys(claims)
    .sort()
    .map((letter) => `${letter}${claims[letter]}`)
    .join('\n');
}

function readClaims(bytes: Uint8Array): Claims | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const lines = text === '' ? [] : text.split('\n');
    const claims = Object.fromEntries(lines.map((line) => [line.charAt(0), line.slice(1)]));
    return claimText(claims) === text && lines.every((line) => /^[a-z]/.test(line)) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** Throws RangeError for claims of more than 255 bytes. */
export function writeBody(body: CodeBody): Uint8Array {
  const claims = new TextEncoder().encode(claimText(body.claims));
  if (claims.length > 255) throw new RangeError('claims are too long');
  return join([
    Uint8Array.of(1 + kinds.indexOf(body.kind), body.scene),
    number(body.key, 2),
    body.serial,
    number(body.from, 4),
    number(body.minutes, 4),
    body.anchor,
    Uint8Array.of(claims.length),
    claims,
  ]);
}

function readBody(bytes: Uint8Array): { readonly body: CodeBody; readonly size: number } | undefined {
  const kind = kinds[(bytes[0] ?? 0) - 1];
  const size = fixedSize + (bytes[fixedSize - 1] ?? 0);
  if (kind === undefined || bytes.length < size) return undefined;
  const claims = readClaims(bytes.subarray(fixedSize, size));
  if (claims === undefined) return undefined;
  const body: CodeBody = {
    kind,
    scene: bytes[1] ?? 0,
    key: toNumber(bytes.subarray(2, 4)),
    serial: bytes.subarray(4, 12),
    from: toNumber(bytes.subarray(12, 16)),
    minutes: toNumber(bytes.subarray(16, 20)),
    anchor: bytes.subarray(20, 20 + linkSize),
    claims,
  };
  return { body, size };
}

export function joinCertificate(signed: Uint8Array, tag: Uint8Array, signature: Uint8Array): Uint8Array {
  return join([signed, tag, signature]);
}

/** Exactly one certificate, nothing behind it. */
export function readCertificate(bytes: Uint8Array): Certificate | undefined {
  const read = readBody(bytes);
  if (read === undefined || bytes.length !== read.size + tagSize + signatureSize) return undefined;
  const { body, size } = read;
  return {
    body,
    signed: bytes.subarray(0, size),
    tag: bytes.subarray(size, size + tagSize),
    signature: bytes.subarray(size + tagSize),
  };
}

/** The text of a live code; without `shown` that of a paper code. */
export function writeCode(
  certificate: Uint8Array,
  shown?: { readonly minute: number; readonly link: Uint8Array },
): string {
  const bytes = shown === undefined ? certificate : join([certificate, number(shown.minute, 2), shown.link]);
  return codeHead + toBase45(bytes);
}

/** undefined for anything that is not exactly one code. */
export function readCode(text: string): Code | undefined {
  if (!text.startsWith(codeHead) || text.length > longestText) return undefined;
  const bytes = fromBase45(text.slice(codeHead.length));
  const kind = bytes === undefined ? undefined : kinds[(bytes[0] ?? 0) - 1];
  if (bytes === undefined || kind === undefined) return undefined;
  const end = kind === 'live' ? bytes.length - liveSize : bytes.length;
  const certificate = end > 0 ? readCertificate(bytes.subarray(0, end)) : undefined;
  if (certificate === undefined) return undefined;
  // Whoever asks for a longer walk of hashes than any phone gets wants to tire the verifier.
  if (kind === 'live' && certificate.body.minutes > mostLiveMinutes) return undefined;
  if (kind === 'paper') return { ...certificate, shown: undefined };
  const minute = toNumber(bytes.subarray(end, end + 2));
  return { ...certificate, shown: { minute, link: bytes.subarray(end + 2) } };
}

export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
