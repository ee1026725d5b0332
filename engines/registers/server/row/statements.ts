/** SQL texts of one register's writes, made once; the connection prepares each text once. */
import { CompiledQuery } from 'kysely';
import { quoteName, samePlan } from '../../../store/index.ts';
import { castOf, toParameter } from '../field/sql-type.ts';
import { metaColumns, type Shape } from '../shape/describe-shape.ts';
import type { PlainRow } from './row-context.ts';

/** Parameters of one statement; PostgreSQL allows 65,535. */
const mostParameters = 60_000;
const insertMeta = ['id', 'created_at', 'created_by', 'updated_at', 'updated_by', 'batch'] as const;
const metaCasts = ['uuid', 'timestamptz', 'text', 'timestamptz', 'text', 'uuid'] as const;

export interface NewRow {
  readonly id: string;
  readonly batch: string | null;
  /** As they are stored: sealed fields in boxes, with their indexes. */
  readonly values: PlainRow;
}

export interface Statements {
  insert(rows: readonly NewRow[], by: string, now: Date, returning: boolean): CompiledQuery<PlainRow>;
  find(id: string, lock: boolean): CompiledQuery<PlainRow>;
  /** How many rows one insert may carry. */
  readonly chunk: number;
  /** Moves the version on and keeps the former one in the history, in one statement; no row comes back when id, version or state differ. */
  update(change: Change): CompiledQuery<PlainRow>;
  /** The same, but no row comes back, and it fails ({@link hasMovedOn}) when id, version or state differ. */
  move(change: Change): CompiledQuery;
  /** Locks the row; fails as `move` does when it is no longer at this version. */
  hold(id: string, version: number): CompiledQuery;
}

/** Did a statement fail because its row had moved on since it was read? Division by the number of rows found is the one error that SQL can raise by itself. */
export function hasMovedOn(problem: unknown): boolean {
  return (problem as { readonly code?: unknown }).code === '22012';
}

export interface Change {
  readonly id: string;
  readonly version: number;
  readonly by: string;
  readonly now: Date;
  readonly values: PlainRow;
  readonly archive: boolean;
  readonly note: string | null;
  /** Keep the former version in the history. */
  readonly keep: boolean;
}

function insertText(shape: Shape, count: number, returning: boolean): string {
  const columns = [...insertMeta, ...shape.stored.map((each) => each.column)].map(quoteName).join(', ');
  const casts = [...metaCasts, ...shape.stored.map((each) => castOf(each.type))];
  let next = 0;
  const rows = Array.from(
    { length: count },
    () => `(${casts.map((cast) => `$${++next}::${cast}`).join(', ')})`,
  );
  const tail = returning ? ` returning ${shape.selectText}` : '';
  return `insert into ${quoteName(shape.info.table)} (${columns}) values ${rows.join(', ')}${tail}`;
}

/** A former version is read, never looked up: its blind indexes would only have to follow every change of keys. */
function withoutIndexes({ sealed }: Shape): string {
  const indexes = sealed.flatMap(({ index }) => (index === undefined ? [] : [`'${index}'`]));
  return indexes.length === 0 ? '' : ` - array[${indexes.join(', ')}]`;
}

export function makeStatements(shape: Shape): Statements {
  const table = quoteName(shape.info.table);
  const texts = new Map<string, string>();
  const selectTarget = [
    ...Object.entries(metaColumns).map(
      ([name, column]) => `target.${quoteName(column)} as ${quoteName(name)}`,
    ),
    ...shape.fields.map((each) => `target.${quoteName(each.column)} as ${quoteName(each.name)}`),
  ].join(', ');
  function text(key: string, make: () => string): string {
    const known = texts.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (texts.size < 500) texts.set(key, made);
    return made;
  }

  const findText = `select ${shape.selectText} from ${table} where id = $1::uuid`;
  const holdText = `${samePlan}select 1 / count(*) from (select 1 from ${table} where id = $1::uuid and version = $2::integer
    and state = 'active' for update) as held`;
  const keptText = `kept as (insert into register_history (register, row_id, version, at, by, ended_at, note, row)
    select $5::text, id, version, updated_at, updated_by, $3::timestamptz, $6::text, to_jsonb(was)${withoutIndexes(shape)} from was)`;

  return {
    chunk: Math.min(1000, Math.floor(mostParameters / (insertMeta.length + shape.stored.length))),
    insert(rows, by, now, returning) {
      const parameters: unknown[] = [];
      for (const { id, batch, values } of rows) {
        parameters.push(id, now, by, now, by, batch);
        for (const each of shape.stored) parameters.push(toParameter(each.type, values[each.name]));
      }
      const key = `insert ${rows.length} ${returning}`;
      return CompiledQuery.raw(
        text(key, () => insertText(shape, rows.length, returning)),
        parameters,
      );
    },
    update: (change) => changing(change, false),
    move: (change) => changing(change, true),
    find: (id, lock) =>
      CompiledQuery.raw(lock ? `${findText} for update` : findText, [id]) as CompiledQuery<PlainRow>,
    hold: (id, version) => CompiledQuery.raw(holdText, [id, version]),
  };

  function changing(change: Change, checked: boolean): CompiledQuery<PlainRow> {
    const { id, version, by, now, values, archive, note, keep } = change;
    const changed = shape.stored.filter((each) => values[each.name] !== undefined);
    const parameters: unknown[] = keep ? [id, version, now, by, shape.info.id, note] : [id, version, now, by];
    const before = parameters.length;
    for (const each of changed) parameters.push(toParameter(each.type, values[each.name]));
    const key = `update ${checked} ${archive} ${keep} ${changed.map((each) => each.column).join(',')}`;
    const made = text(key, () => {
      const sets = changed.map(
        (each, index) => `${quoteName(each.column)} = $${index + before + 1}::${castOf(each.type)}`,
      );
      return changeText([...sets, ...(archive ? ["state = 'archived'"] : [])], keep, checked);
    });
    return CompiledQuery.raw(made, parameters);
  }

  function changeText(sets: readonly string[], keep: boolean, checked: boolean): string {
    const assignments = [
      'version = target.version + 1',
      'updated_at = $3::timestamptz',
      'updated_by = $4::text',
      ...sets,
    ].join(', ');
    const found = "id = $1::uuid and version = $2::integer and state = 'active'";
    const returned = checked ? '1' : selectTarget;
    const change = keep
      ? `update ${table} as target set ${assignments} from was where target.id = was.id returning ${returned}`
      : `update ${table} as target set ${assignments} where ${found} returning ${returned}`;
    const parts = [
      ...(keep ? [`was as (select * from ${table} where ${found} for update)`, keptText] : []),
      ...(checked ? [`moved as (${change})`] : []),
    ];
    const head = parts.length === 0 ? '' : `with ${parts.join(', ')} `;
    return checked ? `${samePlan}${head}select 1 / count(*) from moved` : `${head}${change}`;
  }
}
