/** A mart's statement → its tree, as DuckDB itself parses it, and nothing that a mart must not do: what is not known to be harmless is refused. */
import { lakeErrors } from '../../errors.ts';
import { buildInput, type MartPlan } from '../../mart.ts';
import type { DuckSession } from '../duck/open-duck.ts';
import { quoteText } from '../load/quote.ts';
import functions from './functions.json' with { type: 'json' };

export type Tree = Readonly<Record<string, unknown>>;

export interface Statement {
  readonly tree: Tree;
  readonly readsDay: boolean;
}

const allowedFunctions: ReadonlySet<string> = new Set(
  [
    functions.operators,
    functions.texts,
    functions.numbers,
    functions.dates,
    functions.choices,
    functions.groups,
    functions.windows,
  ].flat(),
);
const expressions: ReadonlySet<string> = new Set([
  'COLUMN_REF',
  'CONSTANT',
  'FUNCTION',
  'OPERATOR',
  'COMPARISON',
  'CONJUNCTION',
  'CASE',
  'CAST',
  'BETWEEN',
  'WINDOW',
  'SUBQUERY',
  'STAR',
]);
const parts: ReadonlySet<string> = new Set([
  'SELECT_NODE',
  'SET_OPERATION_NODE',
  'BASE_TABLE',
  'JOIN',
  'SUBQUERY',
  'EMPTY',
  'ORDER_MODIFIER',
  'LIMIT_MODIFIER',
  'DISTINCT_MODIFIER',
  'ORDER_DEFAULT',
  'ASCENDING',
  'DESCENDING',
]);
const partNames: Readonly<Record<string, string>> = {
  TABLE_FUNCTION: '不能使用表函数或读取文件',
  RECURSIVE_CTE_NODE: '不能使用递归查询',
};

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const treesOf = (value: unknown): readonly Tree[] =>
  Array.isArray(value) ? value.filter(isTree) : [];

/** Names of 'with' parts of a node, with their queries. */
export function commonParts(node: Tree): readonly { readonly name: string; readonly query: Tree }[] {
  const map = isTree(node['cte_map']) ? treesOf(node['cte_map']['map']) : [];
  return map.map((entry) => {
    const value = isTree(entry['value']) ? entry['value'] : {};
    const query = isTree(value['query']) ? value['query'] : {};
    return { name: textOf(entry['key']), query: isTree(query['node']) ? query['node'] : {} };
  });
}

function tableProblem(part: Tree, tables: ReadonlySet<string>): string | undefined {
  const table = textOf(part['table_name']);
  if (part['schema_name'] !== undefined || part['catalog_name'] !== undefined)
    return `只能读取声明的输入，不能写库名或模式名（${table}）`;
  return tables.has(table) ? undefined : `“${table}”不是声明的输入`;
}

function expressionProblem(part: Tree): string | undefined {
  const kind = textOf(part['class']);
  if (!expressions.has(kind)) return `不支持的写法：${kind}`;
  if (kind === 'STAR' && (part['columns'] === true || part['expr'] !== undefined))
    return '不支持COLUMNS表达式';
  if (kind !== 'FUNCTION' && kind !== 'WINDOW') return undefined;
  const called = textOf(part['function_name']).toLowerCase();
  const foreign =
    part['catalog'] !== undefined || (part['schema'] !== undefined && part['schema'] !== 'main');
  return foreign || !allowedFunctions.has(called) ? `不能使用函数“${called}”` : undefined;
}

/** Why the part, or anything in it, cannot stand in a mart. `tables` are the names it may read from. */
function problemOf(part: unknown, tables: ReadonlySet<string>): string | undefined {
  if (Array.isArray(part)) {
    for (const each of part) {
      const problem = problemOf(each, tables);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (!isTree(part)) return undefined;
  if (typeof part['class'] === 'string') {
    const problem = expressionProblem(part);
    if (problem !== undefined || part['class'] === 'CONSTANT') return problem;
  } else if (typeof part['type'] === 'string') {
    if (!parts.has(part['type'])) return partNames[part['type']] ?? `不支持的写法：${part['type']}`;
    if (part['type'] === 'BASE_TABLE') return tableProblem(part, tables);
  }
  const own = new Set([...tables, ...commonParts(part).map((common) => common.name)]);
  return problemOf(Object.values(part), own);
}

function readsTable(part: unknown, table: string): boolean {
  if (Array.isArray(part)) return part.some((each) => readsTable(each, table));
  if (!isTree(part)) return false;
  if (part['type'] === 'BASE_TABLE') return part['table_name'] === table;
  return readsTable(Object.values(part), table);
}

/** Throws lake.badMart with the reason. */
export async function readStatement(session: DuckSession, plan: MartPlan): Promise<Statement> {
  const refuse = (reason: string) => lakeErrors.badMart({ title: plan.title, reason });
  const given = quoteText(plan.sql);
  const [parsed] = await session.run(
    `select json_serialize_sql(${given}, skip_null := true, skip_empty := true) as tree`,
  );
  const whole = JSON.parse(String(parsed?.['tree'] ?? '{}')) as Tree;
  if (whole['error'] !== false)
    throw refuse(
      whole['error_type'] === 'parser'
        ? `语句写法有误（第${textOf(whole['position']) || '?'}个字符附近）`
        : '只能是一条SELECT语句',
    );
  const statements = treesOf(whole['statements']);
  const [only] = statements;
  const tree = only?.['node'];
  if (statements.length !== 1 || !isTree(tree)) throw refuse('只能是一条SELECT语句');
  const tables = new Set([...plan.inputs.map((input) => input.name), buildInput]);
  const problem = problemOf(tree, tables);
  if (problem !== undefined) throw refuse(problem);
  const unread = plan.inputs.find((input) => !readsTable(tree, input.name));
  if (unread !== undefined) throw refuse(`声明了输入“${unread.name}”却没有读取`);
  return { tree, readsDay: readsTable(tree, buildInput) };
}
