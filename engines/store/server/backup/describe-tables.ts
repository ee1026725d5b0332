/** Reads from the catalogue how every table is made, and makes tables again from that: a backup needs no code of its time. */
import type pg from 'pg';
import { quoteName } from '../table.ts';
import type { ColumnShape, PartitionShape, TableShape } from './manifest.ts';

interface ColumnRow {
  readonly table: string;
  readonly unlogged: boolean;
  readonly options: readonly string[] | null;
  readonly name: string;
  readonly type: string;
  readonly not_null: boolean;
  readonly default: string | null;
  readonly identity: '' | 'a' | 'd';
  readonly sequence: string | null;
}

const columnsOfAll = `
  select c.relname as table, c.relpersistence = 'u' as unlogged, c.reloptions as options, a.attname as name,
    format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null, pg_get_expr(d.adbin, d.adrelid) as default,
    a.attidentity as identity,
    case when a.attidentity <> '' then pg_get_serial_sequence(quote_ident(c.relname), a.attname) end as sequence
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
  order by c.relname, a.attnum`;

const constraintsOfAll = `
  select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and k.contype in ('p', 'u', 'c', 'x')
  order by c.relname, k.conname`;

const indexesOfAll = `
  select c.relname as table, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i join pg_class c on c.oid = i.indrelid
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
  order by c.relname, i.indexrelid`;

const partitionsOfAll = `
  select p.relname as table, pg_get_partkeydef(p.oid) as key, c.relname as name, c.reloptions as options,
    pg_get_expr(c.relpartbound, c.oid) as bounds
  from pg_class p left join pg_inherits i on i.inhparent = p.oid left join pg_class c on c.oid = i.inhrelid
  where p.relnamespace = current_schema()::regnamespace and p.relkind = 'p'
  order by p.relname, c.relname`;

interface PartitionRow {
  readonly table: string;
  readonly key: string;
  /** Null for a parent that has no partition yet. */
  readonly name: string | null;
  readonly options: readonly string[] | null;
  readonly bounds: string;
}

function partitionsOf(
  rows: readonly PartitionRow[],
): { partitionBy: string; partitions: readonly PartitionShape[] } | undefined {
  const key = rows[0]?.key;
  if (key === undefined) return undefined;
  const partitions = rows.flatMap(({ name, bounds, options }) =>
    name === null ? [] : [{ name, bounds, options: options ?? [] }],
  );
  return { partitionBy: key, partitions };
}

const identityWords = { '': '', a: 'always', d: 'by default' } as const;

async function lastNumber(client: pg.ClientBase, sequence: string | null): Promise<number | null> {
  if (sequence === null) return null;
  const found = await client.query(
    `select case when is_called then last_value::text end as last from ${sequence}`,
  );
  const last: unknown = found.rows[0]?.last;
  return typeof last === 'string' ? Number(last) : null;
}

async function describeColumn(client: pg.ClientBase, row: ColumnRow): Promise<ColumnShape> {
  const { name, type, identity } = row;
  return {
    name,
    type,
    notNull: row.not_null,
    default: row.default,
    identity: identityWords[identity],
    last: await lastNumber(client, row.sequence),
  };
}

/** Every table of the current schema, by name. */
export async function describeTables(client: pg.ClientBase): Promise<readonly TableShape[]> {
  const columns = await client.query<ColumnRow>(columnsOfAll);
  const constraints = await client.query<{ table: string; name: string; definition: string }>(
    constraintsOfAll,
  );
  const indexes = await client.query<{ table: string; definition: string }>(indexesOfAll);
  const partitions = await client.query<PartitionRow>(partitionsOfAll);
  const shapes: TableShape[] = [];
  for (const table of new Set(columns.rows.map((row) => row.table))) {
    const own = columns.rows.filter((row) => row.table === table);
    const described: ColumnShape[] = [];
    for (const row of own) described.push(await describeColumn(client, row));
    shapes.push({
      name: table,
      unlogged: own[0]?.unlogged ?? false,
      options: own[0]?.options ?? [],
      columns: described,
      constraints: constraints.rows
        .filter((row) => row.table === table)
        .map(({ name, definition }) => ({ name, definition })),
      indexes: indexes.rows.filter((row) => row.table === table).map((row) => withoutSchema(row.definition)),
      ...partitionsOf(partitions.rows.filter((row) => row.table === table)),
    });
  }
  return shapes;
}

/** 'CREATE INDEX x ON public.y …' → '… ON y …': the other database may call its schema otherwise. ONLY would leave the partitions out. */
function withoutSchema(definition: string): string {
  return definition.replace(/ ON (?:ONLY )?(?:"[^"]+"|\w+)\./, ' ON ');
}

function columnClause(column: ColumnShape): string {
  const words = [quoteName(column.name), column.type];
  if (column.identity !== '') words.push(`generated ${column.identity} as identity`);
  else if (column.default !== null) words.push(`default ${column.default}`);
  if (column.notNull) words.push('not null');
  return words.join(' ');
}

/** CREATE TABLE without constraints and indexes, which are cheaper to make when the rows are in. */
export function createStatement(shape: TableShape): string {
  const columns = shape.columns.map(columnClause).join(', ');
  const partition = shape.partitionBy === undefined ? '' : ` partition by ${shape.partitionBy}`;
  return `create ${shape.unlogged ? 'unlogged ' : ''}table ${quoteName(shape.name)} (${columns})${partition}${withOptions(shape.options)}`;
}

function withOptions(options: readonly string[]): string {
  return options.length > 0 ? ` with (${options.join(', ')})` : '';
}

/** Where the rows of a partitioned table will lie; before the rows. */
export function partitionStatements(shape: TableShape): readonly string[] {
  return (shape.partitions ?? []).map(
    ({ name, bounds, options }) =>
      `create table ${quoteName(name)} partition of ${quoteName(shape.name)} ${bounds}${withOptions(options)}`,
  );
}

/** What comes after the rows: constraints, indexes, and identities that go on where they had come to. */
export function finishStatements(shape: TableShape): readonly string[] {
  const table = quoteName(shape.name);
  return [
    ...shape.constraints.map(
      ({ name, definition }) => `alter table ${table} add constraint ${quoteName(name)} ${definition}`,
    ),
    ...shape.indexes,
    ...shape.columns
      .filter((column) => column.last !== null)
      .map(
        (column) =>
          `alter table ${table} alter column ${quoteName(column.name)} restart with ${Number(column.last) + 1}`,
      ),
  ];
}
