/** Holds all rows that count of a dataset against rules: those over one row in a single pass, the others each by a statement of its own. */
import type { Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { LakeField } from '../../field.ts';
import {
  type QualityCheck,
  type QualityRule,
  type RowPlace,
  type RuleOutcome,
  ruleKinds,
} from '../../quality.ts';
import type { DatasetRow } from '../../types.ts';
import type { Duck, DuckRow, DuckSession } from '../duck/open-duck.ts';
import { findDataset, findDatasets } from '../load/batch-rows.ts';
import { quoteColumn } from '../load/quote.ts';
import { visibleRows } from '../visible-rows.ts';
import { isRowCheck, problemOf, rowRule } from './rule-sql.ts';

/** Rows that failed of which the place is kept, for each rule. */
const mostPlaces = 50;
const dayMilliseconds = 86_400_000;

export interface CheckRun {
  readonly dataset: DatasetRow;
  readonly outcomes: readonly RuleOutcome[];
}

interface Given {
  readonly store: Store;
  readonly session: DuckSession;
  readonly dataset: DatasetRow;
  /** To stand after 'from'. */
  readonly rows: string;
  readonly others: ReadonlyMap<string, DatasetRow>;
  /** Rows of the batch checked before. */
  readonly rowsBefore: number | undefined;
}

type Found = Pick<RuleOutcome, 'checked' | 'failed' | 'places'>;
type CheckOf<K extends QualityCheck['kind']> = Extract<QualityCheck, { kind: K }>;

const isFilled = (names: readonly string[]) =>
  names.map((name) => `${quoteColumn(name)} is not null`).join(' and ');
const asText = (name: string, table: string) => `${table}.${quoteColumn(name)}::varchar`;

function placesOf(found: readonly DuckRow[]): readonly RowPlace[] {
  return found.map((row) => ({ batch: String(row['_batch']), row: Number(row['_row']) }));
}

/** The first rows of `from`, which must have the columns _batch and _row. */
async function somePlaces(session: DuckSession, from: string): Promise<readonly RowPlace[]> {
  return placesOf(await session.run(`select _batch, _row from ${from} limit ${mostPlaces}`));
}

async function ofOneRow(
  { session, rows }: Given,
  rules: readonly { readonly looked: string; readonly broken: string }[],
): Promise<readonly Found[]> {
  if (rules.length === 0) return [];
  const counts = rules.flatMap(({ looked, broken }, index) => [
    `count(*) filter (where ${looked})::bigint as l${index}`,
    `count(*) filter (where ${broken})::bigint as b${index}`,
  ]);
  const [counted] = await session.run(`select ${counts.join(', ')} from ${rows}`);
  const found: Found[] = [];
  for (const [index, { broken }] of rules.entries()) {
    const failed = Number(counted?.[`b${index}`] ?? 0);
    found.push({
      checked: Number(counted?.[`l${index}`] ?? 0),
      failed,
      places: failed === 0 ? [] : await somePlaces(session, `${rows} where ${broken}`),
    });
  }
  return found;
}

async function ofUnique({ session, rows }: Given, { fields }: CheckOf<'unique'>): Promise<Found> {
  const names = fields.map(quoteColumn).join(', ');
  const looked = isFilled(fields);
  await session.run(
    `create or replace temp table repeated as select ${names}, count(*) as n from ${rows} where ${looked} group by ${names} having count(*) > 1`,
  );
  const [counted] = await session.run(
    `select (select count(*) from ${rows} where ${looked})::bigint as checked, (select coalesce(sum(n - 1), 0) from repeated)::bigint as failed`,
  );
  const failed = Number(counted?.['failed'] ?? 0);
  const places =
    failed === 0
      ? []
      : await somePlaces(
          session,
          `(select _batch, _row, row_number() over (partition by ${names} order by _batch, _row) as nth
            from ${rows} semi join (from repeated limit ${mostPlaces}) using (${names})) where nth > 1`,
        );
  return { checked: Number(counted?.['checked'] ?? 0), failed, places };
}

function otherRows({ store, others }: Given, id: string): string {
  const other = others.get(id);
  if (other === undefined) throw lakeErrors.noData();
  return visibleRows(store, other);
}

/** Values are compared as texts: two departments seldom agree on types. */
async function ofReference(given: Given, check: CheckOf<'reference'>): Promise<Found> {
  const { session, rows } = given;
  const looked = isFilled(check.on.map(({ field }) => field));
  const same = check.on
    .map(({ field, other }) => `${asText(field, 'own')} = ${asText(other, 'there')}`)
    .join(' and ');
  const lost = `(select own._batch, own._row from ${rows} as own anti join ${otherRows(given, check.dataset)} as there on ${same} where ${looked})`;
  const [counted] = await session.run(
    `select (select count(*) from ${rows} where ${looked})::bigint as checked, (select count(*) from ${lost})::bigint as failed`,
  );
  const failed = Number(counted?.['failed'] ?? 0);
  return {
    checked: Number(counted?.['checked'] ?? 0),
    failed,
    places: failed === 0 ? [] : await somePlaces(session, lost),
  };
}

/** Where the other side says several things of one record, any of them will do. */
async function ofEqual(given: Given, check: CheckOf<'equal'>): Promise<Found> {
  const { session, rows } = given;
  const keys = check.on.map(({ other }, index) => `${asText(other, 'there')} as k${index}`).join(', ');
  const groups = check.on.map((_, index) => `k${index}`).join(', ');
  const same = check.on.map(({ field }, index) => `${asText(field, 'own')} = said.k${index}`).join(' and ');
  const both = `(select own._batch, own._row, list_contains(said.given, ${asText(check.field, 'own')}) as agrees
    from ${rows} as own join (
      select ${groups}, list(distinct given) as given from (select ${keys}, ${asText(check.other, 'there')} as given from ${otherRows(given, check.dataset)} as there)
      where given is not null group by ${groups}
    ) as said on ${same} where own.${quoteColumn(check.field)} is not null)`;
  const [counted] = await session.run(
    `select count(*)::bigint as checked, count(*) filter (where not agrees)::bigint as failed from ${both}`,
  );
  const failed = Number(counted?.['failed'] ?? 0);
  return {
    checked: Number(counted?.['checked'] ?? 0),
    failed,
    places: failed === 0 ? [] : await somePlaces(session, `${both} where not agrees`),
  };
}

const whole = (isBroken: boolean): Found => ({ checked: 1, failed: isBroken ? 1 : 0, places: [] });

async function ofFresh({ session, rows, store }: Given, check: CheckOf<'fresh'>): Promise<Found> {
  const [row] = await session.run(
    `select epoch_ms(max(${quoteColumn(check.field)})::timestamp)::varchar as newest from ${rows}`,
  );
  const newest = row?.['newest'];
  if (newest === null || newest === undefined) return whole(true);
  return whole(store.clock.now().getTime() - Number(newest) > (check.days + 1) * dayMilliseconds);
}

function ofVolume({ dataset, rowsBefore }: Given, check: CheckOf<'volume'>): Found {
  const { rows } = dataset;
  const change =
    rowsBefore === undefined || rowsBefore === 0 ? 0 : (Math.abs(rows - rowsBefore) / rowsBefore) * 100;
  return whole(
    rows < (check.minimum ?? 0) || rows > (check.maximum ?? Infinity) || change > (check.change ?? Infinity),
  );
}

function ofMany(given: Given, check: QualityCheck): Promise<Found> | Found {
  switch (check.kind) {
    case 'unique':
      return ofUnique(given, check);
    case 'reference':
      return ofReference(given, check);
    case 'equal':
      return ofEqual(given, check);
    case 'fresh':
      return ofFresh(given, check);
    case 'volume':
      return ofVolume(given, check);
    default:
      throw new TypeError(`${check.kind} is a rule over one row`);
  }
}

function otherOf(check: QualityCheck): readonly string[] {
  return check.kind === 'reference' || check.kind === 'equal' ? [check.dataset] : [];
}

/** Fields of the dataset that the check compares with; undefined when that dataset has no rows or is none. */
function problemIn(
  check: QualityCheck,
  fields: readonly LakeField[],
  others: ReadonlyMap<string, DatasetRow>,
): string | undefined {
  for (const id of otherOf(check)) {
    const other = others.get(id);
    if (other === undefined || other.file === null) return '对照的数据集还没有可用的数据';
    return problemOf(check, fields, other.fields);
  }
  return problemOf(check, fields);
}

export async function runChecks(
  deps: { readonly store: Store; readonly duck: Duck },
  id: string,
  rules: readonly QualityRule[],
  run: {
    readonly signal: AbortSignal;
    readonly rowsBefore: number | undefined;
    progress(done: number, message: string): Promise<void>;
  },
): Promise<CheckRun> {
  const { store, duck } = deps;
  const dataset = await findDataset(store.db, id);
  if (dataset === undefined || dataset.file === null || dataset.layer !== 'standard')
    throw lakeErrors.noData();
  const ids = [...new Set(rules.flatMap(({ check }) => otherOf(check)))];
  const others = new Map((await findDatasets(store.db, ids)).map((other) => [other.id, other]));
  const judged = rules.map((rule) => ({ rule, problem: problemIn(rule.check, dataset.fields, others) }));
  const sound = judged.flatMap(({ rule, problem }) => (problem === undefined ? [rule] : []));
  const found = new Map<string, Found>();
  await duck.session(async (session) => {
    const given = {
      store,
      session,
      dataset,
      rows: visibleRows(store, dataset),
      others,
      rowsBefore: run.rowsBefore,
    };
    const single = sound.flatMap(({ id: rule, check }) =>
      isRowCheck(check) ? [{ rule, ...rowRule(check) }] : [],
    );
    await run.progress(0.05, '逐行规则');
    const answers = await ofOneRow(given, single);
    for (const [index, { rule }] of single.entries()) {
      const answer = answers[index];
      if (answer !== undefined) found.set(rule, answer);
    }
    const many = sound.filter(({ check }) => !isRowCheck(check));
    for (const [index, { id: rule, check }] of many.entries()) {
      await run.progress(0.5 + (index / many.length) * 0.45, ruleKinds[check.kind].title);
      found.set(rule, await ofMany(given, check));
    }
  }, run.signal);
  const nothing: Found = { checked: 0, failed: 0, places: [] };
  return {
    dataset,
    outcomes: judged.map(({ rule, problem }) => ({
      rule: rule.id,
      indicator: ruleKinds[rule.check.kind].indicator,
      ...(found.get(rule.id) ?? nothing),
      ...(problem === undefined ? {} : { problem }),
    })),
  };
}
