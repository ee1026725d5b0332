/** Whether fields of a dataset may go out to anybody: identifiers in the content itself, and how small the groups of quasi-identifiers are. */
import type { Store } from '../../store/index.ts';
import patterns from '../data/identifier-patterns.json' with { type: 'json' };
import { lakeErrors } from '../errors.ts';
import type { LakeField } from '../field.ts';
import { suggestQuasi } from '../quasi.ts';
import type { AnonymityReport } from '../types.ts';
import type { Duck, DuckSession } from './duck/open-duck.ts';
import { isNumber, numbersIn } from './number-columns.ts';
import { findDataset } from './load/batch-rows.ts';
import { quoteColumn, quoteText } from './load/quote.ts';
import { visibleRows } from './visible-rows.ts';

const wide = '０１２３４５６７８９Ｘｘ＠．';
const narrow = '0123456789Xx@.';

/** Every column as text, whatever its type: a number column may hold numbers of people. */
function searched(field: LakeField): string {
  const text = `translate(${quoteColumn(field.name)}::varchar, ${quoteText(wide)}, ${quoteText(narrow)})`;
  // Twice, since each match takes both its digits.
  const joined = ['1', '2'].reduce(
    (inner) => `regexp_replace(${inner}, '([0-9])[ -]([0-9])', '\\1\\2', 'g')`,
    text,
  );
  // Beside each other, so that what is found in either counts once.
  return field.type === 'text' ? `${text} || chr(10) || ${joined}` : text;
}

async function identifiersIn(
  session: DuckSession,
  from: string,
  fields: readonly LakeField[],
): Promise<AnonymityReport['identifiers']> {
  const found: AnonymityReport['identifiers'][number][] = [];
  for (const field of fields) {
    const counts = patterns.patterns.map(({ kind, pattern, numbers }) => {
      const inside = `regexp_matches(${searched(field)}, ${quoteText(pattern)})`;
      // Cells that are a number and nothing else are judged by their column.
      const condition = numbers === undefined ? inside : `${inside} and not ${isNumber(field)}`;
      return `count(*) filter (${condition})::int as ${quoteColumn(kind)}`;
    });
    const [row] = await session.run(`select ${counts.join(', ')} from ${from}`);
    for (const { kind, title, numbers } of patterns.patterns) {
      const whole = numbers === undefined ? 0 : await numbersIn(session, from, field, numbers);
      const cells = Number(row?.[kind] ?? 0) + whole;
      if (cells > 0) found.push({ field: field.name, kind, title, cells });
    }
  }
  return found;
}

async function groupsOf(session: DuckSession, from: string, quasi: readonly LakeField[], k: number) {
  const names = quasi.map((field) => quoteColumn(field.name)).join(', ');
  const [row] = await session.run(
    `select min(n)::int as smallest, count(*) filter (n < ${k})::int as groups, coalesce(sum(n) filter (n < ${k}), 0)::int as rows
     from (select count(*) as n from ${from} group by ${names})`,
  );
  return {
    smallest: row?.['smallest'] === null || row === undefined ? null : Number(row['smallest']),
    smallGroups: Number(row?.['groups'] ?? 0),
    smallRows: Number(row?.['rows'] ?? 0),
  };
}

/** No value of a row leaves this: only counts. `smallest` is null without quasi-identifiers or rows. */
export async function checkAnonymity(
  deps: { readonly store: Store; readonly duck: Duck },
  query: {
    readonly dataset: string;
    readonly fields: readonly string[];
    readonly quasi: readonly string[];
    readonly k: number;
  },
): Promise<AnonymityReport> {
  const dataset = await findDataset(deps.store.db, query.dataset);
  if (dataset === undefined || dataset.file === null || dataset.batch === null) throw lakeErrors.noData();
  const wanted = new Set(query.fields);
  const fields = dataset.fields.filter((field) => wanted.has(field.name));
  const from = visibleRows(deps.store, dataset);
  const direct = fields
    .filter(
      (field) =>
        field.class === 'personal' ||
        field.class === 'sensitive' ||
        field.format === 'id-card' ||
        field.format === 'phone',
    )
    .map((field) => field.name);
  const quasi = fields.filter((field) => query.quasi.includes(field.name));
  const base = {
    batch: dataset.batch,
    rows: dataset.rows,
    direct,
    unnamed: suggestQuasi(fields).filter(({ field }) => !query.quasi.includes(field)),
    k: query.k,
  };
  return deps.duck.session(async (session) => {
    const identifiers = await identifiersIn(session, from, fields);
    if (quasi.length === 0) return { ...base, identifiers, smallest: null, smallGroups: 0, smallRows: 0 };
    return { ...base, identifiers, ...(await groupsOf(session, from, quasi, query.k)) };
  });
}
