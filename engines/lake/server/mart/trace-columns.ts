/** Where each column of a mart comes from and how high it is classed, worked out from the tree of its statement. What it cannot tell is 'unknown'. Pure. */
import { type FieldClass, isMasked } from '../../../../kernel/access.ts';
import type { LakeField } from '../../field.ts';
import { buildInput, type MartColumn } from '../../mart.ts';
import functions from './functions.json' with { type: 'json' };
import { commonParts, isTree, textOf, type Tree, treesOf } from './read-statement.ts';

/** Rises with what is told of columns: marts that were built before are built once more, and tell it too. */
export const tracing = 2;

export interface TracedInput {
  readonly name: string;
  readonly dataset: string;
  readonly fields: readonly LakeField[];
}

interface Column {
  readonly name: string;
  readonly how: MartColumn['how'];
  /** 'dataset field'. */
  readonly origins: ReadonlySet<string>;
  readonly class: FieldClass;
  /** It comes, as it stands, from a key field of an input. */
  readonly isKey: boolean;
}
type Traced = Omit<Column, 'name'>;

/** A table that a query reads from, under the name that it has there. */
interface From {
  readonly alias: string;
  readonly columns: readonly Column[];
}

interface Scope {
  readonly tables: ReadonlyMap<string, readonly Column[]>;
  readonly from: readonly From[];
  /** Of the query around this one. */
  readonly outer: Scope | undefined;
  /** Columns of the list that are already named: later ones may use them. */
  readonly named: readonly Column[];
  /** Its groups are large enough for figures over them to be about nobody. */
  readonly guarded: boolean;
  /** Class of what could not be told. */
  readonly highest: FieldClass;
  readonly k: number;
}

const higher = (one: FieldClass, other: FieldClass): FieldClass => (isMasked(other, one) ? other : one);
const nothing: Traced = { how: 'computed', origins: new Set(), class: 'public', isKey: false };
const safe: ReadonlySet<string> = new Set(functions.guarded);
const grouping: ReadonlySet<string> = new Set(functions.groups);

function wayOf(parts: readonly Traced[], how: MartColumn['how']): MartColumn['how'] {
  if (parts.some((part) => part.how === 'unknown')) return 'unknown';
  return how === 'computed' && parts.some((part) => part.how === 'grouped') ? 'grouped' : how;
}

function together(parts: readonly Traced[], how: MartColumn['how']): Traced {
  return {
    how: wayOf(parts, how),
    origins: new Set(parts.flatMap((part) => [...part.origins])),
    class: parts.reduce<FieldClass>((top, part) => higher(top, part.class), 'public'),
    isKey: false,
  };
}

const unknown = (scope: Scope): Traced => ({ ...nothing, how: 'unknown', class: scope.highest });

function findIn(scope: Scope, names: readonly string[]): Traced | undefined {
  const name = names.at(-1) ?? '';
  const table = names.length === 2 ? names[0] : undefined;
  const within = scope.from.filter((each) => table === undefined || each.alias === table);
  const found = within.flatMap((each) => each.columns.filter((column) => column.name === name));
  const [only, ...others] = found;
  // Columns of the same name are those of a join by this name: it is out of both.
  if (only !== undefined)
    return others.length === 0
      ? only
      : { ...together(found, 'same'), isKey: found.some((each) => each.isKey) };
  const before = table === undefined ? scope.named.find((column) => column.name === name) : undefined;
  return before ?? (scope.outer === undefined ? undefined : findIn(scope.outer, names));
}

function childrenOf(part: Tree): readonly Tree[] {
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'value' || key === 'cast_type') return [];
    if (Array.isArray(value))
      return value
        .filter(isTree)
        .flatMap((each) => (typeof each['class'] === 'string' ? [each] : childrenOf(each)));
    if (!isTree(value)) return [];
    return typeof value['class'] === 'string' ? [value] : childrenOf(value);
  });
}

