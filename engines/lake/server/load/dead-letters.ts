/** Rows that were not taken: kept sealed until somebody mends, replays or drops them, or a later full load stands in their place. */
import { newId } from '../../../../kernel/ids.ts';
import { sql, type Database, type Work } from '../../../store/index.ts';
import type { TrustService } from '../../../trust/index.ts';
import type { Letter, LetterState } from '../../types.ts';
import type { RejectedRow } from './judged.ts';

const place = (id: string) => ({ table: 'lake_dead_letter', row: id, field: 'sealed' });
const chunk = 500;

export async function keepLetters(
  work: Work,
  trust: TrustService,
  of: { readonly dataset: string; readonly batch: string },
  rows: readonly RejectedRow[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += chunk) {
    const letters = await Promise.all(
      rows.slice(from, from + chunk).map(async (row) => {
        const id = newId();
        const sealed = await trust.vault.seal(JSON.stringify(row.cells), place(id));
        return { id, row: row.row, problems: row.problems, sealed };
      }),
    );
    await sql`insert into lake_dead_letter (id, dataset, batch, row, problems, sealed)
      select id, ${of.dataset}, ${of.batch}, row, problems, sealed
      from jsonb_to_recordset(${JSON.stringify(letters)}::jsonb) as given(id uuid, row bigint, problems jsonb, sealed text)`.execute(
      work.db,
    );
  }
}

type Sealed = Omit<Letter, 'cells'> & { readonly sealed: string };

const columns = sql.raw(
  'id, dataset, batch, row, problems, sealed, state, handled_by as "handledBy", handled_at as "handledAt"',
);

async function opened(trust: TrustService, rows: readonly Sealed[]): Promise<readonly Letter[]> {
  return Promise.all(
    rows.map(async ({ sealed, ...row }) => ({
      ...row,
      cells: JSON.parse(await trust.vault.open(sealed, place(row.id))) as Letter['cells'],
    })),
  );
}

export async function listLetters(
  db: Database,
  trust: TrustService,
  query: {
    readonly dataset: string;
    readonly state: LetterState;
    readonly batch?: string | undefined;
    readonly after?: string | undefined;
    readonly size: number;
  },
): Promise<{ readonly letters: readonly Letter[]; readonly total: number }> {
  const ofBatch = query.batch === undefined ? sql`` : sql`and batch = ${query.batch}`;
  const after = query.after === undefined ? sql`` : sql`and id > ${query.after}`;
  const where = sql`dataset = ${query.dataset} and state = ${query.state} ${ofBatch}`;
  const [rows, total] = [
    await sql<Sealed>`select ${columns} from lake_dead_letter where ${where} ${after} order by id limit ${query.size}`.execute(
      db,
    ),
    await sql<{ n: number }>`select count(*)::int as n from lake_dead_letter where ${where}`.execute(db),
  ];
  return { letters: await opened(trust, rows.rows), total: total.rows[0]?.n ?? 0 };
}

export async function findLetters(
  db: Database,
  trust: TrustService,
  ids: readonly string[],
): Promise<readonly Letter[]> {
  const found =
    await sql<Sealed>`select ${columns} from lake_dead_letter where id = any(${[...ids]}::uuid[]) order by row`.execute(
      db,
    );
  return opened(trust, found.rows);
}

/** Puts mended values into the box; true unless the letter has been handled. */
export async function mendLetter(
  work: Work,
  trust: TrustService,
  id: string,
  cells: Letter['cells'],
): Promise<boolean> {
  const sealed = await trust.vault.seal(JSON.stringify(cells), place(id));
  const done =
    await sql`update lake_dead_letter set sealed = ${sealed} where id = ${id} and state = 'kept' returning id`.execute(
      work.db,
    );
  return done.rows.length > 0;
}

/** How many were still kept, and are now handled. */
export async function settleLetters(
  work: Work,
  ids: readonly string[],
  state: Exclude<LetterState, 'kept'>,
  by: string,
): Promise<number> {
  const done =
    await sql`update lake_dead_letter set state = ${state}, handled_by = ${by}, handled_at = ${work.now}
    where id = any(${[...ids]}::uuid[]) and state = 'kept' returning id`.execute(work.db);
  return done.rows.length;
}

/** A new full load has brought every row anew: what the former ones rejected is told by it, or is mended at the source. */
export async function supersedeLetters(work: Work, dataset: string, batch: string): Promise<void> {
  await sql`update lake_dead_letter set state = 'superseded', handled_by = ${batch}, handled_at = ${work.now}
    where dataset = ${dataset} and state = 'kept'`.execute(work.db);
}
