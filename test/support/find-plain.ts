/** Looks for values in everything a database holds: every column of every table as text, bytes as UTF-8. */
import { type Database, sql } from '../../engines/store/index.ts';

/** '<table>.<column>' of each place where one of the values lies. */
export async function findPlain(db: Database, values: readonly string[]): Promise<readonly string[]> {
  const columns = await sql<{ table: string; column: string; type: string }>`
    select c.table_name as "table", c.column_name as "column", c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
      and (c.data_type in ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY', 'tsvector')
        or c.data_type like 'character%')
    order by 1, 2`.execute(db);
  const found: string[] = [];
  const schemas = await sql<{ table: string; schema: string }>`select table_name as "table",
    table_schema as schema from information_schema.tables where table_type = 'BASE TABLE'`.execute(db);
  const schemaOf = new Map(schemas.rows.map((each) => [each.table, each.schema]));
  for (const { table, column, type } of columns.rows) {
    const name = sql.id(schemaOf.get(table) ?? 'public', table);
    const text = type === 'bytea' ? sql`encode(${sql.id(column)}, 'escape')` : sql`${sql.id(column)}::text`;
    const patterns = values.map((value) => `%${value}%`);
    const hit = await sql`select 1 from ${name} where ${text} like any(${patterns}::text[]) limit 1`.execute(
      db,
    );
    if (hit.rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}
