/** The working calendar in force: made from the register of special days, made anew in every process when somebody edits it. */
import { keepReading } from '../../../../kernel/kept-reading.ts';
import {
  type CalendarDay,
  createCalendar,
  type WorkingPeriods,
} from '../../../../kernel/working-calendar.ts';
import type { WorkingCalendar } from '../../../../kernel/working-time.ts';
import { changeIn, type RegisterService, registerChanged } from '../../../registers/service.ts';
import type { Store } from '../../../store/index.ts';
import { calendarDay } from '../../calendar-day.ts';

export interface KeptCalendar {
  current(): WorkingCalendar;
  /** Fills an empty register with the seed, and reads it. Call at each start. */
  load(): Promise<void>;
}

export interface CalendarDeps {
  readonly store: Store;
  readonly registers: RegisterService;
  readonly seed: readonly CalendarDay[];
  readonly periods: WorkingPeriods;
}

const channel = 'calendar';
/** Thirty years of special days. */
const mostDays = 5000;

const kinds = { holiday: '放假', makeup: '调休上班' };

/** Registers its consumer with the store, so call it before the store begins. */
export function keepCalendar({ store, registers, seed, periods }: CalendarDeps): KeptCalendar {
  const { trusted } = registers.of(calendarDay);
  const calendar = keepReading(createCalendar(seed, periods), async () => {
    const rows = await trusted.findMany(store.db, { limit: mostDays });
    const days = rows.map(
      ({ date, kind, name }): CalendarDay => ({ date, kind: kind === 'makeup' ? 'makeup' : 'holiday', name }),
    );
    return createCalendar(days, periods);
  });

  store.onAnnounce(channel, () => void calendar.refresh().catch(() => undefined));
  store.consume({
    name: 'flow.calendar',
    on: [registerChanged],
    async run(events, work) {
      const edited = events.some((event) => changeIn(event).register === 'flow.calendar-day');
      if (edited) work.afterCommit(() => void store.announce(channel, '').catch(() => undefined));
    },
  });

  return {
    current: calendar.current,
    async load() {
      await registers.codeLists.loadNames({ 'calendar-day-kinds': kinds }, '国务院办公厅节假日安排通知');
      await store.once('flow.calendar', async () => {
        await store.transaction((work) => trusted.insertMany(work, 'system', seed));
      });
      await calendar.refresh();
    },
  };
}

const monthMilliseconds = 2_629_800_000;

export function describeCalendar(calendar: WorkingCalendar, now: Date) {
  const end = Date.parse(`${calendar.knownUntil}T16:00:00Z`);
  return {
    knownUntil: calendar.knownUntil,
    monthsLeft: Number.isNaN(end) ? 0 : Math.max(0, Math.floor((end - now.getTime()) / monthMilliseconds)),
    periods: calendar.periods.map(({ start, end: until }) => ({ start, end: until })),
  };
}
