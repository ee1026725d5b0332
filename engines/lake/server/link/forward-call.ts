/** A call of a department here for data that lies at the other end: goes there and comes back, and both ends keep what both said. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { hmacSm3 } from '../../../access/index.ts';
import { sql } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { callsAgree, type LinkNode, type SignedStatement } from '../../link.ts';
import type { SignedCall } from '../../signed-call.ts';
import type { ShareGrant, SharedReply } from '../../types.ts';
import { readQuery } from '../serve/read-query.ts';
import type { Recorded } from '../serve/record-calls.ts';
import { askPeer } from './ask-peer.ts';
import { getLink, getNode, type LinkDeps, type LinkRow } from './link-rows.ts';
import { linkedText, signStatement, writeLinkedCall } from './linked-calls.ts';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Signed = z.object({ statement: z.string().max(5000), signature: z.string(), publicKey: z.string() });

export const LinkedQuery = z.object({
  call: z.uuid(),
  contract: z.uuid(),
  query: z.string().max(500),
  purpose: z.string().max(2000),
  /** For the HMACs of this one call, so that neither query nor answer can be guessed from them. */
  salt: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

export const LinkedAnswer = z.object({
  rows: z.array(z.record(z.string(), cell)).max(200),
  next: z.string().nullable(),
  theirs: Signed,
});

export interface Forwarded extends Omit<SharedReply, 'receipt'> {
  readonly link: string;
  readonly ours: SignedStatement;
  readonly theirs: SignedStatement;
}

/** Throws lake.linkDown with since when, lake.linkStatement for an answer whose receipt does not fit it, or what the other end refuses with. */
export async function forwardCall(
  deps: LinkDeps,
  given: {
    readonly id: string;
    readonly call: SignedCall;
    readonly grant: ShareGrant;
    readonly link: string;
  },
): Promise<Forwarded> {
  const { id, call, grant, link: at } = given;
  readQuery(call.query);
  const { db } = deps.store;
  const used = await sql`select 1 from lake_nonce where app = ${call.app} and nonce = ${call.nonce}`.execute(
    db,
  );
  if (used.rows.length > 0) throw lakeErrors.replayed();
  const [link, node] = await Promise.all([getLink(db, at), getNode(db)]);
  const salt = randomBytes(32).toString('base64url');
  const asked: z.infer<typeof LinkedQuery> = {
    call: id,
    contract: call.contract,
    query: call.query,
    purpose: grant.purpose,
    salt,
  };
  return readAnswer(deps, { id, call, grant, link, node, salt }, await askPeer(deps, at, 'call', asked));
}

/** Throws lake.linkReply, linkStatement. */
export async function readAnswer(
  deps: LinkDeps,
  given: {
    readonly id: string;
    readonly call: SignedCall;
    readonly grant: Pick<ShareGrant, 'purpose'>;
    readonly link: Pick<LinkRow, 'id' | 'peer'>;
    readonly node: LinkNode;
    readonly salt: string;
  },
  content: unknown,
): Promise<Forwarded> {
  const { id, call, grant, link, node, salt } = given;
  const answer = LinkedAnswer.safeParse(content);
  if (!answer.success) throw lakeErrors.linkReply();
  const { rows, next, theirs } = answer.data;
  const statement = linkedText({
    call: id,
    contract: call.contract,
    purpose: grant.purpose,
    query: hmacSm3(salt, call.query),
    content: hmacSm3(salt, JSON.stringify(rows)),
    rows: rows.length,
    from: node.code,
    to: link.peer.code,
    end: 'from',
    at: deps.store.clock.now().toISOString(),
    receipt: id,
  });
  const signed = await deps.signer.verify(link.peer.publicKey, theirs.statement, theirs.signature);
  if (!signed || !callsAgree(statement, theirs.statement)) throw lakeErrors.linkStatement();
  const publicKey = link.peer.publicKey;
  return {
    rows,
    next,
    link: link.id,
    ours: await signStatement(deps, statement),
    theirs: { ...theirs, publicKey },
  };
}

export async function keepForwarded(
  deps: LinkDeps,
  kept: {
    readonly id: string;
    readonly call: SignedCall;
    readonly outcome: Recorded;
    readonly far: Forwarded;
  },
): Promise<void> {
  const { id, call, outcome, far } = kept;
  await deps.store.transaction((work) =>
    writeLinkedCall(work, {
      id,
      link: far.link,
      way: 'out',
      contract: call.contract,
      outcome,
      ours: far.ours,
      theirs: far.theirs,
    }),
  );
}