/** A plain column, or one in another type: adding such values up tells of no single row. */
function isPlain(part: Tree): boolean {
  if (part['class'] === 'COLUMN_REF') return true;
  return part['class'] === 'CAST' && isTree(part['child']) && isPlain(part['child']);
}

/** The rows themselves, as count(*) counts them: classed as what they are known by. */
function rowsOf(scope: Scope): Traced {
  const keys = scope.from.flatMap(({ columns }) => columns.filter((column) => column.isKey));
  const traced = together(keys, 'same');
  return { ...traced, origins: new Set([...traced.origins].map((each) => `${each.split(' ')[0]} *`)) };
}

function traceFunction(part: Tree, scope: Scope): Traced {
  const called = textOf(part['function_name']).toLowerCase();
  const children = childrenOf(part).map((child) => traceExpression(child, scope));
  if (!grouping.has(called)) return together(children, 'computed');
  const traced = together(called === 'count_star' ? [...children, rowsOf(scope)] : children, 'grouped');
  const adds = treesOf(part['children']).every(isPlain) && part['filter'] === undefined;
  const lowered = scope.guarded && safe.has(called) && (called.startsWith('count') || adds);
  return lowered ? { ...traced, class: 'public' } : traced;
}

function traceSubquery(part: Tree, scope: Scope): Traced {
  const query = isTree(part['subquery']) ? part['subquery']['node'] : undefined;
  const columns = isTree(query) ? traceNode(query, { ...scope, outer: scope, from: [], named: [] }) : [];
  return together(
    [...columns, ...(isTree(part['child']) ? [traceExpression(part['child'], scope)] : [])],
    'computed',
  );
}

function traceExpression(part: Tree, scope: Scope): Traced {
  switch (part['class']) {
    case 'CONSTANT':
      return nothing;
    case 'COLUMN_REF': {
      const names = Array.isArray(part['column_names']) ? part['column_names'].map(String) : [];
      return findIn(scope, names) ?? unknown(scope);
    }
    case 'FUNCTION':
      return traceFunction(part, scope);
    case 'SUBQUERY':
      return traceSubquery(part, scope);
    case 'CAST': {
      const child = isTree(part['child']) ? traceExpression(part['child'], scope) : unknown(scope);
      return child;
    }
    default:
      return together(
        childrenOf(part).map((child) => traceExpression(child, scope)),
        'computed',
      );
  }
}

function traceFrom(part: Tree, scope: Scope): readonly From[] {
  const alias = textOf(part['alias']);
  const renamed = (columns: readonly Column[]) => {
    const names = Array.isArray(part['column_name_alias']) ? part['column_name_alias'].map(String) : [];
    return columns.map((column, place) => ({ ...column, name: names[place] ?? column.name }));
  };
  switch (part['type']) {
    case 'BASE_TABLE': {
      const table = textOf(part['table_name']);
      return [{ alias: alias || table, columns: renamed(scope.tables.get(table) ?? []) }];
    }
    case 'SUBQUERY': {
      const query = isTree(part['subquery']) ? part['subquery']['node'] : undefined;
      return [
        {
          alias,
          columns: renamed(
            isTree(query) ? traceNode(query, { ...scope, outer: scope, from: [], named: [] }) : [],
          ),
        },
      ];
    }
    case 'JOIN': {
      const sides = [part['left'], part['right']].filter(isTree);
      return sides.flatMap((side) => traceFrom(side, scope));
    }
    default:
      return [];
  }
}

function conjuncts(part: Tree): readonly Tree[] {
  return part['type'] === 'CONJUNCTION_AND' ? treesOf(part['children']).flatMap(conjuncts) : [part];
}

/** 'having count(distinct key) >= n', n at least k, the key one of the inputs. */
function isGuarded(node: Tree, scope: Scope): boolean {
  if (!isTree(node['having'])) return false;
  return conjuncts(node['having']).some((part) => {
    const [left, right] = [part['left'], part['right']];
    if (part['type'] !== 'COMPARE_GREATERTHANOREQUALTO' || !isTree(left) || !isTree(right)) return false;
    const counted = treesOf(left['children']);
    const [key] = counted;
    const isCount =
      textOf(left['function_name']).toLowerCase() === 'count' &&
      left['distinct'] === true &&
      left['filter'] === undefined;
    const least = isTree(right['value']) ? Number(right['value']['value']) : Number.NaN;
    return (
      isCount &&
      counted.length === 1 &&
      key !== undefined &&
      traceExpression(key, scope).isKey &&
      least >= scope.k
    );
  });
}

