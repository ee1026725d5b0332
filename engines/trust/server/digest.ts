/** SM3 (GB/T 32905-2016) by OpenSSL: what the logs hash with on the server. */
import { createHash } from 'node:crypto';
import type { Hash } from '../proof/hash-tree.ts';

export const sm3: Hash = (...parts) => {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
