/** What a receipt says of a call. No value of a row or query is in it: HMACs that only the application's key can remake. */
import { createHmac } from 'node:crypto';
import type { SignedCall } from '../../signed-call.ts';
import type { ShareGrant } from '../../types.ts';
import type { CallOutcome } from './record-calls.ts';

export function hmac(secret: string, text: string): string {
  return createHmac('sm3', secret).update(text).digest('hex');
}

/** With the application's key, so that whoever has it can verify query and reply, and nobody else can guess them. */
export function statementOf(
  given: {
    readonly id: string;
    readonly now: Date;
    readonly call: SignedCall;
    readonly grant: ShareGrant;
    readonly secret: string;
  },
  reply: { readonly content: string; readonly count: number },
) {
  const { id, now, call, grant, secret } = given;
  const query = hmac(secret, call.query);
  const content = hmac(secret, reply.content);
  return (outcome: CallOutcome) =>
    JSON.stringify({
      id,
      at: now.toISOString(),
      contract: call.contract,
      app: call.app,
      department: grant.department,
      provider: grant.provider,
      dataset: grant.dataset,
      purpose: grant.purpose,
      fields: grant.fields.map((field) => field.name),
      nonce: call.nonce,
      query,
      content: outcome === 'over-quota' ? null : content,
      rows: outcome === 'over-quota' ? 0 : reply.count,
      outcome,
    });
}
