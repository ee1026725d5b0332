/** Whether a channel is quiet at a moment, and until when. */
import type { MessageChannel, Urgency } from '../../../kernel/message.ts';
import { shanghaiDate, shanghaiInstant, shanghaiTime } from '../../../kernel/working-time.ts';
import type { QuietHours } from './delivery.ts';

const day = 86_400_000;

/** The end of the quiet hours that `now` is in; undefined outside of them. */
export function quietUntil(
  table: readonly QuietHours[],
  channel: MessageChannel,
  urgency: Urgency,
  now: Date,
): Date | undefined {
  const time = shanghaiTime(now).slice(0, 5);
  for (const row of table) {
    if (row.channel !== channel || row.urgency !== urgency) continue;
    const overMidnight = row.to <= row.from;
    const inside = overMidnight ? time >= row.from || time < row.to : time >= row.from && time < row.to;
    if (!inside) continue;
    const ends = overMidnight && time >= row.from ? new Date(now.getTime() + day) : now;
    return shanghaiInstant(shanghaiDate(ends), row.to);
  }
  return undefined;
}
