/** What the engine works out once from a register's declaration: names of table and columns, who looks at what, the order of rows. */
import { type RawBuilder, sql } from 'kysely';
import type { FieldClass } from '../../../../kernel/access.ts';
import type { AnyContract } from '../../../../kernel/contract.ts';
import type { Field, FieldType, Register, RetentionSpec } from '../../../../kernel/register.ts';
import { quoteName, type ScopeColumns, shortName } from '../../../store/index.ts';
import type { RegisterInfo } from '../../service.ts';

export interface ShapeField {
  readonly name: string;
  /** snake_case */
  readonly column: string;
  readonly field: Field;
  readonly class: FieldClass;
  /** Column of the blind index, of a sealed text. */
  readonly index?: string;
  /** Whether PostgreSQL can order and compare it. */
  readonly sortable: boolean;
}

export interface StoredColumn {
  /** Key among the values. */
  readonly name: string;
  readonly column: string;
  readonly type: FieldType;
}

/** The rule of keeping as the engine carries it out. */
export interface ShapeRetention {
  readonly spec: RetentionSpec;
  /** '<system>.<setting>', in days. */
  readonly setting: string;
  readonly column: string;
  /** A day counts in Shanghai, a moment to the millisecond. */
  readonly kind: 'date' | 'moment';
}

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

export interface Shape {
  readonly info: RegisterInfo;
  readonly fields: readonly ShapeField[];
  readonly byName: ReadonlyMap<string, ShapeField>;
  /** Fields that lie in boxes of the vault. */
  readonly sealed: readonly ShapeField[];
  /** What a row is written by: its fields, each sealed one followed by its blind index. */
  readonly stored: readonly StoredColumn[];
  readonly point: ShapeField | undefined;
  readonly searchable: readonly ShapeField[];
  readonly scope: ScopeColumns;
  readonly scopeFields: {
    readonly area: string | undefined;
    readonly departments: readonly string[];
    readonly subjects: readonly string[];
  };
  readonly order: Order;
  /** Whose information a row is; empty for a register that is about nobody. */
  readonly personal: readonly ShapeField[];
  readonly retention: ShapeRetention | undefined;
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

export function isPersonal(each: ShapeField): boolean {
  return each.class === 'personal' || each.class === 'sensitive';
}

function personalOf(info: RegisterInfo, fields: ReadonlyMap<string, ShapeField>): readonly ShapeField[] {
  const { personal, scope } = info.declaration;
  const named = personal === undefined ? (scope?.subjects ?? []) : [personal.of];
  if (personal === undefined && ![...fields.values()].some(isPersonal)) return [];
  for (const name of personal?.correct ?? []) {
    const each = fields.get(name);
    if (each === undefined || !['text', 'long-text'].includes(each.field.type))
      throw new RangeError(`${info.id}: a correction changes texts, '${name}' is none`);
  }
  return named.map((name) => {
    const each = fields.get(name);
    if (each === undefined || !['subject', 'ref'].includes(each.field.type))
      throw new RangeError(`${info.id}: '${name}' does not say whose a row is`);
    return each;
  });
}

function retentionOf(
  info: RegisterInfo,
  fields: ReadonlyMap<string, ShapeField>,
): ShapeRetention | undefined {
  const spec = info.declaration.retention;
  if (spec === undefined) return undefined;
  // What the flow engine keeps of a case would be left behind without its row.
  if (info.declaration.kind === 'case' && spec.action === 'delete')
    throw new RangeError(`${info.id}: cases are anonymised, not deleted`);
  const setting = `${info.system}.${spec.setting}`;
  if (spec.from === 'createdAt' || spec.from === 'updatedAt')
    return { spec, setting, column: metaColumns[spec.from], kind: 'moment' };
  const each = fields.get(spec.from);
  if (each === undefined || !['date', 'moment'].includes(each.field.type))
    throw new RangeError(`${info.id}: keeping counts from a date or moment, '${spec.from}' is none`);
  return { spec, setting, column: each.column, kind: each.field.type as 'date' | 'moment' };
}

/** The key of the blind index among a row's values: no field is called so. */
export function indexName(name: string): string {
  return `${name}#index`;
}

export function isSealedField({ field }: Pick<ShapeField, 'field'>): boolean {
  return field.stored === 'sealed';
}

/** A field in a box can neither say where a row belongs nor put rows in order. */
function checkSealed(info: RegisterInfo, each: ShapeField): void {
  const { titleField, sort, scope } = info.declaration;
  const governing = [titleField, sort?.replace('-', ''), scope?.area, ...(scope?.departments ?? [])];
  if (!isSealedField(each)) return;
  const { type, filter, search, unique } = each.field;
  const sealable = type === 'text' || type === 'long-text' || type === 'json';
  // Nothing is found by the whole of a list or an object, so it has no blind index.
  const sought = type === 'json' && (filter === true || search === true || unique === true);
  if (!sealable || !isPersonal(each) || governing.includes(each.name) || sought)
    throw new RangeError(
      `${info.id}: only personal texts and JSON that order and name nothing are sealed: '${each.name}'`,
    );
}

export function storedColumns(fields: readonly ShapeField[]): readonly StoredColumn[] {
  return fields.flatMap(({ name, column, field, index }) => {
    const own = { name, column, type: field.type };
    return index === undefined
      ? [own]
      : [own, { name: indexName(name), column: index, type: 'text' as const }];
  });
}

/** Throws RangeError for a declaration that cannot work, so that a mistake shows at start-up and not in front of a citizen. */
export function describeShape(system: string, key: string, declaration: Register): Shape {
  const info = describeInfo(system, key, declaration);
  const fields = Object.entries(declaration.fields).map(([name, field]): ShapeField => {
    if (name in metaColumns) throw new RangeError(`${info.id}: the name '${name}' is kept for every row`);
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) throw new RangeError(`${info.id}: not a field name: '${name}'`);
    const each = {
      name,
      column: snakeCase(name),
      field,
      class: field.class ?? 'internal',
      ...(field.stored === 'sealed' && field.type !== 'json' ? { index: `${snakeCase(name)}_index` } : {}),
      sortable: !unsortable.has(field.type) && field.stored !== 'sealed',
    };
    checkSealed(info, each);
    return each;
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
    sealed: fields.filter(isSealedField),
    stored: storedColumns(fields),
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
    personal: personalOf(info, byName),
    retention: retentionOf(info, byName),
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
    for (const [key, declaration] of Object.entries(declared)) {
      const shape = describeShape(contract.id, key, declaration);
      const wanted = declaration.retention?.setting;
      if (wanted !== undefined && !Object.hasOwn(contract.settings ?? {}, wanted))
        throw new RangeError(`${shape.info.id}: no setting '${wanted}' says how long it is kept`);
      shapes.push(shape);
    }
  }
  const tables = new Set<string>();
  for (const { info } of shapes) {
    if (tables.has(info.table)) throw new RangeError(`two registers want the table ${info.table}`);
    tables.add(info.table);
  }
  return shapes;
}
