/** How an application signs a call of shared data: the five lines of engines/access with a contract as target and a query as content. */
import { z } from 'zod';
import { callText } from '../access/contract.ts';

export const SignedCall = z.object({
  /** Id of the application. */
  app: z.uuid(),
  /** Id of the share contract. */
  contract: z.uuid(),
  /** When it was signed; the gateway takes a few minutes' difference. */
  at: z.iso.datetime({ offset: true }),
  /** Used once for all time. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
  /** 'key=…' for one row by its key (several fields joined by '|', '\' before each '|' and '\' in them), or 'after=…&size=…' for the next rows. */
  query: z.string().max(500),
  /** HMAC-SM3 with the application's key, hexadecimal. */
  signature: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SignedCall = z.infer<typeof SignedCall>;

export function textToSign({ contract, query, ...call }: Omit<SignedCall, 'signature'>): string {
  return callText({ ...call, target: contract, content: query });
}
