/** Ids that are the same whenever the same is done again: of cases that an event opens, which may come more than once. */
import { createHash } from 'node:crypto';

/** A UUID of version 8 (RFC 9562 §5.8) from the digest of the parts. */
export function idFrom(...parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  digest[6] = 0x80 | ((digest[6] ?? 0) & 0x0f);
  digest[8] = 0x80 | ((digest[8] ?? 0) & 0x3f);
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
