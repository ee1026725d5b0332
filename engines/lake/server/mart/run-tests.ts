/** The tests of a mart over the rows that a build has made, and its examples: rows in, rows out. Counts only leave this file. */
import { type LakeField } from '../../field.ts';
import {
  buildInput,
  fieldsOfMart,
  type MartPlan,
  type MartTest,
  type MartTestResult,
  testTitle,
} from '../../mart.ts';
import { type Duck, DuckProblem, type DuckSession } from '../duck/open-duck.ts';
import { quoteColumn, quoteText } from '../load/quote.ts';
import { sqlTypes } from '../load/write-standard.ts';

type Example = Extract<MartTest, { kind: 'example' }>;
type OverRows = Exclude<MartTest, Example>;
type Cell = Example['gives'][number][string];

const isFilled = (names: readonly string[]) =>
  names.map((each) => `${quoteColumn(each)} is not null`).join(' and ');

/** Rows of `built` that fail the test. */
function failing(test: OverRows): string {
  switch (test.kind) {
    case 'unique': {
      const names = test.fields.map(quoteColumn).join(', ');
      return `select sum(n - 1) as n from (select count(*) as n from built where ${isFilled(test.fields)} group by ${names})`;
    }
    case 'filled':
      return `select count(*) as n from built where ${quoteColumn(test.field)} is null`;
    case 'codes':
      return `select count(*) as n from built where ${quoteColumn(test.field)}::varchar not in (${test.values.map(quoteText).join(', ')})`;
    case 'range': {
      const field = quoteColumn(test.field);
      const sides = [
        ...(test.minimum === undefined ? [] : [`${field} < ${test.minimum}`]),
        ...(test.maximum === undefined ? [] : [`${field} > ${test.maximum}`]),
      ];
      return `select count(*) as n from built where ${sides.length === 0 ? 'false' : sides.join(' or ')}`;
    }
    case 'reference':
      return `select count(*) as n from built where ${quoteColumn(test.field)} is not null and ${quoteColumn(test.field)}::varchar not in
        (select ${quoteColumn(test.column)}::varchar from ${quoteColumn(test.input)} where ${quoteColumn(test.column)} is not null)`;
  }
}

/** What every mart must hold, whatever it declares: its grain. */
function grainOf(plan: MartPlan): readonly OverRows[] {
  const keys = plan.fields.filter((field) => field.key).map((field) => field.name);
  return [{ kind: 'unique', fields: keys }, ...keys.map((field) => ({ kind: 'filled' as const, field }))];
}

function valueOf(value: Cell | undefined, type: LakeField['type']): string {
  return value === null || value === undefined
    ? `null::${sqlTypes[type]}`
    : `${quoteText(String(value))}::${sqlTypes[type]}`;
}

/** A table of literal rows, for a 'from'. */
function literalRows(
  fields: readonly { readonly name: string; readonly type: LakeField['type'] }[],
  rows: Example['gives'],
): string {
  const select = (row: Example['gives'][number], end = '') =>
    `select ${fields.map((field) => `${valueOf(row[field.name], field.type)} as ${quoteColumn(field.name)}`).join(', ')} ${end}`;
  return rows.length === 0 ? select({}, 'where false') : rows.map((row) => select(row)).join(' union all ');
}

/** Rows that one side has and the other has not. */
async function differing(
  session: DuckSession,
  given: {
    readonly plan: MartPlan;
    readonly fields: ReadonlyMap<string, readonly LakeField[]>;
  },
  test: Example,
): Promise<number> {
  const { plan } = given;
  for (const input of plan.inputs)
    await session.run(
      `create or replace temp view ${quoteColumn(input.name)} as ${literalRows(given.fields.get(input.name) ?? [], test.given[input.name] ?? [])}`,
    );
  await session.run(`create or replace temp view ${buildInput} as select date ${quoteText(test.day)} as day`);
  await session.run(`create or replace temp view statement as ${plan.sql}`);
  const named = new Set(test.gives.flatMap((row) => Object.keys(row)));
  const compared = fieldsOfMart(plan).filter((field) => named.size === 0 || named.has(field.name));
  const made = compared
    .map((field) => `${quoteColumn(field.name)}::${sqlTypes[field.type]} as ${quoteColumn(field.name)}`)
    .join(', ');
  const [got, wanted] = [`select ${made} from statement`, literalRows(compared, test.gives)];
  const [row] = await session.run(
    `select (select count(*) from (${got} except all (${wanted})))::bigint + (select count(*) from ((${wanted}) except all ${got}))::bigint as n`,
  );
  return Number(row?.['n'] ?? 0);
}

/** `session` has the view built and one view for each input; examples run in a session of their own. */
export async function runTests(
  session: DuckSession,
  duck: Duck,
  given: {
    readonly plan: MartPlan;
    readonly fields: ReadonlyMap<string, readonly LakeField[]>;
  },
  signal: AbortSignal,
): Promise<readonly MartTestResult[]> {
  const { plan } = given;
  const results: MartTestResult[] = [];
  for (const test of [...grainOf(plan), ...plan.tests]) {
    const failed = async () => {
      if (test.kind === 'example') return duck.session((apart) => differing(apart, given, test), signal);
      const [row] = await session.run(`select coalesce(n, 0)::bigint as n from (${failing(test)})`);
      return Number(row?.['n'] ?? 0);
    };
    results.push({
      kind: test.kind,
      title: testTitle(plan, test),
      failed: await failed().catch((problem: unknown) => {
        // DuckDB's text may hold a value; that the test could not be run is enough.
        if (problem instanceof DuckProblem && !signal.aborted) return null;
        throw problem;
      }),
    });
  }
  return results;
}
