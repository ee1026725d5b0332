/** Under what a code or token is kept: never under itself. */
import { createHash } from 'node:crypto';

export function artifactDigest(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
