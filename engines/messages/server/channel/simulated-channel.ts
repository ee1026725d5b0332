/** Keeps what would have been sent, for administrators to look at in a demonstration; the same key is kept once. */
import type { Store } from '../../../store/index.ts';
import type { Channel } from './channel.ts';
import type { ChannelTables } from './channel-tables.ts';

export function simulatedChannel(kind: 'sms' | 'voice', sign: string, store: Store): Channel {
  return {
    async send({ id, shown, content }) {
      await store.db
        .withTables<ChannelTables>()
        .insertInto('messages_simulated')
        .values({
          id,
          channel: kind,
          shown,
          text: `【${sign}】${content.text ?? ''}`,
          at: store.clock.now().toISOString(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return { state: 'sent', receipt: `simulated-${id}` };
    },
  };
}
