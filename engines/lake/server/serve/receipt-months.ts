/** Receipts lie in months: made before their first receipt, dropped whole when the time of keeping is over. */
import { type Database, sql, type Store } from '../../../store/index.ts';

const table = 'lake_receipt';
const day = 86_400_000;
/** Nonces that go in one transaction. */
const noncesPerStep = 50_000;

/** First moment of the month (UTC) that is so many months away. */
function monthOf(at: Date, away = 0): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + away));
}

function nameOf(month: Date): string {
  return `${table}_${month.toISOString().slice(0, 7).replace('-', '')}`;
}

/** Attached, not created in place: writers go on meanwhile. */
async function make(db: Database, month: Date): Promise<void> {
  const [name, from, to] = [nameOf(month), month.toISOString(), monthOf(month, 1).toISOString()];
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('city.lake.months'))`.execute(tx);
    const found = await sql<{ there: boolean }>`select to_regclass(${name}) is not null as there`.execute(tx);
    if (found.rows[0]?.there === true) return;
    await sql
      .raw(`create table "${name}" (like ${table} including defaults including constraints)`)
      .execute(tx);
    await sql
      .raw(`alter table ${table} attach partition "${name}" for values from ('${from}') to ('${to}')`)
      .execute(tx);
  });
}

export class ReceiptMonths {
  readonly #db: Database;
  /** Remembered, so that a batch asks the database only about a month that it has not seen. */
  readonly #known = new Set<string>();

  constructor(db: Database) {
    this.#db = db;
  }

  async ensure(moments: readonly string[]): Promise<void> {
    for (const text of new Set(moments.map((at) => at.slice(0, 7)))) {
      if (this.#known.has(text)) continue;
      await make(this.#db, new Date(`${text}-01T00:00:00Z`));
      this.#known.add(text);
    }
  }

  /** Returns the names of the months that went. */
  async dropBefore(first: Date): Promise<readonly string[]> {
    const found = await sql<{ name: string }>`select c.relname as name from pg_inherits i
      join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
      where p.relname = ${table} and p.relnamespace = current_schema()::regnamespace order by 1`.execute(
      this.#db,
    );
    const over = found.rows.map(({ name }) => name).filter((name) => name < nameOf(first));
    for (const name of over) await sql.raw(`drop table if exists "${name}"`).execute(this.#db);
    if (over.length > 0) this.#known.clear();
    return over;
  }
}

/** A signed call can come again within its minutes only; one that waits for a link, and its answer, within the days that the link keeps them. */
async function forgetNonces(store: Store): Promise<void> {
  const { value } = store.settings;
  const days = 1 + value('lake.link-later-hours') / 24 + 2 * value('lake.link-later-days');
  const before = new Date(store.clock.now().getTime() - days * day);
  for (;;) {
    const gone = await sql`delete from lake_nonce where (app, nonce) in
      (select app, nonce from lake_nonce where at < ${before} limit ${noncesPerStep})`.execute(store.db);
    if (Number(gone.numAffectedRows ?? 0) < noncesPerStep) return;
  }
}

/** Each night. What was handed out stays provable by itself; what is left keeps its place in the log (see seal-calls). */
export async function pruneReceipts(store: Store, months: ReceiptMonths): Promise<number> {
  await forgetNonces(store);
  const kept = store.settings.value('lake.keep-receipt-months');
  return (await months.dropBefore(monthOf(store.clock.now(), -kept))).length;
}

/** Receipts of before lay in one table, whose rows could not go; done once, at the first start. */
export async function moveFormerReceipts(store: Store, months: ReceiptMonths): Promise<void> {
  await store.once('lake.receipts-by-month', async () => {
    const there = await sql<{ there: boolean }>`select to_regclass('lake_call') is not null as there`.execute(
      store.db,
    );
    if (there.rows[0]?.there !== true) return;
    const found = await sql<{
      month: string;
    }>`select distinct to_char(at at time zone 'UTC', 'YYYY-MM') as month
      from lake_call`.execute(store.db);
    await months.ensure(found.rows.map(({ month }) => month));
    await store.transaction(async (work) => {
      const columns = sql.raw(
        'id, transaction, position, at, app, contract, nonce, outcome, rows, statement, mark, block',
      );
      await sql`insert into lake_receipt (${columns}) overriding system value select ${columns} from lake_call`.execute(
        work.db,
      );
      await sql`insert into lake_nonce (app, nonce, at) select app, nonce, at from lake_call on conflict do nothing`.execute(
        work.db,
      );
      await sql`select setval(pg_get_serial_sequence('lake_receipt', 'position'), (select coalesce(max(position), 0) + 1 from lake_call))`.execute(
        work.db,
      );
      await sql`drop table lake_call`.execute(work.db);
    });
  });
}
