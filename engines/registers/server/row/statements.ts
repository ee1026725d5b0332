/** SQL texts of one register's writes, made once; the connection prepares each text once. */
import { CompiledQuery } from 'kysely';
import { quoteName } from '../../../store/index.ts';
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
  readonly values: PlainRow;
}

export interface Statements {
  insert(rows: readonly NewRow[], by: string, now: Date, returning: boolean): CompiledQuery<PlainRow>;
  /** How many rows one insert may carry. */
  readonly chunk: number;
  /** Moves the version on and keeps the former one in the history, in one statement; no row comes back when id, version or state differ. */
  update(change: Change): CompiledQuery<PlainRow>;
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
  const columns = [...insertMeta, ...shape.fields.map((each) => each.column)].map(quoteName).join(', ');
  const casts = [...metaCasts, ...shape.fields.map((each) => castOf(each.field.type))];
  let next = 0;
  const rows = Array.from(
    { length: count },
    () => `(${casts.map((cast) => `$${++next}::${cast}`).join(', ')})`,
  );
  const tail = returning ? ` returning ${shape.selectText}` : '';
  return `insert into ${quoteName(shape.info.table)} (${columns}) values ${rows.join(', ')}${tail}`;
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

  return {
    chunk: Math.min(1000, Math.floor(mostParameters / (insertMeta.length + shape.fields.length))),
    insert(rows, by, now, returning) {
      const parameters: unknown[] = [];
      for (const { id, batch, values } of rows) {
        parameters.push(id, now, by, now, by, batch);
        for (const each of shape.fields) parameters.push(toParameter(each.field.type, values[each.name]));
      }
      const key = `insert ${rows.length} ${returning}`;
      return CompiledQuery.raw(
        text(key, () => insertText(shape, rows.length, returning)),
        parameters,
      );
    },
    update({ id, version, by, now, values, archive, note, keep }) {
      const changed = shape.fields.filter((each) => values[each.name] !== undefined);
      const parameters: unknown[] = keep
        ? [id, version, now, by, shape.info.id, note]
        : [id, version, now, by];
      const before = parameters.length;
      for (const each of changed) parameters.push(toParameter(each.field.type, values[each.name]));
      const key = `update ${archive} ${keep} ${changed.map((each) => each.column).join(',')}`;
      const made = text(key, () => {
        const sets = changed.map(
          (each, index) => `${quoteName(each.column)} = $${index + before + 1}::${castOf(each.field.type)}`,
        );
        if (archive) sets.push("state = 'archived'");
        const history = `, kept as (insert into register_history (register, row_id, version, at, by, ended_at, note, row)
            select $5::text, id, version, updated_at, updated_by, $3::timestamptz, $6::text, to_jsonb(was) from was)`;
        const assignments = [
          'version = target.version + 1',
          'updated_at = $3::timestamptz',
          'updated_by = $4::text',
          ...sets,
        ];
        if (!keep)
          return `update ${table} as target set ${assignments.join(', ')}
          where id = $1::uuid and version = $2::integer and state = 'active' returning ${selectTarget}`;
        return `with was as (select * from ${table} where id = $1::uuid and version = $2::integer and state = 'active' for update)${history}
          update ${table} as target set ${assignments.join(', ')} from was where target.id = was.id returning ${selectTarget}`;
      });
      return CompiledQuery.raw(made, parameters);
    },
  };
}
