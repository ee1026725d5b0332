/** What other programs ask of the working calendar: the day some working days on, and when a limit runs out. Pure. */
import {
  addTimeLimit,
  isCalendarKnown,
  shanghaiDate,
  type TimeLimit,
  type WorkingCalendar,
} from '../../../../kernel/working-time.ts';

const dayMilliseconds = 86_400_000;

/** The day itself is not counted (民法典 第二百零一条); nought days is the day itself, working or not. */
export function workingDayAfter(calendar: WorkingCalendar, from: string, days: number) {
  let date = from;
  for (let left = days; left > 0; ) {
    date = new Date(Date.parse(`${date}T00:00:00Z`) + dayMilliseconds).toISOString().slice(0, 10);
    if (calendar.isWorkingDay(date)) left -= 1;
  }
  return { date, knownUntil: calendar.knownUntil };
}

export function deadlineOf(calendar: WorkingCalendar, asked: TimeLimit & { readonly from: string }) {
  const due = addTimeLimit(calendar, new Date(asked.from), asked);
  return {
    due: due.toISOString(),
    date: shanghaiDate(due),
    provisional: !isCalendarKnown(calendar, due),
  };
}
