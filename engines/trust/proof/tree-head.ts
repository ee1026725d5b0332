/** The signed head of a log: how many leaves it has and their root at a moment, in one fixed writing that the signature covers. */
import { z } from 'zod';
import { fromHex, toHex } from './bytes.ts';
import type { Hash } from './hash-tree.ts';
import { verify } from './sm2.ts';

export const Digest = z.string().regex(/^[0-9a-f]{64}$/, '应为 64 位小写十六进制');
export const LogName = z.string().regex(/^[a-z][a-z-]{1,40}$/, '日志名应为小写字母和短横线');
export const Count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const TreeHead = z.strictObject({
  log: LogName,
  size: Count,
  /** SM3, hexadecimal. */
  root: Digest,
  /** When it was signed; never earlier than the head before it. */
  at: z.iso.datetime(),
  /** Fingerprint of the signing key. */
  key: z.string().regex(/^[0-9a-f]{32}$/, '应为 32 位小写十六进制'),
  /** SM2 with SM3, r ‖ s, hexadecimal, over `headText`. */
  signature: z.string().regex(/^[0-9a-f]{128}$/, '应为 128 位小写十六进制'),
});
export type TreeHead = z.infer<typeof TreeHead>;

/** Like the checkpoint of transparency logs (C2SP tlog-checkpoint): origin, size, root, each on its line, and the moment. */
export function headText(head: Pick<TreeHead, 'log' | 'size' | 'root' | 'at'>): Uint8Array {
  return new TextEncoder().encode(`shuzi-fuyang/log/${head.log}\n${head.size}\n${head.root}\n${head.at}\n`);
}

/** How a public key is named in heads: the first half of the SM3 over its 65 bytes. */
export function fingerprint(sm3: Hash, publicKey: Uint8Array): string {
  return toHex(sm3(publicKey)).slice(0, 32);
}

/** Slow (milliseconds): on the server call it in a worker thread. */
export function isSigned(head: TreeHead, publicKey: Uint8Array): boolean {
  return verify(publicKey, headText(head), fromHex(head.signature));
}
