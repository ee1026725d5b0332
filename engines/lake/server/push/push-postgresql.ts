/** Into a department's PostgreSQL: in one transaction, so that its readers see the former rows until the last new one is there. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { lakeErrors } from '../../errors.ts';
import { copyText } from '../load/quote.ts';
import { connectPostgres, type OwnServer } from '../source/postgresql.ts';
import type { PushColumn, Pushing } from './pushing.ts';
import { pushProblem } from './push-problem.ts';

const types: Readonly<Record<PushColumn['type'], string>> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  date: 'date',
  moment: 'timestamp with time zone',
  boolean: 'boolean',
};

/** Moments of the lake are UTC without saying so. */
const guards = ["set local lock_timeout = '30s'", "set local timezone = 'UTC'"];

/** Makes the table where there is none; refuses one that is not ours or, unless it is only emptied, has other columns. */
async function prepare(client: pg.Client, pushing: Pushing, table: string): Promise<void> {
  const { columns, mark } = pushing;
  const found = await client.query<{ mark: string | null; columns: { name: string; type: string }[] }>(
    `select obj_description(c.oid, 'pg_class') as mark,
       (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, null)) order by attnum)
        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
     from pg_class c where c.oid = to_regclass($1)`,
    [table],
  );
  const known = found.rows[0];
  if (known === undefined) {
    const list = columns.map(({ name, type }) => `${pg.escapeIdentifier(name)} ${types[type]}`).join(', ');
    await client.query(`create table ${table} (${list})`);
    await client.query(`comment on table ${table} is ${pg.escapeLiteral(mark)}`);
    for (const { name, title } of columns)
      await client.query(
        `comment on column ${table}.${pg.escapeIdentifier(name)} is ${pg.escapeLiteral(title)}`,
      );
    return;
  }
  if (known.mark !== mark) throw lakeErrors.pushTableTaken({ name: pushing.table.table });
  if (pushing.empties === true) return;
  const same =
    known.columns.length === columns.length &&
    columns.every(({ name, type }, at) => {
      const there = known.columns[at];
      return there?.name === name && there.type === types[type];
    });
  if (!same) throw lakeErrors.pushColumnsDiffer({ name: pushing.table.table });
}

async function* copyLines({ pages, columns }: Pushing): AsyncGenerator<string> {
  for await (const rows of pages)
    yield rows
      .map((row) => {
        const cells = columns.map(({ name }) => {
          const value = row[name] ?? null;
          return value === null ? String.raw`\N` : copyText(String(value));
        });
        return `${cells.join('\t')}\n`;
      })
      .join('');
}

async function copyIn(client: pg.Client, pushing: Pushing, table: string): Promise<void> {
  const list = pushing.columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  await pipeline(
    Readable.from(copyLines(pushing)),
    client.query(copyFrom(`copy ${table} (${list}) from stdin`)),
    { signal: pushing.signal },
  );
}

export async function pushPostgres(pushing: Pushing, own: OwnServer): Promise<number> {
  const client = await connectPostgres(pushing.connection, pushing.secret, own, 'write');
  const abort = () => void client.end().catch(() => undefined);
  pushing.signal.addEventListener('abort', abort);
  const table = `${pg.escapeIdentifier(pushing.table.schema ?? 'public')}.${pg.escapeIdentifier(pushing.table.table)}`;
  try {
    await client.query('begin');
    for (const guard of guards) await client.query(guard);
    // Two pushes at once would each add all rows.
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [pushing.mark]);
    await prepare(client, pushing, table);
    await client.query(`delete from ${table}`);
    if (pushing.empties !== true) await copyIn(client, pushing, table);
    const counted = await client.query<{ rows: string }>(`select count(*)::text as rows from ${table}`);
    const rows = Number(counted.rows[0]?.rows ?? 0);
    await pushing.beforeShown(rows);
    await client.query('commit');
    return rows;
  } catch (problem) {
    throw pushProblem(problem, pushing.signal);
  } finally {
    pushing.signal.removeEventListener('abort', abort);
    // An open transaction is undone with its connection.
    await client.end().catch(() => undefined);
  }
}
