/** Calls over a link as both ends remember them: one signed statement on each side, in the same words, and both kept at both. */
import { z } from 'zod';
import { CityError } from '../../../../kernel/errors.ts';
import { type Database, sql, type Work } from '../../../store/index.ts';
import type { LinkedCall, LinkedStatement, SignedStatement } from '../../link.ts';
import type { LinkEnd } from '../../service.ts';
import { askPeer } from './ask-peer.ts';
import type { LinkDeps } from './link-rows.ts';

const most = 200;

/** The keys stand in one order at both ends, so that equal statements are equal texts. */
export function linkedText(
  said: LinkedStatement & { readonly end: 'from' | 'to'; readonly at: string; readonly receipt: string },
): string {
  const { call, contract, purpose, query, content, rows, from, to, end, at, receipt } = said;
  return JSON.stringify({ call, contract, purpose, query, content, rows, from, to, end, at, receipt });
}

export async function signStatement(deps: LinkDeps, statement: string): Promise<SignedStatement> {
  const [publicKey, signature] = [await deps.signer.publicKey(), await deps.signer.sign(statement)];
  return { statement, signature, publicKey };
}

export async function writeLinkedCall(work: Work, call: Omit<LinkedCall, 'at'>): Promise<void> {
  const theirs = call.theirs === null ? null : JSON.stringify(call.theirs);
  await sql`insert into lake_link_call (id, link, way, at, contract, outcome, ours, theirs)
    values (${call.id}, ${call.link}, ${call.way}, ${work.now}, ${call.contract}, ${call.outcome},
      ${JSON.stringify(call.ours)}::jsonb, ${theirs}::jsonb)`.execute(work.db);
}

const columns = sql.raw('id, link, way, at, contract, outcome, ours, theirs');

export async function listLinkedCalls(db: Database, contract: string): Promise<readonly LinkedCall[]> {
  const found = await sql<LinkedCall>`select ${columns} from lake_link_call
    where contract = ${contract} order by at desc, id desc limit ${most}`.execute(db);
  return found.rows;
}

const Wanted = z.object({ calls: z.array(z.uuid()).max(most) });
const Given = z.object({
  statements: z
    .array(z.object({ call: z.uuid(), statement: z.string().max(5000), signature: z.string() }))
    .max(most),
});

/** Our word on calls that we made there. */
export async function giveStatements(
  deps: LinkDeps,
  link: LinkEnd,
  content: unknown,
): Promise<z.infer<typeof Given>> {
  const { calls } = Wanted.parse(content);
  const found = await sql<LinkedCall>`select ${columns} from lake_link_call
    where link = ${link.id} and way = 'out' and id = any(${calls}::uuid[])`.execute(deps.store.db);
  return {
    statements: found.rows.map(({ id, ours }) => ({
      call: id,
      statement: ours.statement,
      signature: ours.signature,
    })),
  };
}

/**
 * Asks for the other end's word on calls that it made here. It is kept also where it says something else than ours: that is what both are
 * compared for. What is not signed by its key is no word of its.
 */
export async function fetchStatements(deps: LinkDeps, link: LinkEnd): Promise<number> {
  const { db } = deps.store;
  const open = await sql<{ id: string }>`select id from lake_link_call
    where link = ${link.id} and way = 'in' and theirs is null order by at desc limit ${most}`.execute(db);
  if (open.rows.length === 0) return 0;
  const asked = await askPeer(deps, link.id, 'statements', { calls: open.rows.map(({ id }) => id) }).catch(
    (problem: unknown) => {
      // Cut again: they are asked for the next time.
      if (problem instanceof CityError) return undefined;
      throw problem;
    },
  );
  const given = Given.safeParse(asked);
  const { publicKey } = link.peer;
  let kept = 0;
  for (const { call, statement, signature } of given.data?.statements ?? []) {
    if (!(await deps.signer.verify(publicKey, statement, signature))) continue;
    await sql`update lake_link_call set theirs = ${JSON.stringify({ statement, signature, publicKey })}::jsonb
      where id = ${call} and link = ${link.id} and way = 'in' and theirs is null`.execute(db);
    kept += 1;
  }
  return kept;
}
