/** The one transaction in which a mart's build becomes what people see: file, tests, lineage to the column, and the news of it. */
import { isDeepStrictEqual } from 'node:util';
import { coversOf } from '../../../access/index.ts';
import { sql, type Store, type Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { columnWays, fieldsOfMart, type MartColumn, type MartPlan, type MartTestResult } from '../../mart.ts';
import { endBatch } from '../load/batch-rows.ts';
import { fieldsDigest } from '../load/loading.ts';
import { findMart, keepMart } from './state.ts';

export interface MartMade {
  /** Relative to the lake's folder. */
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly digest: string;
  readonly content: string;
  readonly inputs: readonly string[];
  readonly planDigest: string;
  readonly columns: readonly MartColumn[];
  readonly results: readonly MartTestResult[];
}

/** A column that the statement does not tell about may come from any input, and says so. */
async function writeLineage(work: Work, plan: MartPlan, made: MartMade): Promise<void> {
  const rows = made.columns.flatMap(({ field, how, origins }) => {
    const known = origins.map(({ dataset, field: origin }) => ({
      field,
      dataset,
      origin,
      expression: columnWays[how],
    }));
    if (how !== 'unknown') return known;
    return [
      ...known,
      ...plan.inputs.map(({ dataset }) => ({ field, dataset, origin: '?', expression: columnWays.unknown })),
    ];
  });
  await sql`delete from lake_lineage where target = ${plan.dataset}`.execute(work.db);
  await sql`insert into lake_lineage (target, target_field, origin, origin_kind, origin_field, expression)
    select ${plan.dataset}, field, dataset, 'dataset', origin, expression
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(field text, dataset uuid, origin text, expression text)
    on conflict do nothing`.execute(work.db);
}

/**
 * Rows are not seen before the policies over the columns that they are made of hold for them, nor former rows without
 * those of theirs. Ways that a showing which failed has left are not told again.
 */
async function coverBefore(store: Store, plan: MartPlan, made: MartMade): Promise<void> {
  const known = (await findMart(store.db, plan.dataset))?.columns ?? [];
  const more = made.columns.filter((column) => !known.some((each) => isDeepStrictEqual(each, column)));
  if (more.length > 0)
    await store.transaction((work) => keepMart(work, plan, { ...made, columns: [...known, ...more] }));
  await coversOf(store).changed();
}

export async function showMart(
  store: Store,
  given: { readonly plan: MartPlan; readonly batch: string; readonly made: MartMade; readonly by: string },
): Promise<void> {
  const { plan, batch, made, by } = given;
  const fields = fieldsOfMart(plan);
  await coverBefore(store, plan, made);
  await store.transaction(async (work) => {
    await sql`update lake_dataset set title = ${plan.title}, layer = 'subject', fields = ${JSON.stringify(fields)}::jsonb, batch = ${batch},
      file = ${made.file}, rows = ${made.rows}, bytes = ${made.bytes}, fields_digest = ${fieldsDigest(fields)}, refreshed_at = ${work.now}
      where id = ${plan.dataset}`.execute(work.db);
    await keepMart(work, plan, { ...made, shown: made });
    await writeLineage(work, plan, made);
    const alive = await endBatch(work, batch, {
      state: 'loaded',
      received: made.rows,
      loaded: made.rows,
      rejected: 0,
      warned: 0,
      loadedDigest: made.digest,
      bytes: made.bytes,
    });
    if (!alive) throw lakeErrors.broken();
    work.emit('lake.ended', by, { dataset: plan.dataset, batch, state: 'loaded', error: null });
  });
  await coversOf(store).changed();
}
