/** Records of a subject table as people look at them: lists behind a number, and one record with where each of its values came from. */
import type { FieldClass } from '../../../../kernel/access.ts';
import type { Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { SeenRow } from '../../service.ts';
import { fieldsOfSubject, type SubjectPlan } from '../../subject.ts';
import type { DatasetRow, SubjectFilter, SubjectOrigin, SubjectRecord } from '../../types.ts';
import type { Duck, DuckRow } from '../duck/open-duck.ts';
import { findDataset } from '../load/batch-rows.ts';
import { quoteColumn, quoteText } from '../load/quote.ts';
import { covered, isHidden } from '../covered-fields.ts';
import { maskValue, seenRow } from '../read-rows.ts';
import { isServed, readServed } from '../serve/read-served.ts';
import { visibleRows } from '../visible-rows.ts';
import { conflictBit, severalGive } from './golden-rows.ts';
import { normalKey } from './normal-key.ts';
import { findState } from './state.ts';
import { readChanges, readHistory } from './write-history.ts';

type Deps = { readonly store: Store; readonly duck: Duck };

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Names a record without telling its key; another one after the record has changed. */
const idOf = (row: DuckRow) => `${String(row['_batch'])}.${String(row['_row'])}`;

function startsWith(plan: SubjectPlan, digits: string): string {
  if (plan.area === undefined) return 'false';
  return digits === ''
    ? `${quoteColumn(plan.area)} is null`
    : `starts_with(${quoteColumn(plan.area)}::varchar, ${quoteText(digits)})`;
}

function sourceOf(plan: SubjectPlan, id: string): number {
  return plan.sources.findIndex((source) => source.id === id);
}

function hasSource(plan: SubjectPlan, id: string): string {
  const index = sourceOf(plan, id);
  return index < 0 ? 'false' : `_h${index} is not null`;
}

function isId(id: string): string {
  const [batch = '', row = ''] = id.split('.');
  if (!uuid.test(batch) || !/^\d{1,15}$/.test(row)) return 'false';
  return `_batch = ${quoteText(batch)} and _row = ${row}`;
}

function isKey(plan: SubjectPlan, text: string): string {
  const keys = plan.fields.filter((field) => field.key);
  const [key] = keys;
  if (key === undefined || keys.length > 1) return 'false';
  return `${quoteColumn(key.name)}::varchar = ${normalKey(key, quoteText(text))}`;
}

function whereOf(store: Store, plan: SubjectPlan, filter: SubjectFilter, clearance: FieldClass): string {
  const fields = covered(store, plan.dataset, plan.fields, 'page');
  const place = (name: string) => plan.fields.findIndex((field) => field.name === name);
  const inConflict = (name: string) => {
    const index = place(name);
    return index < 0 ? 'false' : `(_c & ${conflictBit(index)}) <> 0`;
  };
  const asked = (values: SubjectFilter['equal'], test: (column: string, value: string) => string) =>
    Object.entries(values ?? {}).map(([name, value]) => {
      const field = fields[place(name)];
      // Asking for the value of a masked field, or a part of it, would tell it.
      if (field === undefined || isHidden(field, clearance)) return 'false';
      return test(`${quoteColumn(name)}::varchar`, quoteText(value));
    });
  const within = filter.within?.map((each) =>
    'area' in each ? startsWith(plan, each.area) : hasSource(plan, each.source),
  );
  const conditions = [
    ...(within === undefined ? [] : [within.length === 0 ? 'false' : `(${within.join(' or ')})`]),
    ...(filter.area === undefined ? [] : [startsWith(plan, filter.area)]),
    ...(filter.ended === undefined ? [] : [filter.ended ? 'ended' : 'not ended']),
    ...(filter.inSource === undefined ? [] : [hasSource(plan, filter.inSource)]),
    ...(filter.notInSource === undefined ? [] : [`not (${hasSource(plan, filter.notInSource)})`]),
    ...(filter.lacks === undefined
      ? []
      : [place(filter.lacks) < 0 ? 'false' : `${quoteColumn(filter.lacks)} is null`]),
    ...(filter.conflict === undefined
      ? []
      : [filter.conflict === '*' ? '_c <> 0' : inConflict(filter.conflict)]),
    ...(filter.id === undefined ? [] : [isId(filter.id)]),
    ...(filter.key === undefined ? [] : [isKey(plan, filter.key)]),
    ...asked(filter.equal, (column, value) => `${column} = ${value}`),
    ...asked(filter.contains, (column, value) => `contains(lower(${column}), lower(${value}))`),
  ];
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
}

async function open(
  store: Store,
  id: string,
): Promise<{ readonly plan: SubjectPlan; readonly dataset: DatasetRow; readonly from: string }> {
  const [dataset, state] = [await findDataset(store.db, id), await findState(store.db, id)];
  if (dataset === undefined || dataset.file === null || state === undefined) throw lakeErrors.noData();
  return { plan: state.plan, dataset, from: visibleRows(store, dataset) };
}

function conflictNames(plan: SubjectPlan, bits: unknown): readonly string[] {
  const set = BigInt(String(bits ?? 0));
  return plan.fields.flatMap((field, index) => (((set >> BigInt(index)) & 1n) === 1n ? [field.name] : []));
}

export async function findRecords(
  deps: Deps,
  query: {
    readonly dataset: string;
    readonly filter: SubjectFilter;
    readonly page: number;
    readonly size: number;
    readonly clearance: FieldClass;
  },
): Promise<{
  readonly rows: readonly {
    readonly id: string;
    readonly values: SeenRow;
    readonly conflicts: readonly string[];
  }[];
  readonly total: number;
}> {
  const { plan, dataset, from } = await open(deps.store, query.dataset);
  const where = whereOf(deps.store, plan, query.filter, query.clearance);
  const fields = covered(deps.store, query.dataset, dataset.fields, 'page');
  const size = Math.min(200, query.size);
  return deps.duck.session(async (session) => {
    const found = await session.run(
      `select * from ${from} ${where} order by _batch, _row limit ${size} offset ${(query.page - 1) * size}`,
    );
    const [counted] = await session.run(`select count(*)::bigint as n from ${from} ${where}`);
    return {
      rows: found.map((row) => ({
        id: idOf(row),
        values: seenRow(row, fields, query.clearance),
        conflicts: conflictNames(plan, row['_c']),
      })),
      total: Number(counted?.['n'] ?? 0),
    };
  });
}

interface Given {
  readonly f: number;
  readonly s: number;
  readonly v: string | null;
}

function recordOf(store: Store, plan: SubjectPlan, row: DuckRow, clearance: FieldClass): SubjectRecord {
  const fields = covered(store, plan.dataset, fieldsOfSubject(plan), 'page');
  const origin = (index: number): SubjectOrigin => {
    const source = plan.sources[index];
    const at = row[`_t${index}`];
    return {
      source: source?.id ?? '',
      dataset: source?.dataset ?? '',
      batch: String(row[`_b${index}`] ?? ''),
      row: Number(row[`_r${index}`] ?? 0),
      at: at === null || at === undefined ? null : String(at),
    };
  };
  const origins = plan.fields.flatMap((field, index) => {
    const winner = row[`_w${index}`];
    return winner === null || winner === undefined ? [] : [[field.name, origin(Number(winner))] as const];
  });
  const given = (row['_given'] ?? []) as readonly Given[];
  return {
    id: idOf(row),
    values: seenRow(row, fields, clearance),
    origins: Object.fromEntries(origins),
    agreeing: Object.fromEntries(
      severalGive(plan).map((index) => [
        plan.fields[index]?.name ?? '',
        { same: Number(row[`_a${index}`] ?? 0), of: Number(row[`_n${index}`] ?? 0) },
      ]),
    ),
    decided: conflictNames(plan, row['_d']),
    sources: plan.sources.flatMap((_, index) =>
      (row[`_h${index}`] ?? null) === null ? [] : [origin(index)],
    ),
    conflicts: conflictNames(plan, row['_c']).map((name) => ({
      field: name,
      given: given
        .filter((each) => plan.fields[Number(each.f)]?.name === name)
        .map((each) => {
          const field = fields.find((own) => own.name === name);
          return {
            ...origin(Number(each.s)),
            value: field === undefined ? null : maskValue(field, each.v, clearance),
          };
        }),
    })),
  };
}

/** The one record that the filter leaves; undefined for none. */
export async function findRecord(
  deps: Deps,
  query: { readonly dataset: string; readonly filter: SubjectFilter; readonly clearance: FieldClass },
): Promise<SubjectRecord | undefined> {
  const { plan, from } = await open(deps.store, query.dataset);
  const where = whereOf(deps.store, plan, query.filter, query.clearance);
  const [row] = await deps.duck.session((session) => session.run(`select * from ${from} ${where} limit 1`));
  return row === undefined ? undefined : recordOf(deps.store, plan, row, query.clearance);
}

/** What builds have changed of the one record that the filter leaves, the newest first. Throws lake.noData. */
export async function findHistory(
  deps: Deps,
  query: { readonly dataset: string; readonly filter: SubjectFilter; readonly clearance: FieldClass },
) {
  const { plan, from } = await open(deps.store, query.dataset);
  const isRecord = whereOf(deps.store, plan, query.filter, query.clearance);
  return readHistory(deps, { plan, rows: from, isRecord, clearance: query.clearance });
}

/** Throws lake.noData. */
export async function findChanges(
  deps: Deps,
  query: {
    readonly dataset: string;
    readonly batch: string;
    readonly fields: readonly string[];
    readonly most: number;
  },
) {
  const { plan, from } = await open(deps.store, query.dataset);
  return readChanges(deps, { plan, rows: from, ...query });
}

/** By a key as somebody writes it, from the service layer: an index instead of a file. Throws lake.noData where the table is not served. */
export async function findServedRecord(
  { store, duck }: Deps,
  id: string,
  key: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const state = await findState(store.db, id);
  if (state === undefined || !(await isServed(store, id))) throw lakeErrors.noData();
  const keys = state.plan.fields.filter((field) => field.key);
  const [only] = keys;
  if (only === undefined || keys.length > 1) return undefined;
  const [row] = await duck.session((session) =>
    session.run(`select ${normalKey(only, quoteText(key))} as k`),
  );
  const normal = row?.['k'];
  if (typeof normal !== 'string') return undefined;
  const [found] = await readServed(store, { dataset: id, key: normal, size: 1, where: {} });
  return found?.row;
}
