/** Counts and sums over the rows of a register, and the very rows behind each number: both ask by the same conditions, so they agree. */
import { type RawBuilder, sql } from 'kysely';
import type { Decision } from '../../../../kernel/access.ts';
import { areaPrefix, isAreaCode } from '../../../../kernel/area.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Field } from '../../../../kernel/register.ts';
import { shanghaiInstant } from '../../../../kernel/working-time.ts';
import { scopeCondition } from '../../../store/index.ts';
import type { Database } from '../../../store/service.ts';
import type { AggregateGroup, AggregateQuery, Counted, Measure, MeasureValue } from '../../service.ts';
import { isSealedField, type Shape, type ShapeField } from '../shape/describe-shape.ts';
import { type Condition, filterCondition } from './filter-condition.ts';
import { allOf } from './list-rows.ts';
import { sealedError, type SealedValues } from '../field/sealed-field.ts';
import { maskedError } from './where-conditions.ts';

type Expression = RawBuilder<unknown>;

const mostGroups = 2000;
const mostMeasures = 400;
const levelDigits = { county: 6, town: 9, village: 12 } as const;
const groupable = new Set<Field['type']>([
  'text',
  'code',
  'boolean',
  'area',
  'department',
  'subject',
  'ref',
  'date',
]);

function refuse(path: string, message: string): never {
  throw commonErrors.invalid({}, [{ path, message }]);
}

/** A field that a contract or a caller names; `hidden` guards those that a caller names. */
function fieldOf(shape: Shape, path: string, name: string, hidden?: ReadonlySet<string>): ShapeField {
  const found = shape.byName.get(name);
  if (found === undefined) return refuse(path, `没有“${name.slice(0, 100)}”这个字段`);
  if (hidden?.has(name)) throw maskedError(found);
  // Neither a group nor a sum can be made of what lies in boxes.
  if (isSealedField(found)) throw sealedError(found);
  return found;
}

/** What a row is put under; the drill asks for equality with this very expression. */
function groupExpression(shape: Shape, query: AggregateQuery, hidden: ReadonlySet<string>): Expression {
  if (query.by === undefined) return sql`null::text`;
  const { column, field } = fieldOf(shape, 'by', query.by.field, hidden);
  if (field.type === 'point' && query.by.cell !== undefined) {
    const { lon, lat } = query.by.cell;
    if (!(lon > 0) || !(lat > 0)) return refuse('by', '分析格应有大小');
    const at = sql.ref(column);
    return sql`floor(${at}[0] / ${sql.lit(lon)})::integer || ',' || floor(${at}[1] / ${sql.lit(lat)})::integer`;
  }
  if (!groupable.has(field.type)) return refuse('by', `不能按“${field.title}”分组`);
  if (field.type !== 'area' || query.by.level === undefined) return sql`${sql.ref(column)}::text`;
  return sql`rpad(substr(${sql.ref(column)}, 1, ${sql.lit(levelDigits[query.by.level])}), 12, '0')`;
}

/** From the first day to the end of the last, in Shanghai. */
function periodCondition(shape: Shape, query: AggregateQuery, name: string): Condition {
  const { column, field } = fieldOf(shape, 'period', name);
  const at = sql.ref(column);
  if (field.type === 'date')
    return sql<boolean>`(${at} >= ${query.from}::date and ${at} <= ${query.to}::date)`;
  if (field.type !== 'moment') return refuse('period', `“${field.title}”不是时间`);
  const from = shanghaiInstant(query.from).toISOString();
  const until = new Date(shanghaiInstant(query.to).getTime() + 86_400_000).toISOString();
  return sql<boolean>`(${at} >= ${from}::timestamptz and ${at} < ${until}::timestamptz)`;
}

function bucketExpression(shape: Shape, query: AggregateQuery, name: string): Expression {
  if (query.every === undefined) return sql`null::date`;
  const { column, field } = fieldOf(shape, 'period', name);
  const local =
    field.type === 'date'
      ? sql`${sql.ref(column)}::timestamp`
      : sql`${sql.ref(column)} at time zone 'Asia/Shanghai'`;
  return sql`date_trunc(${sql.lit(query.every)}, ${local})::date`;
}

function hours(shape: Shape, value: { readonly from: string; readonly to: string }): Expression {
  const [from, to] = [value.from, value.to].map((name) => {
    const found = fieldOf(shape, 'value', name);
    return found.field.type === 'moment'
      ? sql.ref(found.column)
      : refuse('value', `“${found.field.title}”不是时间`);
  });
  return sql`extract(epoch from (${to} - ${from}))::double precision / 3600`;
}

function valueExpression(shape: Shape, value: MeasureValue): Expression {
  if (typeof value !== 'string') return hours(shape, value);
  const { column, field } = fieldOf(shape, 'value', value);
  if (field.type !== 'integer' && field.type !== 'decimal')
    return refuse('value', `“${field.title}”不是数字`);
  return sql`${sql.ref(column)}::double precision`;
}

/** The rows that a measure counts, apart from its period. */
function measureCondition(shape: Shape, measure: Measure, sealed: SealedValues | undefined): Condition {
  const filter = filterCondition(shape, measure.where, new Set(), sealed);
  if (measure.value === undefined) return filter;
  return sql<boolean>`(${filter} and (${valueExpression(shape, measure.value)}) is not null)`;
}

function withinCondition(shape: Shape, code: string): Condition {
  const { area } = shape.scope;
  if (area === undefined) return refuse('within', '这个台账没有区划');
  if (!isAreaCode(code)) return refuse('within', '应为区划代码');
  const prefix = areaPrefix(code);
  return sql<boolean>`(${sql.ref(area)} >= ${prefix} and ${sql.ref(area)} < ${`${prefix}:`})`;
}

