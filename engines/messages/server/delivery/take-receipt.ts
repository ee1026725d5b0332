/** What the other side says of a message afterwards: delivered, read or failed, signed, in any order and any number of times. */
import { sql, type Store } from '../../../store/index.ts';
import { messageErrors } from '../../errors.ts';
import { hmacSm3, sameSignature } from '../channel/sign-request.ts';
import type { Channels } from '../channel/keep-channels.ts';
import type { Receipt } from '../../service.ts';

const skew = 10 * 60_000;

/** The text that is signed: message id, state, reason and time, each on its line. */
export function receiptText({ id, state, reason, at }: Omit<Receipt, 'channel' | 'signature'>): string {
  return [id, state, reason, at].join('\n');
}

/** Throws messages.badSignature, also for a channel or message that is not there, and messages.staleReceipt. */
export async function takeReceipt(store: Store, channels: Channels, receipt: Receipt): Promise<void> {
  const secret = await channels.secretOf(receipt.channel);
  if (secret === undefined || !sameSignature(receipt.signature, hmacSm3(secret, receiptText(receipt))))
    throw messageErrors.badSignature();
  const age = store.clock.now().getTime() - Date.parse(receipt.at);
  if (age < -skew || age > store.settings.value('messages.receipt-hours') * 3_600_000)
    throw messageErrors.staleReceipt();
  const { id, channel, state, reason, at } = receipt;
  const before = state === 'read' ? ['sending', 'sent', 'delivered'] : ['sending', 'sent'];
  await store.transaction(async (work) => {
    const moved = await sql<{ notice: string | null }>`
      update messages_delivery set state = ${state}, content = null, lease_until = null, reason = ${state === 'failed' ? reason : null},
        sent_at = coalesce(sent_at, ${at}::timestamptz),
        delivered_at = case when ${state} in ('delivered', 'read') then coalesce(delivered_at, ${at}::timestamptz) else delivered_at end,
        read_at = case when ${state} = 'read' then ${at}::timestamptz else read_at end
      where id = ${id} and channel = ${channel} and state = any(${before}) returning notice`.execute(work.db);
    const notice = moved.rows[0]?.notice ?? null;
    if (state === 'read' && notice !== null)
      await sql`update messages_escalation set state = 'cancelled', ended_because = 'read' where notice = ${notice} and state = 'waiting'`.execute(
        work.db,
      );
  });
}
