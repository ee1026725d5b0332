/** The columns and checks of a table as they were kept, and as somebody sends them: shapes first, then every expression tried. */
import { registers } from '../../../../../engines/registers/service.ts';
import { rules } from '../../../../../engines/rules/service.ts';
import { CityError, type Problem } from '../../../../../kernel/errors.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { TableBody } from '../../table/column.ts';
import type { Evaluate } from '../../table/roll-up.ts';

interface Kept {
  readonly columns: unknown;
  readonly checks?: unknown;
  readonly uses?: unknown;
}

/** What the system itself has kept. */
export function readBody(row: Kept): TableBody {
  return TableBody.parse({ columns: row.columns, checks: row.checks ?? [], uses: row.uses ?? [] });
}

export function evaluateOf(services: Services): Evaluate {
  const judge = services.use(rules);
  return (text, scope) => judge.evaluate(text, scope);
}

/** Names that an expression may say, each of no particular value. */
function scopeOf({ columns, uses }: TableBody): Readonly<Record<string, unknown>> {
  const cells = Object.fromEntries(columns.map(({ key }) => [key, null]));
  return { ...cells, 上期: cells, ...Object.fromEntries(uses.map(({ alias }) => [alias, {}])) };
}

function tryExpression(
  services: Services,
  text: string,
  scope: Readonly<Record<string, unknown>>,
): string | undefined {
  try {
    services.use(rules).compile(text, scope);
    return undefined;
  } catch (problem) {
    if (problem instanceof CityError) return problem.problems[0]?.message ?? problem.message;
    throw problem;
  }
}

async function checkLists(services: Services, { columns }: TableBody): Promise<void> {
  const { codeLists } = services.use(registers);
  const problems: Problem[] = [];
  for (const [index, { codeList, title }] of columns.entries())
    if (codeList !== undefined && (await codeLists.list(codeList)).length === 0)
      problems.push({
        path: `values.columns.${index}.codeList`,
        message: `“${title}”的代码表“${codeList}”不存在`,
      });
  if (problems.length > 0) throw errors.badTable({}, problems);
}

/** Throws with a problem for each broken column, formula or check. */
export async function checkBody(services: Services, given: Kept): Promise<TableBody> {
  const read = TableBody.safeParse({
    columns: given.columns,
    checks: given.checks ?? [],
    uses: given.uses ?? [],
  });
  if (!read.success)
    throw errors.badTable(
      {},
      read.error.issues.map(({ path, message }) => ({ path: `values.${path.join('.')}`, message })),
    );
  const body = read.data;
  const scope = scopeOf(body);
  const problems: Problem[] = [];
  const look = (path: string, text: string | undefined) => {
    const problem = text === undefined ? undefined : tryExpression(services, text, scope);
    if (problem !== undefined) problems.push({ path: `values.${path}`, message: problem });
  };
  body.columns.forEach(({ formula }, index) => look(`columns.${index}.formula`, formula));
  body.checks.forEach(({ when }, index) => look(`checks.${index}.when`, when));
  await checkLists(services, body);
  if (problems.length > 0) throw errors.badExpression({}, problems);
  return body;
}
