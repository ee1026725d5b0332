/** Tables declared as data, and the additive migration that makes the database match them. */
import { createHash } from 'node:crypto';
import type pg from 'pg';

/** Column name → PostgreSQL type with its constraints ('text not null', 'uuid primary key'); names in snake_case. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  /** Index name → what follows ON <table>: 'using gin (tokens)', '(stage, due_at) where status = …'; 'unique (…)' makes it unique. */
  readonly indexes?: Readonly<Record<string, string>>;
  /** Table constraints, e.g. 'primary key (a, b)'; only used when the table is made. */
  readonly constraints?: readonly string[];
  /** 'unlogged' for data that may be lost with a crash (staging). */
  readonly unlogged?: boolean;
  /** Storage parameters, e.g. { fillfactor: '90' }. */
  readonly storage?: Readonly<Record<string, string>>;
  /**
   * The database itself refuses to change, delete or truncate rows, the city's own account included. `mayDelete` is the one exception, a
   * condition over the row `old`; 'false' allows none. It is written into the trigger when that is made.
   */
  readonly appendOnly?: { readonly mayDelete: string };
  /** 'range (at)': rows lie in partitions, which the owner makes and drops while the city runs; without any, nothing can be written. */
  readonly partitionBy?: string;
}

export function defineTable(table: Table): Table {
  return table;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** PostgreSQL cuts names at 63 bytes; a longer one keeps its head and gets a digest, so that two never meet. */
export function shortName(name: string): string {
  if (name.length <= 63) return name;
  return `${name.slice(0, 52)}_${createHash('sha256').update(name).digest('hex').slice(0, 10)}`;
}

function createTable(table: Table): string {
  const columns = Object.entries(table.columns).map(([name, type]) => `${quoteName(name)} ${type}`);
  const storage = Object.entries(table.storage ?? {}).map(([name, value]) => `${name} = ${value}`);
  const body = [...columns, ...(table.constraints ?? [])].join(', ');
  const settings = storage.length > 0 ? ` with (${storage.join(', ')})` : '';
  const partition = table.partitionBy === undefined ? '' : ` partition by ${table.partitionBy}`;
  return `create ${table.unlogged ? 'unlogged ' : ''}table if not exists ${quoteName(table.name)} (${body})${partition}${settings}`;
}

function createIndex(table: Table, name: string, definition: string): string {
  const unique = definition.startsWith('unique ');
  const rest = unique ? definition.slice('unique '.length) : definition;
  return `create ${unique ? 'unique ' : ''}index if not exists ${quoteName(shortName(name))} on ${quoteName(table.name)} ${rest}`;
}

/** One function a table, and two triggers: row by row, and TRUNCATE, which no row trigger hears. */
function guardStatements(table: Table, mayDelete: string): readonly string[] {
  const [target, guard] = [quoteName(table.name), quoteName(guardName(table))];
  return [
    `create or replace function ${guard}() returns trigger language plpgsql as $guard$ begin
      if tg_op = 'DELETE' then
        if ${mayDelete} then return old; end if;
      end if;
      raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
    end $guard$`,
    `create trigger ${guard} before update or delete on ${target} for each row execute function ${guard}()`,
    `create trigger ${quoteName(`${guardName(table)}_all`)} before truncate on ${target} for each statement execute function ${guard}()`,
  ];
}

function guardName(table: Table): string {
  return shortName(`${table.name}_append_only`);
}

/** 'text not null' on a table that has rows would fail; such a column is added nullable and the register says so. */
function addableType(type: string): string {
  return /\bdefault\b/i.test(type)
    ? type
    : type
        .replace(/\bnot null\b/i, '')
        .replace(/\bprimary key\b/i, '')
        .trim();
}

/** One word for all declarations together: the same word as last time means nothing to do. */
export function fingerprint(tables: readonly Table[]): string {
  return createHash('sha256').update(JSON.stringify(tables)).digest('hex');
}

interface Present {
  /** Columns by table. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly indexes: ReadonlySet<string>;
  readonly guards: ReadonlySet<string>;
}

async function readPresent(client: pg.ClientBase): Promise<Present> {
  const known = await client.query<{ table_name: string; column_name: string }>(
    'select table_name, column_name from information_schema.columns where table_schema = current_schema()',
  );
  const columns = new Map<string, Set<string>>();
  for (const row of known.rows) {
    const ofTable = columns.get(row.table_name) ?? new Set<string>();
    ofTable.add(row.column_name);
    columns.set(row.table_name, ofTable);
  }
  const indexes = await client.query<{ indexname: string }>(
    'select indexname from pg_indexes where schemaname = current_schema()',
  );
  const guards = await client.query<{ tgname: string }>(
    `select tgname from pg_trigger join pg_class on pg_class.oid = tgrelid
     where not tgisinternal and relnamespace = current_schema()::regnamespace`,
  );
  return {
    columns,
    indexes: new Set(indexes.rows.map((row) => row.indexname)),
    guards: new Set(guards.rows.map((row) => row.tgname)),
  };
}

/** What a table lacks, as statements in their order. */
function missingOf(table: Table, present: Present): readonly string[] {
  const columns = present.columns.get(table.name);
  const target = quoteName(table.name);
  const added =
    columns === undefined
      ? [createTable(table)]
      : Object.entries(table.columns)
          .filter(([name]) => !columns.has(name))
          .map(
            ([name, type]) =>
              `alter table ${target} add column if not exists ${quoteName(name)} ${addableType(type)}`,
          );
  const indexes = Object.entries(table.indexes ?? {})
    .filter(([name]) => !present.indexes.has(shortName(name)))
    .map(([name, definition]) => createIndex(table, name, definition));
  const guarded = table.appendOnly === undefined || present.guards.has(guardName(table));
  const guards = guarded ? [] : guardStatements(table, table.appendOnly.mayDelete);
  return [...added, ...indexes, ...guards];
}

/**
 * Makes missing tables, columns, indexes and guards; never drops or rewrites. Runs under an advisory lock in one transaction,
 * so that several starting processes wait for one another. Returns the statements that it ran.
 */
export async function migrate(client: pg.ClientBase, tables: readonly Table[]): Promise<readonly string[]> {
  await client.query('begin');
  try {
    await client.query("select pg_advisory_xact_lock(hashtext('city.migrate'))");
    const present = await readPresent(client);
    const missing = tables.map((table) => missingOf(table, present));
    // One text: a new city has thousands of statements, and each way to the database and back takes longer than most of them.
    await client.query(missing.flat().join(';\n'));
    await client.query('commit');
    return missing.flat();
  } catch (problem) {
    await client.query('rollback');
    throw problem;
  }
}
