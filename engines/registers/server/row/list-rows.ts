/** The list of a register: conditions, order and page of one query, and the bounded count beside it. */
import { type RawBuilder, sql } from 'kysely';
import type { Decision } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { SearchService } from '../../../search/service.ts';
import { samePlan, scopeCondition } from '../../../store/index.ts';
import type { Database } from '../../../store/service.ts';
import type { ListQuery } from '../../service.ts';
import {
  isSealedField,
  metaColumns,
  type Order,
  type Shape,
  type ShapeField,
} from '../shape/describe-shape.ts';
import type { BoundedCounts } from './bounded-count.ts';
import { type Condition, filterCondition } from './filter-condition.ts';
import { sealedEquals, sealedError, type SealedValues } from '../field/sealed-field.ts';
import { maskedError, whereConditions } from './where-conditions.ts';

export const mostCounted = 10_000;
const largestPage = 200;
const defaultSize = 20;
/** Deeper pages are for machines, and those export. */
const deepest = 100_000;
const mostHits = 1000;

export interface Reading {
  readonly db: Database;
  readonly search: SearchService | undefined;
  readonly counts: BoundedCounts;
  seals(): Promise<SealedValues | undefined>;
}

export interface PageOfRows {
  readonly rows: Record<string, unknown>[];
  readonly total: number;
  readonly more: boolean;
  readonly page: number;
  readonly size: number;
}

type Permit = Extract<Decision, { permit: true }>;

/** Descending puts empty values last too, so that the index of the default order serves it. */
export function orderSql(order: Order): RawBuilder<unknown> {
  if (order.column === 'id') return order.descending ? sql`id desc` : sql`id asc`;
  return order.descending
    ? sql`${sql.ref(order.column)} desc nulls last, id desc`
    : sql`${sql.ref(order.column)} asc nulls last, id asc`;
}

export function orderOf(shape: Shape, sort: string | undefined, hidden: ReadonlySet<string>): Order {
  if (sort === undefined || sort === '') return shape.order;
  const descending = sort.startsWith('-');
  const name = descending ? sort.slice(1) : sort;
  const each = shape.byName.get(name);
  if (each !== undefined && hidden.has(name)) throw maskedError(each);
  if (each !== undefined && isSealedField(each)) throw sealedError(each);
  if (each?.sortable) return { column: each.column, descending };
  if (Object.hasOwn(metaColumns, name))
    return { column: metaColumns[name as keyof typeof metaColumns], descending };
  throw commonErrors.invalid({}, [{ path: 'sort', message: '不能按这个字段排序' }]);
}

function boxCondition(shape: Shape, box: readonly number[], hidden: ReadonlySet<string>): Condition {
  const { point } = shape;
  const [west, south, east, north] = box;
  if (point === undefined || box.length !== 4 || !box.every(Number.isFinite))
    throw commonErrors.invalid({}, [{ path: 'box', message: '地图范围不正确' }]);
  if (hidden.has(point.name)) throw maskedError(point);
  return sql<boolean>`${sql.ref(point.column)} <@ box(point(${west}::float8, ${south}::float8), point(${east}::float8, ${north}::float8))`;
}

/** Letters, digits and dashes with at least one digit: what a whole number or code looks like. */
const numberForm = /^(?=.*\d)[A-Za-z0-9-]{5,40}$/;

/** Somebody who types a whole number wants that row: its unique index answers before any word is looked up. */
function numberCondition(
  open: readonly ShapeField[],
  text: string,
  sealed: SealedValues | undefined,
): Condition | undefined {
  const unique = open.filter(
    (each) => each.index !== undefined || (each.field.unique && each.field.type === 'text'),
  );
  if (unique.length === 0 || !numberForm.test(text)) return undefined;
  const either = unique.map((each) =>
    each.index === undefined
      ? sql<boolean>`${sql.ref(each.column)} = ${text}`
      : sealedEquals(each, [text], sealed),
  );
  return sql<boolean>`state = 'active' and (${sql.join(either, sql` or `)})`;
}

async function idsByNumber(
  reading: Reading,
  open: readonly ShapeField[],
  shape: Shape,
  text: string,
): Promise<readonly string[]> {
  const condition = numberCondition(open, text, await reading.seals());
  if (condition === undefined) return [];
  const found = await sql<{ id: string }>`select id from ${shape.table} where ${condition}
    limit ${mostHits}`.execute(reading.db);
  return found.rows.map((row) => row.id);
}

/**
 * Through the index when every searchable field is open to the caller; else by plain text in the fields that are.
 * So a hidden value cannot be found by guessing it.
 */
async function searchCondition(
  reading: Reading,
  shape: Shape,
  text: string,
  decision: Permit,
  hidden: ReadonlySet<string>,
): Promise<Condition> {
  const open = shape.searchable.filter((each) => !hidden.has(each.name));
  if (text.length > 200) throw commonErrors.invalid({}, [{ path: 'search', message: '搜索内容过长' }]);
  if (open.length === 0) {
    const [first] = shape.searchable;
    throw first === undefined
      ? commonErrors.invalid({}, [{ path: 'search', message: '这个台账不支持搜索' }])
      : maskedError(first);
  }
  const numbered = await idsByNumber(reading, open, shape, text);
  if (numbered.length > 0) return sql<boolean>`id = any(${numbered}::uuid[])`;
  const worded = open.filter((each) => each.index === undefined);
  if (worded.length === 0) return sql<boolean>`false`;
  const indexed = shape.searchable.filter((each) => each.class === 'public' || each.class === 'internal');
  if (reading.search !== undefined && indexed.length > 0 && indexed.every((each) => !hidden.has(each.name))) {
    const within = [{ register: shape.info.id, decision }];
    const hits = await reading.search.search({ text, within, limit: mostHits });
    return sql<boolean>`id = any(${hits.map((hit) => hit.id)}::uuid[])`;
  }
  return textCondition(worded, text);
}

