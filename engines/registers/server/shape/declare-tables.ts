/** Tables of all declared registers and case types, and the engine's own. */
import type { AnyContract } from '../../../../kernel/contract.ts';
import { defineTable, quoteName, type Table } from '../../../store/index.ts';
import { sqlTypes } from '../field/sql-type.ts';
import { describeShapes, type Shape } from './describe-shape.ts';

const metaTypes = {
  id: 'uuid primary key',
  version: 'integer not null default 1',
  state: "text not null default 'active'",
  created_at: 'timestamptz not null default now()',
  created_by: 'text not null',
  updated_at: 'timestamptz not null default now()',
  updated_by: 'text not null',
  batch: 'uuid',
} as const;

export const engineTables: readonly Table[] = [
  defineTable({
    name: 'register_history',
    columns: {
      register: 'text not null',
      row_id: 'uuid not null',
      version: 'integer not null',
      at: 'timestamptz not null',
      by: 'text not null',
      ended_at: 'timestamptz not null',
      note: 'text',
      row: 'jsonb not null',
    },
    constraints: ['primary key (row_id, version, register)'],
  }),
  defineTable({
    name: 'register_code_entry',
    columns: {
      list: 'text not null',
      code: 'text not null',
      name: 'text not null',
      parent: 'text',
      order: 'integer not null default 0',
      valid_from: 'date',
      valid_to: 'date',
      source: 'text',
      attributes: "jsonb not null default '{}'",
      edited_by: 'text',
      edited_at: 'timestamptz',
    },
    constraints: ['primary key (list, code)'],
  }),
  defineTable({
    name: 'register_import',
    columns: {
      id: 'uuid primary key',
      register: 'text not null',
      file: 'uuid not null',
      file_name: 'text not null',
      columns: "jsonb not null default '{}'",
      state: 'text not null',
      message: "text not null default ''",
      slot: 'integer not null',
      by: 'text not null',
      total: 'integer not null default 0',
      valid: 'integer not null default 0',
      invalid: 'integer not null default 0',
      problems: 'integer not null default 0',
      imported: 'integer not null default 0',
      unknown_columns: "jsonb not null default '[]'",
      job: 'uuid',
      created_at: 'timestamptz not null',
      finished_at: 'timestamptz',
    },
    indexes: {
      register_import_by: '(by, created_at)',
      register_import_slot: "unique (register, slot) where state in ('checking', 'checked', 'importing')",
    },
  }),
  defineTable({
    name: 'register_import_error',
    columns: {
      number: 'bigint generated always as identity',
      batch: 'uuid not null',
      line: 'integer not null',
      column: 'text',
      value: 'text',
      message: 'text not null',
    },
    indexes: { register_import_error_batch: '(batch, line, number)' },
  }),
];

function filterIndex(shape: Shape, name: string): string | undefined {
  const found = shape.byName.get(name);
  if (found === undefined) return undefined;
  const column = quoteName(found.column);
  switch (found.field.type) {
    case 'boolean':
      // Only the rare side is worth an index.
      return `(${column}) where ${column}`;
    case 'codes':
      return `using gin (${column})`;
    case 'point':
      // Measured on 200k rows: a third of the import time of GiST, and box queries as quick.
      return `using spgist (${column})`;
    case 'json':
      // Only lists of departments that scopes look at are asked for.
      return `using gin (${column} jsonb_path_ops)`;
    case 'files':
    case 'long-text':
      return undefined;
    default:
      return `(${column})`;
  }
}

/** As few as serve the lists: each one slows every import by some percent. */
function indexesOf(shape: Shape): Record<string, string> {
  const { info, fields, scopeFields, order } = shape;
  const indexes: Record<string, string> = {};
  for (const { column: own, index, field } of fields) {
    const column = index ?? own;
    if (field.unique)
      indexes[`${info.table}_${column}_unique`] = `unique (${quoteName(column)}) where state = 'active'`;
    if (index !== undefined && field.unique !== true)
      indexes[`${info.table}_${index}`] = `(${quoteName(index)})`;
    // Empty once all values are in boxes; until then it finds those that are not.
    if (index !== undefined)
      indexes[`${info.table}_${own}_plain`] =
        `(${quoteName(own)}) where ${quoteName(index)} is null and ${quoteName(own)} is not null`;
  }
  const wanted = new Set([
    ...fields
      .filter((each) => each.field.filter && !each.field.unique && each.index === undefined)
      .map((each) => each.name),
    ...(scopeFields.area === undefined ? [] : [scopeFields.area]),
    ...scopeFields.departments,
    ...scopeFields.subjects,
    ...fields.filter((each) => each.field.type === 'point').map((each) => each.name),
  ]);
  for (const name of wanted) {
    const definition = filterIndex(shape, name);
    const column = shape.byName.get(name)?.column;
    if (definition !== undefined && column !== undefined) indexes[`${info.table}_${column}`] = definition;
  }
  const direction = order.descending ? 'desc nulls last' : 'asc nulls last';
  const last = order.descending ? 'desc' : 'asc';
  indexes[`${info.table}_order`] =
    order.column === 'id' ? `(id ${last})` : `(${quoteName(order.column)} ${direction}, id ${last})`;
  return indexes;
}

export function tableOf(shape: Shape): Table {
  const columns: Record<string, string> = { ...metaTypes };
  for (const { column, type } of shape.stored) columns[column] = sqlTypes[type];
  return defineTable({
    name: shape.info.table,
    columns,
    indexes: indexesOf(shape),
    storage: { fillfactor: shape.info.declaration.kind === 'case' ? '85' : '95' },
  });
}

/** One table for each declared register and case type, plus history, code lists and imports. */
export function registerTables(contracts: readonly AnyContract[]): readonly Table[] {
  return [...engineTables, ...describeShapes(contracts).map(tableOf)];
}
