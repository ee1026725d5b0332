/** One question to a time-stamping authority over HTTP (RFC 3161 §3.4), and its answer verified before anything is kept. */
import { createHash, randomBytes } from 'node:crypto';
import type { Imprint } from './token/algorithms.ts';
import type { StampCertificate } from './token/read-certificates.ts';
import { BrokenToken } from './token/read-der.ts';
import { type StampInfo, tokenOf, UnknownImprint, verifyToken } from './token/verify-token.ts';
import { positive, writeQuery } from './token/write-query.ts';

const timeout = 15_000;
/** A token with a chain of certificates has some kilobytes. */
const largestReply = 200_000;

export interface Answer extends StampInfo {
  readonly token: Uint8Array;
  /** How far this server's clock is behind the authority's (negative: ahead), by the middle of the question's way. */
  readonly offsetMilliseconds: number;
}

async function readLimited(reply: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of reply.body ?? []) {
    size += part.length;
    if (size > largestReply) throw new BrokenToken('回复过大，不是时间戳');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function askBy(
  imprint: Imprint,
  address: string,
  content: Uint8Array,
  roots: readonly StampCertificate[],
): Promise<Answer> {
  const nonce = positive(randomBytes(8));
  const digest = createHash(imprint).update(content).digest();
  const from = Date.now();
  const reply = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: Uint8Array.from(writeQuery(imprint, digest, nonce)),
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  });
  if (!reply.ok) throw new BrokenToken(`时间戳机构答复 HTTP ${reply.status}`);
  const token = tokenOf(await readLimited(reply));
  const middle = (from + Date.now()) / 2;
  const info = verifyToken(token, { content, nonce, roots });
  return { ...info, token, offsetMilliseconds: Math.round(info.at.getTime() - middle) };
}

/** By SM3 where the authority knows it, else by SHA-256. Throws with a sentence for whoever keeps the city. */
export async function askAuthority(
  address: string,
  content: Uint8Array,
  roots: readonly StampCertificate[],
): Promise<Answer> {
  try {
    return await askBy('sm3', address, content, roots);
  } catch (problem) {
    if (!(problem instanceof UnknownImprint)) throw problem;
    return askBy('sha256', address, content, roots);
  }
}
