/** Rows of one state of a dataset as anybody asks for them: filtered, sorted, page by page, or in groups that are large enough. */
import type { Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import type { Grouped, GroupQuery, OpenRow, SeekQuery } from '../../open.ts';
import type { DatasetRow } from '../../types.ts';
import type { Duck } from '../duck/open-duck.ts';
import { quoteColumn, quoteText } from '../load/quote.ts';
import { covered, type CoveredField, isWithheld } from '../covered-fields.ts';
import { seenRow, withheldFields } from '../read-rows.ts';
import { visibleRows } from '../visible-rows.ts';

interface Deps {
  readonly store: Store;
  readonly duck: Duck;
}

function likeText(text: string): string {
  return quoteText(`%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
}

/** Dates and numbers are compared as they are shown. */
function asText(field: LakeField): string {
  const column = quoteColumn(field.name);
  if (field.type !== 'decimal') return `${column}::varchar`;
  return `regexp_replace(regexp_replace(${column}::varchar, '(\\.[0-9]*?)0+$', '\\1'), '\\.$', '')`;
}

function conditionOf({ where = {}, search }: SeekQuery, fields: readonly LakeField[]): string {
  const tests = Object.entries(where).map(([name, values]) => {
    const field = fields.find((each) => each.name === name);
    if (field === undefined || values.length === 0) return 'false';
    return `${asText(field)} in (${values.map(quoteText).join(', ')})`;
  });
  if (search && fields.length === 0) tests.push('false');
  else if (search)
    tests.push(
      `(${fields.map((field) => `${asText(field)} ilike ${likeText(search)} escape '\\'`).join(' or ')})`,
    );
  return tests.length === 0 ? '' : `where ${tests.join(' and ')}`;
}

function orderOf({ sort = [], distinct }: SeekQuery, fields: readonly LakeField[]): string {
  const known = sort.filter(({ field }) => fields.some(({ name }) => name === field));
  const wanted = known.map(({ field, descending }) => `${quoteColumn(field)} ${descending ? 'desc' : 'asc'}`);
  // Rows that were made one have no place of their own.
  const last = distinct === undefined ? ['_batch', '_row'] : fields.map(({ name }) => quoteColumn(name));
  return [...wanted, ...last].join(', ');
}

export async function seekRows(
  { store, duck }: Deps,
  query: SeekQuery,
): Promise<{ readonly rows: readonly OpenRow[]; readonly total: number }> {
  if (query.state.file === null) throw lakeErrors.noData();
  const open = openFields(store, query.state, query.fields);
  // What a policy masks is neither found nor ordered nor told apart by its value.
  const plain = open.filter((field) => !isWithheld(field));
  const { distinct } = query;
  const fields = distinct === undefined ? open : plain.filter(({ name }) => distinct.includes(name));
  if (fields.length === 0) return { rows: [], total: 0 };
  const where = conditionOf(query, plain);
  const seen = withheldFields(fields);
  const list = fields.map(({ name }) => quoteColumn(name)).join(', ');
  const all = `${visibleRows(store, query.state)} ${where}`;
  const from = distinct === undefined ? all : `(select distinct ${list} from ${all})`;
  return duck.session(async (session) => {
    const rows = await session.run(
      `select ${list} from ${from} order by ${orderOf(query, distinct === undefined ? plain : fields)} limit ${Math.trunc(query.limit)} offset ${Math.trunc(query.offset)}`,
    );
    if (where === '' && distinct === undefined)
      return { rows: rows.map((row) => seenRow(row, seen, 'public')), total: query.state.rows };
    const [counted] = await session.run(`select count(*)::int as n from ${from}`);
    return { rows: rows.map((row) => seenRow(row, seen, 'public')), total: Number(counted?.['n'] ?? 0) };
  });
}

function openFields(store: Store, state: DatasetRow, wanted: readonly string[]): readonly CoveredField[] {
  return covered(
    store,
    state.id,
    state.fields.filter(({ name }) => wanted.includes(name)),
    'open',
  );
}

interface Group {
  readonly key: string | null;
  readonly rows: number;
  readonly value: number | null;
}

/**
 * Smallest first. What is held back must be more than can be worked out from the whole: as long as the rows held back are fewer than k together,
 * the next group goes with them.
 */
function holdBack(groups: readonly Group[], k: number): number {
  const ordered = groups.map(({ rows }) => rows).toSorted((one, other) => one - other);
  let held = 0;
  let rows = 0;
  for (const size of ordered) {
    if (size >= k && (held === 0 || rows >= k)) break;
    held += 1;
    rows += size;
  }
  return held;
}

export async function groupRows({ store, duck }: Deps, query: GroupQuery): Promise<Grouped> {
  const { state, by, value, measure, k, most } = query;
  if (state.file === null) throw lakeErrors.noData();
  const fields = covered(store, state.id, state.fields, 'open').filter((each) => !isWithheld(each));
  const field = fields.find(({ name }) => name === by);
  if (field === undefined) throw lakeErrors.badField({ name: by, reason: '没有这个字段' });
  const measured = fields.find(
    ({ name, type }) => name === value && (type === 'integer' || type === 'decimal'),
  );
  if (measure !== 'count' && measured === undefined)
    throw lakeErrors.badField({ name: value ?? '', reason: '不是数字字段' });
  const column = measured === undefined ? '1' : quoteColumn(measured.name);
  const number = { count: 'count(*)', sum: `sum(${column})`, mean: `avg(${column})` }[measure];
  const rows = await duck.session((session) =>
    session.run(
      `select ${asText(field)} as key, count(*)::int as n, ${number}::double as value from ${visibleRows(store, state)}
       group by 1 order by n desc, key`,
    ),
  );
  const groups = rows.map((row) => ({
    key: row['key'] === null ? null : String(row['key']),
    rows: Number(row['n']),
    value: row['value'] === null ? null : Number(row['value']),
  }));
  const held = holdBack(groups, k);
  const shown = groups.slice(0, groups.length - held);
  return { groups: shown.slice(0, most), held, left: Math.max(0, shown.length - most) };
}
