/** Takes a table that comes piece by piece: nobody sees it before its last piece has come and every digest and count is right. */
import { sql, type Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { Message } from './envelope.ts';
import { nextChain } from './envelope.ts';
import type { LinkDeps, LinkRow } from './link-rows.ts';

type Piece = Extract<Message, { readonly act: 'rows' }>;

interface Incoming {
  readonly state: string;
  readonly pieces: number;
  readonly rows: number;
  readonly digest: string;
}

/** After the refusal has undone what the piece had begun. */
export async function stopRows(work: Work, transfer: string, problem: string): Promise<void> {
  await sql`update lake_link_transfer set state = 'stopped', problem = ${problem}, ended_at = ${work.now}
    where id = ${transfer} and state in ('waiting', 'running')`.execute(work.db);
}

/** Of a contract that is over. */
export async function dropRows(work: Work, contract: string): Promise<void> {
  await sql`delete from lake_served where dataset = ${contract} and exists
    (select 1 from lake_link_transfer where contract = ${contract} and way = 'in')`.execute(work.db);
  await sql`delete from lake_serving where dataset = ${contract} and exists
    (select 1 from lake_link_transfer where contract = ${contract} and way = 'in')`.execute(work.db);
  await sql`update lake_link_transfer set state = 'replaced', ended_at = ${work.now}
    where contract = ${contract} and way = 'in' and state in ('running', 'done', 'stopped')`.execute(work.db);
}

async function begin(work: Work, link: LinkRow, piece: Piece): Promise<void> {
  const former = await sql<{
    id: string;
  }>`update lake_link_transfer set state = 'replaced', ended_at = ${work.now}
    where link = ${link.id} and way = 'in' and contract = ${piece.contract} and state in ('running', 'stopped') returning id`.execute(
    work.db,
  );
  for (const { id } of former.rows)
    await sql`delete from lake_served where dataset = ${piece.contract} and batch = ${id}`.execute(work.db);
  await sql`insert into lake_link_transfer (id, link, way, contract, batch, state, at)
    values (${piece.transfer}, ${link.id}, 'in', ${piece.contract}, ${piece.batch}, 'running', ${work.now})`.execute(
    work.db,
  );
}

async function show(work: Work, piece: Piece, rows: number): Promise<void> {
  const { contract, transfer } = piece;
  await sql`insert into lake_serving (dataset, batch, rows, copied_at) values (${contract}, ${transfer}, ${rows}, ${work.now})
    on conflict (dataset) do update set batch = excluded.batch, rows = excluded.rows, copied_at = excluded.copied_at`.execute(
    work.db,
  );
  await sql`delete from lake_served where dataset = ${contract} and batch <> ${transfer}`.execute(work.db);
}

/**
 * Order demands that a table stops at its first piece that cannot be taken: it is set aside by throwing, and those behind it are passed over, so
 * that the rest of the stream goes on. The sender is told and begins the table anew.
 */
export async function takeRows(deps: LinkDeps, work: Work, link: LinkRow, piece: Piece): Promise<void> {
  const { contract, transfer } = piece;
  if (!(await deps.hooks.accepts(work, link.id, contract))) throw lakeErrors.linkNoContract();
  const shared = await sql`select 1 from lake_dataset where id = ${contract}`.execute(work.db);
  // The rows of a dataset of our own are nobody else's to write.
  if (shared.rows.length > 0) throw lakeErrors.linkNoContract();
  if (piece.piece === 1) await begin(work, link, piece);
  const found = await sql<Incoming>`select state, pieces, rows, digest from lake_link_transfer
    where id = ${transfer} and link = ${link.id} and way = 'in' and contract = ${contract} for update`.execute(
    work.db,
  );
  const [known] = found.rows;
  // Its beginning was not taken: nothing to add to.
  if (known === undefined || known.state !== 'running') return;
  const digest = nextChain(known.digest, JSON.stringify(piece.rows));
  const rows = known.rows + piece.rows.length;
  const whole = piece.total === null || piece.total === rows;
  if (piece.piece !== known.pieces + 1 || digest !== piece.digest || !whole)
    throw lakeErrors.linkPiece({ piece: piece.piece });
  await sql`insert into lake_served (dataset, batch, key, row)
    select ${contract}, ${transfer}, g.key, g.row::jsonb from unnest(${piece.rows.map(({ key }) => key)}::text[],
      ${piece.rows.map(({ row }) => JSON.stringify(row))}::text[]) as g(key, row)`.execute(work.db);
  const done = piece.total !== null;
  await sql`update lake_link_transfer set pieces = ${piece.piece}, rows = ${rows}, digest = ${digest},
    state = ${done ? 'done' : 'running'}, ended_at = ${done ? work.now : null} where id = ${transfer}`.execute(
    work.db,
  );
  if (done) await show(work, piece, rows);
}
