/** Rows that were not taken: kept sealed until somebody mends, replays or drops them, or a later full load stands in their place. */
import { newId } from '../../../../kernel/ids.ts';
import { sql, type Database, type Work } from '../../../store/index.ts';
import type { TrustService } from '../../../trust/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { Letter, LetterState } from '../../types.ts';
import type { RejectedRow } from './judged.ts';

const place = (id: string) => ({ table: 'lake_dead_letter', row: id, field: 'sealed' });
const chunk = 500;
const listCharacters = 8 * 1_048_576;

/** Of the rows that an increment has read again, those that are kept or have been handled already. */
async function knownOf(
  work: Work,
  dataset: string,
  digests: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await sql<{ digest: string }>`select distinct digest from lake_dead_letter
    where dataset = ${dataset} and state <> 'superseded' and digest = any(${[...digests]})`.execute(work.db);
  return new Set(found.rows.map((row) => row.digest));
}

/** `again`: rows may come that came before, and are then not kept twice. */
export async function keepLetters(
  work: Work,
  trust: TrustService,
  of: { readonly dataset: string; readonly batch: string; readonly again: boolean },
  rows: readonly RejectedRow[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += chunk) {
    const digested = await Promise.all(
      rows.slice(from, from + chunk).map(async (row) => {
        const text = JSON.stringify(row.cells);
        return { row, text, digests: await trust.vault.indexes(text, 'lake_dead_letter.sealed') };
      }),
    );
    const all = digested.flatMap(({ digests }) => digests);
    const known = of.again ? await knownOf(work, of.dataset, all) : new Set<string>();
    const letters = await Promise.all(
      digested
        .filter(({ digests }) => !digests.some((digest) => known.has(digest)))
        .map(async ({ row, text }) => {
          const id = newId();
          const [sealed, digest] = [
            await trust.vault.seal(text, place(id)),
            await trust.vault.index(text, 'lake_dead_letter.sealed'),
          ];
          return { id, row: row.row, problems: row.problems, sealed, digest };
        }),
    );
    await sql`insert into lake_dead_letter (id, dataset, batch, row, problems, sealed, digest)
      select id, ${of.dataset}, ${of.batch}, row, problems, sealed, digest
      from jsonb_to_recordset(${JSON.stringify(letters)}::jsonb) as given(id uuid, row bigint, problems jsonb, sealed text, digest text)`.execute(
      work.db,
    );
  }
}

type Sealed = Omit<Letter, 'cells'> & { readonly sealed: string };

const columns = sql.raw(
  'id, dataset, batch, row, problems, sealed, version, state, handled_by as "handledBy", handled_at as "handledAt"',
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
    // However long the lines are, a list holds so much of them and at least one.
    await sql<Sealed>`select ${columns} from (
      select *, sum(length(sealed)) over (order by id) - length(sealed) as before
      from (select * from lake_dead_letter where ${where} ${after} order by id limit ${query.size}) as page
    ) as bounded where before < ${listCharacters} order by id`.execute(db),
    await sql<{ n: number }>`select count(*) as n from lake_dead_letter where ${where}`.execute(db),
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

/** Puts mended values into the box. Throws lake.letterHandled, and lake.letterStale when somebody else has mended it since. */
export async function mendLetter(
  work: Work,
  trust: TrustService,
  letter: Pick<Letter, 'id' | 'version'>,
  cells: Letter['cells'],
): Promise<void> {
  const { id, version } = letter;
  const sealed = await trust.vault.seal(JSON.stringify(cells), place(id));
  const done = await sql`update lake_dead_letter set sealed = ${sealed}, version = version + 1
    where id = ${id} and state = 'kept' and version = ${version} returning id`.execute(work.db);
  if (done.rows.length > 0) return;
  const still = await sql`select 1 from lake_dead_letter where id = ${id} and state = 'kept'`.execute(
    work.db,
  );
  throw still.rows.length > 0 ? lakeErrors.letterStale() : lakeErrors.letterHandled();
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
