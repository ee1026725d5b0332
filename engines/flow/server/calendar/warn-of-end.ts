/** Those who keep the calendar hear in time that its holidays end: beyond them limits count ordinary weeks, and nobody would notice. */
import type { WorkingCalendar } from '../../../../kernel/working-time.ts';
import type { MessageService } from '../../../messages/service.ts';
import type { Store } from '../../../store/index.ts';
import { describeCalendar } from './keep-calendar.ts';

/** Returns whether somebody had to be told. */
export async function warnOfEnd(
  store: Store,
  messages: MessageService,
  calendar: WorkingCalendar,
): Promise<boolean> {
  const { knownUntil, monthsLeft } = describeCalendar(calendar, store.clock.now());
  if (monthsLeft >= store.settings.value('flow.calendar-months')) return false;
  await store.transaction((work) =>
    messages.send(work, {
      to: { permission: 'flow:manage-calendar' },
      kind: 'urge',
      title: '工作日历需要续编',
      body: `节假日和调休只登记到${knownUntil}，之后的时限按普通周末计算；请按国务院办公厅的放假通知登记下一年。`,
      link: '/registers/flow.calendar-day',
      once: `calendar:${knownUntil}`,
    }),
  );
  return true;
}
