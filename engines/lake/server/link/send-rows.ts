/** Sends the rows of a contract piece by piece: a few pieces lie in the queue at a time, the next is read when one is stored at the other end. */
import { newId } from '../../../../kernel/ids.ts';
import { sql, type Work } from '../../../store/index.ts';
import type { ShareGrant } from '../../types.ts';
import type { Duck } from '../duck/open-duck.ts';
import { covered, refuseCoveredKey } from '../covered-fields.ts';
import { findDataset } from '../load/batch-rows.ts';
import { copyServed } from '../serve/copy-served.ts';
import { readServed } from '../serve/read-served.ts';
import { shapeRow } from '../serve/shape-row.ts';
import { nextChain } from './envelope.ts';
import type { LinkDeps, LinkRow } from './link-rows.ts';
import { queueMessage } from './offer-objects.ts';

/** Pieces of one link that are on their way at a time. */
const piecesAtOnce = 4;

export interface Transfer {
  readonly id: string;
  readonly link: string;
  readonly contract: string;
  readonly batch: string | null;
  readonly grant: ShareGrant;
  readonly state: string;
  readonly pieces: number;
  readonly rows: number;
  readonly cursor: string | null;
  readonly digest: string;
}

const columns = sql.raw('id, link, contract, batch, "grant", state, pieces, rows, cursor, digest');

/** All rows of the contract from the beginning; what was on its way of an older batch is left. */
export async function startTable(
  work: Work,
  of: { readonly link: string; readonly contract: string },
  grant: ShareGrant,
): Promise<void> {
  await endTable(work, of);
  await sql`insert into lake_link_transfer (id, link, way, contract, "grant", state, at)
    values (${newId()}, ${of.link}, 'out', ${of.contract}, ${JSON.stringify(grant)}::jsonb, 'waiting', ${work.now})`.execute(
    work.db,
  );
}

export async function endTable(
  work: Work,
  of: { readonly link: string; readonly contract: string },
): Promise<void> {
  const ended = await sql<{
    id: string;
  }>`update lake_link_transfer set state = 'replaced', ended_at = ${work.now}
    where link = ${of.link} and way = 'out' and contract = ${of.contract} and state in ('waiting', 'running', 'done', 'stopped')
    returning id`.execute(work.db);
  for (const { id } of ended.rows)
    await sql`delete from lake_link_queue where link = ${of.link} and kind = 'rows' and object = ${id} and seq is null`.execute(
      work.db,
    );
}

/** Tables that the other end does not have whole as of the batch they were sent from. */
export async function restartTables(
  work: Work,
  link: string,
  there: readonly { readonly contract: string; readonly batch: string }[],
): Promise<void> {
  const whole = new Map(there.map(({ contract, batch }) => [contract, batch]));
  const found = await sql<Transfer>`select ${columns} from lake_link_transfer
    where link = ${link} and way = 'out' and state = 'done'`.execute(work.db);
  for (const transfer of found.rows)
    if (whole.get(transfer.contract) !== transfer.batch) await startTable(work, transfer, transfer.grant);
}

/** A new stream has no place for the second half of a table: each that was on its way begins anew. */
export async function rewindTables(work: Work, link: string): Promise<void> {
  const found = await sql<Transfer>`select ${columns} from lake_link_transfer
    where link = ${link} and way = 'out' and state = 'running'`.execute(work.db);
  for (const transfer of found.rows) await startTable(work, transfer, transfer.grant);
}

async function lockBatch(work: Work, dataset: string): Promise<string | undefined> {
  const found = await sql<{
    batch: string | null;
  }>`select coalesce(shown, batch) as batch from lake_serving where dataset = ${dataset} for share`.execute(
    work.db,
  );
  return found.rows[0]?.batch ?? undefined;
}

/** The next piece of a table; its batch cannot be replaced while it is read. */
async function queuePiece(deps: LinkDeps, work: Work, transfer: Transfer, batch: string): Promise<void> {
  const { store } = deps;
  const { grant } = transfer;
  const size = store.settings.value('lake.link-piece-rows');
  const known = (await findDataset(store.db, grant.dataset))?.fields ?? [];
  const fields = covered(store, grant.dataset, known, 'call');
  refuseCoveredKey(fields);
  const after = transfer.cursor ?? undefined;
  const found = await readServed(store, { dataset: grant.dataset, where: grant.rows, after, size });
  const rows = found.map((row) => ({ key: row.key, row: shapeRow(row, fields, grant) }));
  const digest = nextChain(transfer.digest, JSON.stringify(rows));
  const total = transfer.rows + rows.length;
  const last = found.length < size;
  await queueMessage(
    work,
    transfer.link,
    { kind: 'rows', object: transfer.id },
    {
      act: 'rows',
      transfer: transfer.id,
      contract: transfer.contract,
      batch,
      piece: transfer.pieces + 1,
      rows,
      digest,
      total: last ? total : null,
    },
  );
  await sql`update lake_link_transfer set state = ${last ? 'done' : 'running'}, batch = ${batch}, pieces = pieces + 1,
    rows = ${total}, cursor = ${found.at(-1)?.key ?? transfer.cursor}, digest = ${digest},
    ended_at = ${last ? work.now : null} where id = ${transfer.id}`.execute(work.db);
}

/** One more piece, when there is room and something to send. */
export async function feedRows(deps: LinkDeps & { readonly duck: Duck }, link: LinkRow): Promise<boolean> {
  const { store } = deps;
  const open = await sql<Transfer>`select ${columns} from lake_link_transfer
    where link = ${link.id} and way = 'out' and state in ('waiting', 'running') order by at limit 1`.execute(
    store.db,
  );
  const [next] = open.rows;
  if (next === undefined) return false;
  await copyServed({ store, duck: deps.duck }, next.grant.dataset);
  return store.transaction(async (work) => {
    const found = await sql<
      Transfer & { waiting: number }
    >`select ${columns}, (select count(*)::int from lake_link_queue
      where link = ${link.id} and kind = 'rows') as waiting from lake_link_transfer where id = ${next.id} for update`.execute(
      work.db,
    );
    const [transfer] = found.rows;
    if (transfer === undefined || !['waiting', 'running'].includes(transfer.state)) return true;
    if (transfer.waiting >= piecesAtOnce) return false;
    const batch = await lockBatch(work, transfer.grant.dataset);
    if (batch === undefined) return false;
    if (transfer.batch !== null && transfer.batch !== batch) await startTable(work, transfer, transfer.grant);
    else await queuePiece(deps, work, transfer, batch);
    return true;
  });
}
