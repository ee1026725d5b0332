/** Takes what is due on a channel under a lease, hands it to the adapter, and writes down what came of it; a killed process's lease runs out. */
import type { MessageChannel } from '../../../../kernel/message.ts';
import { sql, type Store } from '../../../store/index.ts';
import { deliveryTable } from '../../data/delivery.ts';
import { quietUntil } from '../../data/quiet-hours.ts';
import type { OpenChannel } from '../channel/keep-channels.ts';
import type { Contacts } from '../contact/keep-contacts.ts';
import type { Content, DeliveryTables } from './delivery-tables.ts';

type Row = DeliveryTables['messages_delivery'];
type Claimed = Pick<Row, 'id' | 'contact' | 'content' | 'template' | 'version' | 'tries'>;

const batch = 100;
const urgencies = ['urgent', 'normal'] as const;
const longestReason = 60;

export interface Sending {
  readonly store: Store;
  readonly contacts: Contacts;
  readonly report: (problem: unknown, where: string) => void;
}

/** What falls into quiet hours is held until they end. */
async function holdQuiet(store: Store, channel: MessageChannel): Promise<void> {
  const now = store.clock.now();
  for (const urgency of urgencies) {
    const until = quietUntil(deliveryTable.quietHours, channel, urgency, now);
    if (until === undefined) continue;
    await sql`update messages_delivery set state = 'held', due_at = ${until.toISOString()}::timestamptz, reason = 'quiet-hours'
      where channel = ${channel} and urgency = ${urgency} and state in ('waiting', 'held') and due_at <= ${now.toISOString()}::timestamptz`.execute(
      store.db,
    );
  }
}

/** The channel's rate counts over all processes, so they take turns. */
async function claim(store: Store, channel: OpenChannel): Promise<readonly Claimed[]> {
  const lease = store.settings.value('messages.lease-seconds');
  return store.transaction(async (work) => {
    const now = work.now.toISOString();
    await work.inTurn(`messages.${channel.id}`);
    const used = await sql<{ count: number }>`select count(*) as count from messages_delivery
      where channel = ${channel.id} and tried_at > ${now}::timestamptz - interval '1 minute'`.execute(
      work.db,
    );
    const room = Math.min(batch, channel.rate - (used.rows[0]?.count ?? 0));
    if (room <= 0) return [];
    const taken = await sql<Claimed>`
      update messages_delivery held set state = 'sending', tries = tries + 1, tried_at = ${now}::timestamptz,
        lease_until = ${now}::timestamptz + make_interval(secs => ${lease})
      from (select id from messages_delivery where channel = ${channel.id}
          and ((state in ('waiting', 'held') and due_at <= ${now}::timestamptz) or (state = 'sending' and lease_until <= ${now}::timestamptz))
        order by rank, due_at limit ${room} for update skip locked) due
      where held.id = due.id
      returning held.id, held.contact, held.content, held.template, held.version, held.tries`.execute(
      work.db,
    );
    return taken.rows;
  });
}

/** The code of a failure, never its text: an address may stand in it. */
function reasonOf(problem: unknown): string {
  const code = (problem as { readonly code?: unknown } | null)?.code;
  if (typeof code === 'string') return code.slice(0, longestReason);
  const text = problem instanceof Error ? problem.message : '';
  return /^[a-z]+-[\w-]{1,40}$/.test(text) ? text : 'no-answer';
}

async function settle(
  store: Store,
  id: string,
  state: 'sent' | 'failed',
  rest: { readonly reason?: string; readonly receipt?: string | null },
): Promise<void> {
  const now = store.clock.now().toISOString();
  // A receipt may have come back before the answer did; it knows more.
  await sql`update messages_delivery set state = ${state}, content = null, lease_until = null, reason = ${rest.reason ?? null},
    receipt = ${rest.receipt ?? null}, sent_at = case when ${state} = 'sent' then ${now}::timestamptz end
    where id = ${id} and state = 'sending'`.execute(store.db);
}

async function putBack(store: Store, row: Claimed, problem: unknown): Promise<void> {
  const minutes = deliveryTable.retryMinutes[row.tries - 1];
  const now = store.clock.now().getTime();
  const due = new Date(now + (minutes ?? 0) * 60_000).toISOString();
  await sql`update messages_delivery set state = ${minutes === undefined ? 'dead' : 'waiting'}, lease_until = null,
    due_at = ${due}::timestamptz, reason = ${reasonOf(problem)} where id = ${row.id} and state = 'sending'`.execute(
    store.db,
  );
}

async function sendOne(sending: Sending, channel: OpenChannel, row: Claimed): Promise<void> {
  const { store, contacts } = sending;
  try {
    const contact = await contacts.open(store.db, row.contact);
    if (contact === undefined || row.content === null)
      return await settle(store, row.id, 'failed', { reason: 'contact-gone' });
    const outcome = await channel.adapter.send({
      ...contact,
      id: row.id,
      content: JSON.parse(row.content) as Content,
      template: row.template,
      version: row.version,
    });
    await settle(
      store,
      row.id,
      outcome.state,
      outcome.state === 'sent' ? { receipt: outcome.receipt } : { reason: outcome.reason },
    );
  } catch (problem) {
    await putBack(store, row, problem).catch((second: unknown) => sending.report(second, 'messages.deliver'));
  }
}

/** Sends all that is due now on one channel, within its rate. Returns how many were tried. */
export async function sendDue(
  sending: Sending,
  channel: OpenChannel,
  stopped: () => boolean,
): Promise<number> {
  const { store } = sending;
  let tried = 0;
  await holdQuiet(store, channel.id);
  for (;;) {
    if (stopped()) return tried;
    const rows = [...(await claim(store, channel))];
    if (rows.length === 0) return tried;
    tried += rows.length;
    const hands = Math.min(rows.length, store.settings.value('messages.send-parallel'));
    await Promise.all(
      Array.from({ length: hands }, async () => {
        for (let row = rows.shift(); row !== undefined; row = rows.shift())
          await sendOne(sending, channel, row);
      }),
    );
  }
}