/** Rows that the caller may count at all. Withdrawn rows never count. */
function reachConditions(
  shape: Shape,
  query: AggregateQuery,
  decisions: readonly Decision[],
  hidden: ReadonlySet<string>,
): readonly Condition[] {
  const narrowing = decisions.filter(
    (each) => !(each.permit && each.rows.some((scope) => scope.kind === 'all')),
  );
  return [
    sql<boolean>`state = 'active'`,
    ...narrowing.map((each) => scopeCondition(each, shape.scope)),
    ...(query.within === undefined ? [] : [withinCondition(shape, query.within)]),
    ...(query.group === undefined
      ? []
      : [sql<boolean>`${groupExpression(shape, query, hidden)} is not distinct from ${query.group}::text`]),
  ];
}

interface PlainGroup {
  readonly key: string | null;
  readonly bucket: string | null;
  readonly [measure: `m${number}` | `s${number}`]: number | null;
}

function selected(
  shape: Shape,
  query: AggregateQuery,
  entries: readonly Measure[],
  single: boolean,
  sealed: SealedValues | undefined,
): readonly Expression[] {
  return entries.flatMap((measure, index) => {
    const counted = single
      ? measureCondition(shape, measure, sealed)
      : sql<boolean>`${periodCondition(shape, query, measure.period)} and ${measureCondition(shape, measure, sealed)}`;
    const name = sql.ref(`m${index}`);
    const count = sql`count(*) filter (where ${counted}) as ${name}`;
    if (measure.value === undefined) return [count];
    const sum = sql`sum(${valueExpression(shape, measure.value)}) filter (where ${counted}) as ${sql.ref(`s${index}`)}`;
    return [count, sum];
  });
}

function mostOf(query: AggregateQuery): number | undefined {
  return query.top === undefined ? undefined : Math.min(Math.max(1, Math.trunc(query.top.most)), mostGroups);
}

/** By name, or those with the most rows of one measure first. */
function orderOfGroups(query: AggregateQuery, names: readonly string[]): Expression {
  if (query.top === undefined) return sql`1, 2`;
  const index = names.indexOf(query.top.measure);
  if (index < 0 || query.every !== undefined) return refuse('top', '排行的指标不在统计之内');
  return sql`${sql.ref(`m${index}`)} desc, 1`;
}

async function aggregateOnce(
  db: Database,
  shape: Shape,
  query: AggregateQuery,
  decisions: readonly Decision[],
  hidden: ReadonlySet<string>,
  sealed: SealedValues | undefined,
): Promise<readonly AggregateGroup[]> {
  const names = Object.keys(query.measures);
  const entries = Object.values(query.measures);
  const periods = [...new Set(entries.map((each) => each.period))];
  const [first = ''] = periods;
  const inPeriod = sql.join(
    periods.map((name) => periodCondition(shape, query, name)),
    sql` or `,
  );
  const where = allOf([...reachConditions(shape, query, decisions, hidden), sql<boolean>`(${inPeriod})`]);
  const found =
    await sql<PlainGroup>`select ${groupExpression(shape, query, hidden)} as key, ${bucketExpression(shape, query, first)} as bucket,
    ${sql.join(selected(shape, query, entries, periods.length === 1, sealed))}
    from ${shape.table} where ${where} group by 1, 2 order by ${orderOfGroups(query, names)} limit ${mostOf(query) ?? mostGroups + 1}`.execute(
      db,
    );
  if (found.rows.length > mostGroups) return refuse('by', '分组过多,请缩小范围');
  return found.rows.map((row) => ({
    key: row.key,
    bucket: row.bucket,
    measures: Object.fromEntries(
      names.map((name, index): [string, Counted] => [
        name,
        { rows: Number(row[`m${index}`] ?? 0), sum: row[`s${index}`] ?? null },
      ]),
    ),
  }));
}

/** One statement for all measures; with buckets, one for each period field. Groups without a row in any period are left out. */
export async function aggregateRows(
  db: Database,
  shape: Shape,
  query: AggregateQuery,
  decisions: readonly Decision[],
  hidden: ReadonlySet<string>,
  sealed: SealedValues | undefined,
): Promise<readonly AggregateGroup[]> {
  const entries = Object.entries(query.measures);
  if (entries.length === 0) return [];
  if (entries.length > mostMeasures) return refuse('measures', '一次统计的指标过多');
  if (query.every === undefined) return aggregateOnce(db, shape, query, decisions, hidden, sealed);
  const merged = new Map<string, AggregateGroup>();
  for (const period of new Set(entries.map(([, measure]) => measure.period))) {
    const measures = Object.fromEntries(entries.filter(([, measure]) => measure.period === period));
    for (const group of await aggregateOnce(db, shape, { ...query, measures }, decisions, hidden, sealed)) {
      const key = `${group.bucket} ${group.key}`;
      merged.set(key, { ...group, measures: { ...merged.get(key)?.measures, ...group.measures } });
    }
  }
  return [...merged.values()];
}

/** Conditions of exactly the rows that {@link aggregateRows} counted for one measure. */
export function countedConditions(
  shape: Shape,
  query: AggregateQuery,
  measure: Measure,
  decisions: readonly Decision[],
  hidden: ReadonlySet<string>,
  sealed: SealedValues | undefined,
): readonly Condition[] {
  return [
    ...reachConditions(shape, query, decisions, hidden),
    periodCondition(shape, query, measure.period),
    measureCondition(shape, measure, sealed),
  ];
}
