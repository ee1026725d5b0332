/** What was sent and what came of it, for those who look after the channels: masked addresses, codes, numbers. */
import { sql, type Store, type Work } from '../../store/index.ts';
import { messageErrors } from '../errors.ts';
import type { DeliveryCount, DeliveryQuery, DeliveryRow } from '../service.ts';
import type { DeliveryTables } from './delivery/delivery-tables.ts';

export async function listDeliveries(store: Store, query: DeliveryQuery): Promise<readonly DeliveryRow[]> {
  const { channel, state, template, batch, before } = query;
  return store.db
    .withTables<DeliveryTables>()
    .selectFrom('messages_delivery')
    .select([
      'id',
      'subject',
      'channel',
      'template',
      'version',
      'urgency',
      'shown',
      'state',
      'reason',
      'tries',
      'created_at as createdAt',
      'due_at as dueAt',
      'sent_at as sentAt',
      'delivered_at as deliveredAt',
      'read_at as readAt',
    ])
    .$if(channel !== undefined, (select) => select.where('channel', '=', channel as 'sms'))
    .$if(state !== undefined, (select) => select.where('state', '=', state as 'sent'))
    .$if(template !== undefined, (select) => select.where('template', '=', template ?? ''))
    .$if(batch !== undefined, (select) => select.where('batch', '=', batch ?? ''))
    .$if(before !== undefined, (select) =>
      select.where(
        sql<boolean>`(created_at, id) < (select created_at, id from messages_delivery where id = ${before})`,
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.size)
    .execute();
}

export async function countDeliveries(
  store: Store,
  since: Date,
  batch: string | undefined,
): Promise<readonly DeliveryCount[]> {
  const from = since.toISOString();
  const only = batch === undefined ? sql`` : sql` and batch = ${batch}::uuid`;
  const found = await sql<DeliveryCount>`
    select template, channel, state, count(*) as count from messages_delivery
    where created_at >= ${from}::timestamptz${only} group by 1, 2, 3
    union all
    select template, 'app', case when read_at is null then 'sent' else 'read' end, count(*) from messages_notice
    where template is not null and created_at >= ${from}::timestamptz${only} group by 1, 3
    order by 1, 2, 3`.execute(store.db);
  return found.rows;
}

/** Throws messages.notDead. */
export async function resendDead(work: Work, id: string): Promise<void> {
  const moved = await work.db
    .withTables<DeliveryTables>()
    .updateTable('messages_delivery')
    .set({ state: 'waiting', tries: 0, due_at: work.now.toISOString(), reason: null })
    .where('id', '=', id)
    .where('state', '=', 'dead')
    .returning('id')
    .execute();
  if (moved.length === 0) throw messageErrors.notDead();
}