function textCondition(fields: readonly ShapeField[], text: string): Condition {
  const pattern = `%${text
    .normalize('NFC')
    .trim()
    .replaceAll('\u0000', '')
    .replace(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`(${sql.join(
    fields.map((each) => sql<boolean>`${sql.ref(each.column)}::text ilike ${pattern}`),
    sql` or `,
  )})`;
}

export async function queryConditions(
  reading: Reading,
  shape: Shape,
  query: ListQuery,
  decision: Permit,
  hidden: ReadonlySet<string>,
): Promise<readonly Condition[]> {
  const conditions: Condition[] = [];
  if (query.state !== 'all')
    conditions.push(
      query.state === 'archived' ? sql<boolean>`state = 'archived'` : sql<boolean>`state = 'active'`,
    );
  if (!decision.rows.some((scope) => scope.kind === 'all'))
    conditions.push(scopeCondition(decision, shape.scope));
  const sealed = await reading.seals();
  if (query.where !== undefined) conditions.push(...whereConditions(shape, query.where, hidden, sealed));
  if (query.filter !== undefined) conditions.push(filterCondition(shape, query.filter, hidden, sealed));
  if (query.box !== undefined) conditions.push(boxCondition(shape, query.box, hidden));
  const text = query.search?.trim() ?? '';
  if (text !== '') conditions.push(await searchCondition(reading, shape, text, decision, hidden));
  return conditions;
}

export function allOf(conditions: readonly Condition[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

function pageOf(query: ListQuery): { readonly page: number; readonly size: number } {
  const page = query.page ?? 1;
  const size = query.size ?? defaultSize;
  if (!Number.isInteger(page) || page < 1)
    throw commonErrors.invalid({}, [{ path: 'page', message: '页码应从 1 开始' }]);
  if (!Number.isInteger(size) || size < 1 || size > largestPage)
    throw commonErrors.invalid({}, [{ path: 'size', message: `每页应为 1 到 ${largestPage} 条` }]);
  if (page * size > deepest)
    throw commonErrors.invalid({}, [{ path: 'page', message: '翻页过深,请缩小查询范围或导出' }]);
  return { page, size };
}

/** A whole number that is met within reach: one statement, and one plan, since the unique index serves whatever else is asked. */
async function rowsByNumber(
  reading: Reading,
  shape: Shape,
  query: ListQuery,
  decision: Permit,
  hidden: ReadonlySet<string>,
  extra: readonly Condition[],
): Promise<readonly Record<string, unknown>[]> {
  const open = shape.searchable.filter((each) => !hidden.has(each.name));
  const number = numberCondition(open, query.search?.trim() ?? '', await reading.seals());
  if (number === undefined) return [];
  const { search: _search, ...rest } = query;
  const where = allOf([...(await queryConditions(reading, shape, rest, decision, hidden)), ...extra, number]);
  const found = await sql<
    Record<string, unknown>
  >`${sql.raw(samePlan)}select ${shape.select} from ${shape.table}
    where ${where} order by ${orderSql(orderOf(shape, query.sort, hidden))} limit ${largestPage}`.execute(
    reading.db,
  );
  return found.rows;
}

/** Exactly, however many: for programs that promise a total. */
export async function countRows(
  reading: Reading,
  shape: Shape,
  query: ListQuery,
  decision: Permit,
  hidden: ReadonlySet<string>,
): Promise<number> {
  const where = allOf(await queryConditions(reading, shape, query, decision, hidden));
  const found = await sql<{
    rows: number;
  }>`select count(*)::int as rows from ${shape.table} where ${where}`.execute(reading.db);
  return found.rows[0]?.rows ?? 0;
}

export async function listRows(
  reading: Reading,
  shape: Shape,
  query: ListQuery,
  decision: Permit,
  hidden: ReadonlySet<string>,
  extra: readonly Condition[] = [],
): Promise<PageOfRows> {
  const { page, size } = pageOf(query);
  const order = orderOf(shape, query.sort, hidden);
  const numbered = page === 1 ? await rowsByNumber(reading, shape, query, decision, hidden, extra) : [];
  (await reading.seals())?.open([...numbered]);
  if (numbered.length > 0 && numbered.length < size)
    return { rows: [...numbered], total: numbered.length, more: false, page, size };
  const where = allOf([...(await queryConditions(reading, shape, query, decision, hidden)), ...extra]);
  const skipped = (page - 1) * size;
  const found = await sql<Record<string, unknown>>`select ${shape.select} from ${shape.table} where ${where}
    order by ${orderSql(order)} limit ${size} offset ${skipped}`.execute(reading.db);
  const { rows } = found;
  (await reading.seals())?.open(rows);
  // A page that is not full tells the total by itself.
  if (rows.length < size && (rows.length > 0 || page === 1))
    return { rows, total: skipped + rows.length, more: false, page, size };
  const counted = await reading.counts.count(
    reading.db,
    sql`select count(*)::int as count from (select 1 from ${shape.table} where ${where} limit ${mostCounted + 1}) bounded`,
  );
  return { rows, total: counted, more: counted > mostCounted, page, size };
}
