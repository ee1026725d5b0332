/** The one transaction in which a batch becomes what people see: file, counts, letters, lineage and the news of it. */
import { sql, type Work } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { endBatch } from './batch-rows.ts';
import { keepLetters, settleLetters, supersedeLetters } from './dead-letters.ts';
import { fieldsDigest, isIncremental, type Loading, type Made } from './loading.ts';

async function writeLineage(work: Work, loading: Loading): Promise<void> {
  const { plan } = loading;
  const rows = plan.fields.map((field) => ({
    field: field.name,
    origin: field.source,
    expression: `${field.type}(${field.source})`,
  }));
  await sql`delete from lake_lineage where target = ${plan.dataset}`.execute(work.db);
  await sql`insert into lake_lineage (target, target_field, origin, origin_kind, origin_field, expression)
    select ${plan.dataset}, field, ${plan.source}, 'source', origin, expression
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(field text, origin text, expression text)
    on conflict do nothing`.execute(work.db);
}

async function addIncrement(
  work: Work,
  { deps, plan, batch, by }: Loading,
  made: Made,
  { replaced, replacedFile }: NonNullable<Made['increment']>,
  bytes: number,
): Promise<void> {
  await sql`insert into lake_increment (dataset, batch, file, replaced, bytes)
    values (${plan.dataset}, ${batch}, ${made.file}, ${replaced > 0 ? replacedFile : null}, ${bytes})`.execute(
    work.db,
  );
  const files = await sql<{
    n: number;
  }>`select count(*) as n from lake_increment where dataset = ${plan.dataset}`.execute(work.db);
  if ((files.rows[0]?.n ?? 0) >= deps.store.settings.value('lake.increments-most'))
    await deps.store.jobs.start('lake.compact', { dataset: plan.dataset }, by, work);
}

async function pointTo(work: Work, loading: Loading, made: Made, bytes: number): Promise<void> {
  const { plan, batch } = loading;
  const replayed = plan.replay !== undefined;
  const json = (value: unknown) => JSON.stringify(value);
  // Rows that were mended do not make the source's own batch another one, nor its position.
  const digest = replayed ? sql`received_digest` : sql`${made.received.digest}`;
  const water = replayed || made.received.water === undefined ? sql`water` : sql`${made.received.water}`;
  const seen = replayed ? sql`seen` : sql`${json(made.columns)}::jsonb`;
  const files =
    made.increment === undefined
      ? sql`file = ${made.file}, rows = ${made.rows}, bytes = ${bytes}`
      : sql`rows = rows + ${made.rows - made.increment.replaced}, bytes = bytes + ${bytes}`;
  if (made.increment === undefined)
    await sql`delete from lake_increment where dataset = ${plan.dataset}`.execute(work.db);
  else await addIncrement(work, loading, made, made.increment, bytes);
  await sql`update lake_dataset set title = ${plan.title}, fields = ${json(plan.fields)}::jsonb, seen = ${seen}, batch = ${batch},
    ${files}, received_digest = ${digest},
    fields_digest = ${fieldsDigest(plan.fields)}, water = ${water}, refreshed_at = ${work.now}
    where id = ${plan.dataset}`.execute(work.db);
}

function messageOf({ plan }: Loading, { received, rows, gone, increment }: Made): string | undefined {
  const compared = plan.mode === 'changes' && plan.replay === undefined && increment !== undefined;
  const parts = [...(compared ? [`新增或变更${rows}行，消失${gone}行`] : []), received.note];
  return parts.filter((part) => part !== undefined).join('；') || undefined;
}

export async function showBatch(
  loading: Loading,
  made: Made,
  file: { readonly loadedDigest: string; readonly bytes: number },
): Promise<void> {
  const { deps, plan, batch, by } = loading;
  const { judged, received } = made;
  await deps.store.transaction(async (work) => {
    if (plan.replay !== undefined) {
      const settled = await settleLetters(work, plan.replay, 'replayed', by);
      if (settled < plan.replay.length) throw lakeErrors.letterHandled();
    } else if (!isIncremental(plan)) await supersedeLetters(work, plan.dataset, batch);
    const again = plan.replay === undefined && isIncremental(plan);
    await keepLetters(work, deps.trust, { dataset: plan.dataset, batch, again }, judged.rejected);
    await pointTo(work, loading, made, file.bytes);
    await writeLineage(work, loading);
    const alive = await endBatch(work, batch, {
      state: 'loaded',
      sent: received.sent ?? judged.received,
      received: judged.received,
      loaded: judged.accepted,
      rejected: judged.rejectedCount,
      warned: judged.warned,
      receivedDigest: received.digest,
      loadedDigest: file.loadedDigest,
      bytes: file.bytes,
      rawFile: made.rawFile,
      quality: judged.quality,
      drift: made.drift,
      message: messageOf(loading, made),
    });
    if (!alive) throw lakeErrors.broken();
    work.emit('lake.ended', by, { dataset: plan.dataset, batch, state: 'loaded', error: null });
    if (made.drift.length > 0)
      work.emit('lake.drifted', by, { dataset: plan.dataset, batch, drift: made.drift });
  });
}
