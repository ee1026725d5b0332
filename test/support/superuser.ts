/** Somebody who owns the database server and switches its triggers off: the hand that an audit must be able to see. */
import pg from 'pg';

export async function asSuperuser(
  url: string,
  act: (run: (statement: string) => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await act((statement) => client.query(statement));
  } finally {
    await client.end();
  }
}

/** Puts the rows of a table of one database into the same table of another. */
export async function copyRows(from: string, to: string, table: string): Promise<void> {
  const [source, target] = [from, to].map((url) => new pg.Client({ connectionString: url }));
  if (source === undefined || target === undefined) return;
  await Promise.all([source.connect(), target.connect()]);
  try {
    const found = await source.query<{ row: string }>(
      `select to_jsonb(each)::text as row from ${table} each`,
    );
    const rows = `[${found.rows.map(({ row }) => row).join()}]`;
    await target.query(
      `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [rows],
    );
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}
