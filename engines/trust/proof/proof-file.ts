/** The files that prove something about a log without its server: receipts for statements, and the growth from one head to a later one. */
import { z } from 'zod';
import { Count, Digest, TreeHead } from './tree-head.ts';

/** Levels of a tree of 2^53 leaves, and one more on each side of a split. */
const longestPath = 108;
const longestStatement = 100_000;
const path = z.array(Digest).max(longestPath);
const publicKey = z.string().regex(/^04[0-9a-f]{128}$/, '应为 04 开头的 130 位小写十六进制');

/** RFC 3161 tokens over the head's text and signature, DER in Base64, by authorities outside the city. */
const tokens = z.array(z.base64().max(100_000)).max(10);

/** A statement and its place in the log. */
const Place = {
  /** What was recorded, word for word; the leaf is SM3 over its UTF-8 bytes. */
  statement: z.string().max(longestStatement),
  index: Count,
  path,
};

export const Receipt = z.strictObject({
  format: z.literal('shuzi-fuyang/receipt/1'),
  ...Place,
  head: TreeHead,
  /** Of the head's signature. It proves nothing by itself: compare it with the key that the city has published. */
  publicKey,
  tokens: tokens.optional(),
});
export type Receipt = z.infer<typeof Receipt>;

/** Many statements under one head, as an export carries them. */
export const Receipts = z.strictObject({
  format: z.literal('shuzi-fuyang/receipts/1'),
  head: TreeHead,
  publicKey,
  receipts: z.array(z.strictObject(Place)).min(1),
});
export type Receipts = z.infer<typeof Receipts>;

export const Growth = z.strictObject({
  format: z.literal('shuzi-fuyang/growth/1'),
  from: TreeHead,
  to: TreeHead,
  path,
  fromKey: publicKey,
  toKey: publicKey,
});
export type Growth = z.infer<typeof Growth>;

/** A head and its time stamps: kept by an auditor, it shows later whether the log still is what it was then. */
export const StampFile = z.strictObject({
  format: z.literal('shuzi-fuyang/stamp/1'),
  head: TreeHead,
  publicKey,
  tokens: tokens.min(1),
});
export type StampFile = z.infer<typeof StampFile>;

export const ProofFile = z.discriminatedUnion('format', [Receipt, Receipts, Growth, StampFile]);
export type ProofFile = z.infer<typeof ProofFile>;

/** The published keys, as GET /api/trust/keys gives them and people keep them. */
export const KeyFile = z.strictObject({
  format: z.literal('shuzi-fuyang/keys/1'),
  keys: z.array(
    z.strictObject({
      id: z.string().max(60),
      purpose: z.string().max(40),
      state: z.enum(['active', 'verify-only', 'destroyed']),
      fingerprint: z.string().regex(/^[0-9a-f]{32}$/),
      publicKey,
      from: z.iso.datetime(),
    }),
  ),
});
export type KeyFile = z.infer<typeof KeyFile>;

/** The keys in a file that somebody kept; undefined when it is none. */
export function readKeyFile(text: string): KeyFile | undefined {
  try {
    return KeyFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
