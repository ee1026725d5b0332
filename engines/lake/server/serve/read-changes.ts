/** What batches changed of a followed dataset, as one contract may know it. */
import { sql, type Store, type Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { CoveredField } from '../covered-fields.ts';
import type { DeliveredChange } from '../../shelf.ts';
import type { ShareGrant } from '../../types.ts';
import type { KeyTokens } from './key-tokens.ts';
import { shapeRow } from './shape-row.ts';

type Values = Readonly<Record<string, unknown>>;

interface Change {
  readonly position: number;
  readonly key: string;
  readonly before: Values | null;
  readonly row: Values | null;
}

const changesPerDelivery = 500;
const day = 86_400_000;

/** From now on each batch leaves what it changed; or no longer. */
export async function followChanges(work: Work, dataset: string, followed: boolean): Promise<void> {
  await sql`insert into lake_serving (dataset, followed) values (${dataset}, ${followed})
    on conflict (dataset) do update set followed = excluded.followed`.execute(work.db);
  if (!followed) await sql`delete from lake_served_change where dataset = ${dataset}`.execute(work.db);
}

/** Position of the newest change, 0 before the first. */
export async function lastChange(store: Store, dataset: string): Promise<number> {
  const found = await sql<{
    last: number;
  }>`select greatest(coalesce(max(c.position), 0), coalesce(max(v.changes_from), 0)) as last
    from lake_serving v left join lake_served_change c on c.dataset = v.dataset where v.dataset = ${dataset}`.execute(
    store.db,
  );
  return Number(found.rows[0]?.last ?? 0);
}

function isWithin(row: Values | null, grant: ShareGrant): row is Values {
  return (
    row !== null &&
    Object.entries(grant.rows).every(([field, values]) => values.includes(String(row[field] ?? '')))
  );
}

/** Undefined where the contract's fields and rows are the same as before: that something else changed is none of its business. */
function underContract(
  { key, before, row }: Change,
  fields: readonly CoveredField[],
  grant: ShareGrant,
  tokens: KeyTokens,
): DeliveredChange | undefined {
  const shape = (values: Values | null) =>
    isWithin(values, grant) ? shapeRow({ key, row: values }, fields, grant) : null;
  const [was, is] = [shape(before), shape(row)];
  return JSON.stringify(was) === JSON.stringify(is) ? undefined : { key: tokens.name(key), row: is };
}

/** Throws lake.changesGone when changes behind `after` are no longer kept. */
export async function readChanges(
  store: Store,
  grant: ShareGrant,
  fields: readonly CoveredField[],
  after: number,
  tokens: KeyTokens,
): Promise<{ readonly changes: readonly DeliveredChange[]; readonly upTo: number; readonly more: boolean }> {
  const found = await sql<
    Change & { from: number }
  >`select c.position, c.key, c.before, s.row, v.changes_from as "from"
    from lake_serving v join lake_served_change c on c.dataset = v.dataset
    left join lake_served s on s.dataset = v.dataset and s.batch = v.batch and s.key = c.key
    where v.dataset = ${grant.dataset} and c.position > ${after} order by c.position limit ${changesPerDelivery}`.execute(
    store.db,
  );
  const [first] = found.rows;
  if (first === undefined) return { changes: [], upTo: after, more: false };
  if (first.from > after) throw lakeErrors.changesGone();
  // A key that changed twice is told of once, with what it was at first and is now.
  const firsts = new Map<string, Change>();
  for (const change of found.rows) if (!firsts.has(change.key)) firsts.set(change.key, change);
  return {
    changes: [...firsts.values()].flatMap((change) => underContract(change, fields, grant, tokens) ?? []),
    upTo: found.rows.at(-1)?.position ?? after,
    more: found.rows.length === changesPerDelivery,
  };
}

/** Each night: changes that nobody fetched within the days they are kept. */
export async function pruneChanges(store: Store): Promise<void> {
  const before = new Date(store.clock.now().getTime() - store.settings.value('lake.keep-change-days') * day);
  await store.transaction(async (work) => {
    await sql`update lake_serving v set changes_from = gone.last
      from (select dataset, max(position) as last from lake_served_change where at < ${before} group by dataset) as gone
      where gone.dataset = v.dataset`.execute(work.db);
    await sql`delete from lake_served_change where at < ${before}`.execute(work.db);
  });
}
