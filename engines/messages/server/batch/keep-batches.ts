/** The life of a bulk message: asked for, decided by somebody else, sending, done; or withdrawn, refused, cancelled on the way. */
import { newId } from '../../../../kernel/ids.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { sql, type Store, type Work } from '../../../store/index.ts';
import { messageErrors } from '../../errors.ts';
import type { Batch, BatchRequest, Reach, TemplateInForce } from '../../service.ts';
import { problemsOfValues } from '../../template/render-text.ts';
import type { BatchTables } from './batch-tables.ts';

type Row = BatchTables['messages_batch'];

export function asBatch(row: Row): Batch {
  return {
    id: row.id,
    title: row.title,
    template: row.template,
    version: row.version,
    values: JSON.parse(row.parameters) as Batch['values'],
    audience: JSON.parse(row.audience) as Batch['audience'],
    urgency: row.urgency,
    state: row.state,
    reach: JSON.parse(row.reach) as Reach,
    reached: row.reached,
    refused: row.refused,
    overridden: row.overridden,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    opinion: row.opinion,
    finishedAt: row.finished_at,
  };
}

export function checkBroadcast(template: TemplateInForce, values: BatchRequest['values']): void {
  if (template.broadcast !== true) throw messageErrors.notBroadcast();
  const problems = problemsOfValues(template.parameters, values);
  if (problems.length > 0) throw messageErrors.badValues({ reason: problems.join('；') });
}

export async function askBatch(
  work: Work,
  template: TemplateInForce,
  request: BatchRequest,
  reach: Reach,
  by: string,
): Promise<string> {
  checkBroadcast(template, request.values);
  if (reach.people === 0) throw messageErrors.emptyReach();
  const id = newId(work.now.getTime());
  await work.db
    .withTables<BatchTables>()
    .insertInto('messages_batch')
    .values({
      id,
      title: request.title,
      template: template.code,
      version: template.version,
      texts: JSON.stringify(template.texts),
      parameters: JSON.stringify(request.values),
      audience: JSON.stringify(request.audience),
      urgency: template.urgency,
      state: 'waiting',
      reach: JSON.stringify(reach),
      reached: 0,
      refused: 0,
      overridden: 0,
      place: null,
      asked_by: by,
      asked_at: work.now.toISOString(),
      decided_by: null,
      decided_at: null,
      opinion: null,
      finished_at: null,
    })
    .execute();
  return id;
}

async function held(work: Work, id: string): Promise<Row> {
  const row = await work.db
    .withTables<BatchTables>()
    .selectFrom('messages_batch')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw commonErrors.missing();
  return row;
}

async function move(work: Work, id: string, change: Partial<Row>): Promise<Batch> {
  const row = await work.db
    .withTables<BatchTables>()
    .updateTable('messages_batch')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return asBatch(row);
}

export async function decideBatch(
  work: Work,
  id: string,
  approve: boolean,
  opinion: string,
  by: string,
): Promise<Batch> {
  const row = await held(work, id);
  if (row.asked_by === by) throw messageErrors.ownBatch();
  if (row.state !== 'waiting') throw messageErrors.batchChanged();
  return move(work, id, {
    state: approve ? 'sending' : 'refused',
    decided_by: by,
    decided_at: work.now.toISOString(),
    opinion,
    ...(approve ? {} : { finished_at: work.now.toISOString() }),
  });
}

export async function cancelBatch(work: Work, id: string): Promise<Batch> {
  const row = await held(work, id);
  if (row.state !== 'waiting' && row.state !== 'sending') throw messageErrors.batchChanged();
  await sql`update messages_delivery set state = 'cancelled', content = null, reason = 'cancelled'
    where batch = ${id} and state in ('waiting', 'held')`.execute(work.db);
  return move(work, id, {
    state: row.state === 'waiting' ? 'withdrawn' : 'cancelled',
    finished_at: work.now.toISOString(),
  });
}

export async function listBatches(
  store: Store,
  before: string | undefined,
  size: number,
): Promise<readonly Batch[]> {
  const rows = await store.db
    .withTables<BatchTables>()
    .selectFrom('messages_batch')
    .selectAll()
    .$if(before !== undefined, (query) =>
      query.where(
        sql<boolean>`(asked_at, id) < (select asked_at, id from messages_batch where id = ${before})`,
      ),
    )
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(size)
    .execute();
  return rows.map(asBatch);
}

export async function findBatch(store: Store, id: string): Promise<Batch | undefined> {
  const row = await store.db
    .withTables<BatchTables>()
    .selectFrom('messages_batch')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : asBatch(row);
}
