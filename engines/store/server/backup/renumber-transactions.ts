/** Gives rows that carry their transaction's number new numbers in the same order, below all that the new server will give out. */
import pg from 'pg';
import { quoteName } from '../table.ts';
import type { TableShape } from './manifest.ts';

/**
 * A new server counts transactions from the start, so old numbers would stand above new ones: consumers would wait for ever and
 * the audit would be sealed out of order. Numbers 1 and 2 are PostgreSQL's own.
 */
const firstNumber = 3;

const numberType = 'xid8';

export function isNumbered(shape: TableShape): boolean {
  return shape.columns.some((column) => column.type === numberType);
}

function stageName(shape: TableShape): string {
  return quoteName(`stage_${shape.name}`.slice(0, 60));
}

/** A table of the session into which the rows of a numbered table are read first. */
export function stageStatement(shape: TableShape): string {
  return `create temp table ${stageName(shape)} (like ${quoteName(shape.name)}) on commit drop`;
}

export function stageOf(shape: TableShape): string {
  return stageName(shape);
}

function numberColumns(shape: TableShape): readonly string[] {
  return shape.columns.filter(({ type }) => type === numberType).map(({ name }) => quoteName(name));
}

async function mapNumbers(client: pg.ClientBase, shapes: readonly TableShape[]): Promise<number> {
  const all = shapes.flatMap((shape) =>
    numberColumns(shape).map((column) => `select ${column} as old from ${stageName(shape)}`),
  );
  // 0 stands for 'before all'.
  await client.query(
    `create temp table renumbered on commit drop as
     select old, (row_number() over (order by old) + ${firstNumber - 1})::text::xid8 as new
     from (${all.join(' union ')}) every_number where old <> '0'`,
  );
  await client.query('create index on pg_temp.renumbered (old)');
  await client.query('analyze pg_temp.renumbered');
  const found = await client.query('select count(*)::integer as count from renumbered');
  return Number(found.rows[0]?.count);
}

async function moveRows(client: pg.ClientBase, shape: TableShape): Promise<void> {
  const numbers = numberColumns(shape);
  const columns = shape.columns.map(({ name }) => quoteName(name));
  const values = columns.map((column) =>
    numbers.includes(column)
      ? `coalesce((select new from renumbered where old = staged.${column}), staged.${column})`
      : `staged.${column}`,
  );
  await client.query(
    `insert into ${quoteName(shape.name)} (${columns.join(', ')}) overriding system value
     select ${values.join(', ')} from ${stageName(shape)} staged`,
  );
}

/** Uses up numbers until the server's own stand above `highest`; about 100,000 a second, beside the caller's transaction. */
async function pass(url: string, highest: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set synchronous_commit = off');
    await client.query(`do $$ begin
      while pg_current_xact_id()::text::bigint <= ${highest} loop commit; end loop; commit;
    end $$`);
  } finally {
    await client.end();
  }
}

/** Moves the staged rows of all numbered tables to where they belong. Returns how many numbers there are. */
export async function renumberTransactions(
  client: pg.ClientBase,
  url: string,
  shapes: readonly TableShape[],
): Promise<number> {
  if (shapes.length === 0) return 0;
  const count = await mapNumbers(client, shapes);
  for (const shape of shapes) await moveRows(client, shape);
  await pass(url, count + firstNumber);
  return count;
}