function traceStar(part: Tree, scope: Scope): readonly Column[] {
  const table = textOf(part['relation_name']);
  const left = new Set(Array.isArray(part['exclude_list']) ? part['exclude_list'].map(String) : []);
  const columns = scope.from
    .filter((each) => table === '' || each.alias === table)
    .flatMap((each) => each.columns);
  const once = columns.filter(
    (column, place) => columns.findIndex((each) => each.name === column.name) === place,
  );
  const merged = once.map((column) => ({
    ...(findIn(scope, table === '' ? [column.name] : [table, column.name]) ?? column),
    name: column.name,
  }));
  return merged.filter((column) => !left.has(column.name));
}

function traceList(list: readonly Tree[], scope: Scope): readonly Column[] {
  const named: Column[] = [];
  for (const item of list) {
    if (item['class'] === 'STAR') {
      named.push(...traceStar(item, scope));
      continue;
    }
    const names = Array.isArray(item['column_names']) ? item['column_names'].map(String) : [];
    const own = textOf(item['alias']) || (names.at(-1) ?? textOf(item['function_name']));
    named.push({ ...traceExpression(item, { ...scope, named: [...named] }), name: own });
  }
  return named;
}

function traceNode(node: Tree, around: Scope): readonly Column[] {
  const tables = new Map(around.tables);
  for (const { name, query } of commonParts(node))
    tables.set(name, traceNode(query, { ...around, tables, from: [], named: [] }));
  const scope: Scope = { ...around, tables };
  if (node['type'] === 'SET_OPERATION_NODE') {
    const sides = [node['left'], node['right'], ...treesOf(node['children'])]
      .filter(isTree)
      .map((side) => traceNode(side, scope));
    const [first = [], ...others] = sides;
    const byName = textOf(node['setop_type']).includes('BY_NAME');
    return first.map((column, place) => {
      const same = others.flatMap((side) =>
        side.filter((each, at) => (byName ? each.name === column.name : at === place)),
      );
      const merged = together([column, ...same], column.how);
      return { ...merged, name: column.name, isKey: column.isKey && same.every((each) => each.isKey) };
    });
  }
  const from = isTree(node['from_table']) ? traceFrom(node['from_table'], scope) : [];
  const inner: Scope = { ...scope, from, named: [] };
  return traceList(treesOf(node['select_list']), { ...inner, guarded: isGuarded(node, inner) });
}

/** Columns of the statement in its order, each with the lowest class that it may have. `k` is the smallest group that figures may be over. */
export function traceColumns(
  tree: Tree,
  inputs: readonly TracedInput[],
  k: number,
): readonly (MartColumn & { readonly class: FieldClass })[] {
  const highest = inputs
    .flatMap((input) => input.fields)
    .reduce<FieldClass>((top, field) => higher(top, field.class), 'public');
  const tables = new Map<string, readonly Column[]>(
    inputs.map(({ name, dataset, fields }) => [
      name,
      fields.map((field) => ({
        name: field.name,
        how: 'same' as const,
        origins: new Set([`${dataset} ${field.name}`]),
        class: field.class,
        isKey: field.key,
      })),
    ]),
  );
  tables.set(buildInput, [{ ...nothing, name: 'day' }]);
  const columns = traceNode(tree, {
    tables,
    from: [],
    outer: undefined,
    named: [],
    guarded: false,
    highest,
    k,
  });
  return columns.map(({ name, how, origins, class: of }) => ({
    field: name,
    how,
    class: of,
    origins: [...origins].map((each) => {
      const [dataset = '', field = ''] = each.split(' ');
      return { dataset, field };
    }),
  }));
}
