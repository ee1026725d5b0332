/** What a receipt says of a call. No value of a row or query is in it: HMACs that only the application's key can remake. */
import { createHash } from 'node:crypto';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { hmacSm3 } from '../../../access/index.ts';
import type { SignedCall } from '../../signed-call.ts';
import type { ShareGrant, SharedReply } from '../../types.ts';
import { readQuery } from './read-query.ts';
import type { CallOutcome, NewCall } from './record-calls.ts';

const markLength = 16;
/** Keys in sequence (numbers, codes) differ in their last places; a hundred of them make a block. */
const blockCharacters = 2;

/** What a watch may compare of a query: whether two are equal, whether two keys are neighbours. Only the application's key can remake it. */
export function marksOf(
  secret: string,
  query: string,
  key: string | undefined,
): { readonly mark: string; readonly block: string | null } {
  const mark = hmacSm3(secret, query).slice(0, markLength);
  if (key === undefined) return { mark, block: null };
  return { mark, block: hmacSm3(secret, `block ${key.slice(0, -blockCharacters)}`).slice(0, markLength) };
}

interface Answered {
  readonly id: string;
  readonly now: Date;
  readonly call: SignedCall;
  readonly grant: ShareGrant;
  readonly secret: string;
}

/** With the application's key, so that whoever has it can verify query and reply, and nobody else can guess them. */
export function statementOf(
  given: Answered,
  reply: {
    readonly content: string;
    readonly count: number;
    /** What both ends of a link say of it. */
    readonly linked?: string | undefined;
  },
) {
  const { id, now, call, grant, secret } = given;
  const query = hmacSm3(secret, call.query);
  const content = hmacSm3(secret, reply.content);
  const linked =
    reply.linked === undefined ? undefined : createHash('sm3').update(reply.linked).digest('hex');
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
      ...(linked === undefined ? {} : { linked }),
    });
}

/** The receipt of an answer to one call, before it counts. */
export function receiptFor(
  given: Answered,
  { rows, linked }: Pick<SharedReply, 'rows'> & { readonly linked?: string | undefined },
): NewCall {
  const { id, now, call, grant, secret } = given;
  const { app, contract, nonce, query } = call;
  return {
    id,
    at: now.toISOString(),
    app,
    contract,
    nonce,
    rows: rows.length,
    quota: grant.callsPerDay,
    day: shanghaiDate(now),
    ...marksOf(secret, query, readQuery(query).key),
    statement: statementOf(given, { content: JSON.stringify(rows), count: rows.length, linked }),
  };
}
