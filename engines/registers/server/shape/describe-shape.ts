/** What the engine works out once from a register's declaration: names of table and columns, who looks at what, the order of rows. */
import { type RawBuilder, sql } from 'kysely';
import type { FieldClass } from '../../../../kernel/access.ts';
import type { AnyContract } from '../../../../kernel/contract.ts';
import type { Field, Register } from '../../../../kernel/register.ts';
import { quoteName, type ScopeColumns, shortName } from '../../../store/index.ts';
import type { RegisterInfo } from '../../service.ts';

export interface ShapeField {
  readonly name: string;
  /** snake_case */
  readonly column: string;
  readonly field: Field;
  readonly class: FieldClass;
  /** Whether PostgreSQL can order and compare it. */
  readonly sortable: boolean;
}

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

export interface Shape {
  readonly info: RegisterInfo;
  readonly fields: readonly ShapeField[];
  readonly byName: ReadonlyMap<string, ShapeField>;
  readonly point: ShapeField | undefined;
  readonly searchable: readonly ShapeField[];
  readonly scope: ScopeColumns;
  readonly scopeFields: {
    readonly area: string | undefined;
    readonly departments: readonly string[];
    readonly subjects: readonly string[];
  };
  readonly order: Order;
  /** All columns under their JSON names, ready to select. */
  readonly select: RawBuilder<unknown>;
  readonly selectText: string;
  readonly table: RawBuilder<unknown>;
}

/** JSON name → column, of what every row has besides its fields. */
export const metaColumns = {
  id: 'id',
  version: 'version',
  state: 'state',
  createdAt: 'created_at',
  createdBy: 'created_by',
  updatedAt: 'updated_at',
  updatedBy: 'updated_by',
  batch: 'batch',
} as const;

const unsortable = new Set(['codes', 'files', 'json', 'point', 'long-text']);

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('-', '_');
}

function describeInfo(system: string, key: string, declaration: Register): RegisterInfo {
  const { read, write, import: load, export: take, reveal } = declaration.allow;
  return {
    id: `${system}.${key}`,
    system,
    table: shortName(snakeCase(`${system}_${key}`)),
    declaration,
    permissions: {
      read: `${system}:${read}`,
      ...(write === undefined ? {} : { write: `${system}:${write}` }),
      ...(load === undefined ? {} : { import: `${system}:${load}` }),
      ...(take === undefined ? {} : { export: `${system}:${take}` }),
      ...(reveal === undefined ? {} : { reveal: `${system}:${reveal}` }),
    },
  };
}

function orderOf(declaration: Register, fields: ReadonlyMap<string, ShapeField>, id: string): Order {
  const sort = declaration.sort;
  if (sort === undefined) return { column: 'created_at', descending: true };
  const name = sort.startsWith('-') ? sort.slice(1) : sort;
  const column = fields.get(name)?.column ?? metaColumns[name as keyof typeof metaColumns];
  if (column === undefined) throw new RangeError(`${id}: sort names no field: ${sort}`);
  return { column, descending: sort.startsWith('-') };
}

/** Throws RangeError for a declaration that cannot work, so that a mistake shows at start-up and not in front of a citizen. */
export function describeShape(system: string, key: string, declaration: Register): Shape {
  const info = describeInfo(system, key, declaration);
  const fields = Object.entries(declaration.fields).map(([name, field]): ShapeField => {
    if (name in metaColumns) throw new RangeError(`${info.id}: the name '${name}' is kept for every row`);
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) throw new RangeError(`${info.id}: not a field name: '${name}'`);
    return {
      name,
      column: snakeCase(name),
      field,
      class: field.class ?? 'internal',
      sortable: !unsortable.has(field.type),
    };
  });
  const byName = new Map(fields.map((each) => [each.name, each]));
  function columnOf(name: string): string {
    const found = byName.get(name);
    if (found === undefined) throw new RangeError(`${info.id}: no field '${name}'`);
    return found.column;
  }
  const isList = (name: string) => byName.get(name)?.field.type === 'json';
  columnOf(declaration.titleField);
  const { area, departments = [], subjects = [] } = declaration.scope ?? {};
  const selectText = [
    ...Object.entries(metaColumns).map(([name, column]) => `${quoteName(column)} as ${quoteName(name)}`),
    ...fields.map((each) => `${quoteName(each.column)} as ${quoteName(each.name)}`),
  ].join(', ');
  return {
    info,
    fields,
    byName,
    point: fields.find((each) => each.field.type === 'point'),
    searchable: fields.filter((each) => each.field.search),
    scope: {
      ...(area === undefined ? {} : { area: columnOf(area) }),
      departments: departments.filter((name) => !isList(name)).map(columnOf),
      departmentLists: departments.filter(isList).map(columnOf),
      subjects: subjects.map(columnOf),
    },
    scopeFields: { area, departments, subjects },
    order: orderOf(declaration, byName, info.id),
    select: sql.raw(selectText),
    selectText,
    table: sql.table(info.table),
  };
}

/** Every register and case type of the contracts. */
export function describeShapes(contracts: readonly AnyContract[]): readonly Shape[] {
  const shapes: Shape[] = [];
  for (const contract of contracts) {
    const declared: Readonly<Record<string, Register>> = { ...contract.registers, ...contract.cases };
    for (const [key, declaration] of Object.entries(declared))
      shapes.push(describeShape(contract.id, key, declaration));
  }
  const tables = new Set<string>();
  for (const { info } of shapes) {
    if (tables.has(info.table)) throw new RangeError(`two registers want the table ${info.table}`);
    tables.add(info.table);
  }
  return shapes;
}
