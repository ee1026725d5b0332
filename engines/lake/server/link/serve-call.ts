/** A call that comes over a link for data that lies here: by contract and quota like any other, with a receipt in the log and a signed word for the other end. */
import { newId } from '../../../../kernel/ids.ts';
import { hmacSm3 } from '../../../access/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LinkedCall } from '../../link.ts';
import type { LinkedGrant, LinkEnd, SharedReply } from '../../service.ts';
import { covered, coverWords, refuseCoveredKey } from '../covered-fields.ts';
import { findDataset } from '../load/batch-rows.ts';
import { receiptFor } from '../serve/call-statement.ts';
import { readServed } from '../serve/read-served.ts';
import { readQuery } from '../serve/read-query.ts';
import type { CallOutcome, NewCall, Recorded } from '../serve/record-calls.ts';
import { shapeRow } from '../serve/shape-row.ts';
import { type LinkedAnswer, LinkedQuery } from './forward-call.ts';
import { getNode, type LinkDeps } from './link-rows.ts';
import { linkedText, signStatement, writeLinkedCall } from './linked-calls.ts';
import type { z } from 'zod';

/** An answer that is ready, before anything of it counts: plain data, so that it may be kept. */
export interface PreparedCall {
  readonly call: Omit<NewCall, 'statement'>;
  /** The receipt's text for each outcome. */
  readonly statements: Readonly<Record<CallOutcome, string>>;
  readonly rows: SharedReply['rows'];
  readonly next: string | null;
  readonly dataset: string;
  /** Of the policies by which its rows were masked. */
  readonly covers: readonly string[];
}

export interface PreparedLinked extends PreparedCall {
  /** What both ends sign. */
  readonly linked: string;
}

export type GrantOf = (link: LinkEnd, contract: string) => Promise<LinkedGrant>;

/** Throws what the contract refuses with. */
export async function prepareCall(
  deps: LinkDeps,
  link: LinkEnd,
  asked: z.infer<typeof LinkedQuery>,
  grantOf: GrantOf,
): Promise<PreparedLinked> {
  const { store } = deps;
  const { app, grant } = await grantOf(link, asked.contract);
  // A call for another purpose than the contract's is another call.
  if (asked.purpose !== grant.purpose) throw lakeErrors.linkPurpose();
  const query = readQuery(asked.query);
  const known = (await findDataset(store.db, grant.dataset))?.fields ?? [];
  // Before the masks themselves: a policy that begins in between is then one too few here, and the answer is not given.
  const covers = coverWords(store, grant.dataset, 'call');
  const fields = covered(store, grant.dataset, known, 'call');
  if (query.key === undefined) refuseCoveredKey(fields);
  const found = await readServed(store, { dataset: grant.dataset, where: grant.rows, ...query });
  const rows = found.map((row) => shapeRow(row, fields, grant));
  const [id, now, node] = [newId(), store.clock.now(), await getNode(store.db)];
  const statement = linkedText({
    call: asked.call,
    contract: asked.contract,
    purpose: grant.purpose,
    query: hmacSm3(asked.salt, asked.query),
    content: hmacSm3(asked.salt, JSON.stringify(rows)),
    rows: rows.length,
    from: link.peer.code,
    to: node.code,
    end: 'to',
    at: now.toISOString(),
    receipt: id,
  });
  const call = {
    app,
    contract: asked.contract,
    at: now.toISOString(),
    nonce: asked.call,
    query: asked.query,
    signature: '',
  };
  const next = query.key === undefined && rows.length === query.size ? (found.at(-1)?.key ?? null) : null;
  // Each call over a link has its own salt: whose caller it is watches for one key after another.
  const receipt = receiptFor({ id, now, call, grant, secret: asked.salt }, { rows, linked: statement });
  return { ...keepable(receipt), linked: statement, rows, next, dataset: grant.dataset, covers };
}

export function keepable({ statement, ...call }: NewCall): Pick<PreparedCall, 'call' | 'statements'> {
  return {
    call,
    statements: {
      served: statement('served'),
      empty: statement('empty'),
      'over-quota': statement('over-quota'),
    },
  };
}

export function recordable({ call, statements }: PreparedCall): NewCall {
  return { ...call, statement: (outcome) => statements[outcome] };
}

/** Throws lake.replayed, lake.overQuota. */
export function checkOutcome(outcome: Recorded, { call }: PreparedCall): CallOutcome {
  if (outcome === 'replayed') throw lakeErrors.replayed();
  if (outcome === 'over-quota') throw lakeErrors.overQuota({ calls: call.quota });
  return outcome;
}

/** The receipt is stored: our signed word, and the answer that goes with it. */
export async function answerOf(
  deps: LinkDeps,
  prepared: PreparedLinked,
): Promise<z.infer<typeof LinkedAnswer>> {
  const { rows, next, linked } = prepared;
  return { rows: [...rows], next, theirs: await signStatement(deps, linked) };
}

export function incomingCall(
  link: LinkEnd,
  prepared: PreparedCall,
  outcome: CallOutcome,
  ours: z.infer<typeof LinkedAnswer>['theirs'],
): Omit<LinkedCall, 'at'> {
  const { nonce: id, contract } = prepared.call;
  return { id, link: link.id, way: 'in', contract, outcome, ours, theirs: null };
}

/** Throws what the contract or the quota refuses with. */
export async function serveCall(
  deps: LinkDeps,
  record: (call: NewCall) => Promise<Recorded>,
  link: LinkEnd,
  content: unknown,
  grantOf: GrantOf,
): Promise<z.infer<typeof LinkedAnswer>> {
  const prepared = await prepareCall(deps, link, LinkedQuery.parse(content), grantOf);
  const outcome = checkOutcome(await record(recordable(prepared)), prepared);
  const answer = await answerOf(deps, prepared);
  await deps.store.transaction((work) =>
    writeLinkedCall(work, incomingCall(link, prepared, outcome, answer.theirs)),
  );
  return answer;
}
