/** Which days a week or a month shows, Monday first, and how one goes from one to the next. Pure. */
export type CalendarView = 'week' | 'month';

const dayLength = 86_400_000;
const noon = (day: string) => new Date(`${day}T12:00:00Z`);
const textOf = (at: Date) => at.toISOString().slice(0, 10);

export function addDays(day: string, days: number): string {
  return textOf(new Date(noon(day).getTime() + days * dayLength));
}

/** Monday of the week. */
export function mondayOf(day: string): string {
  return addDays(day, -((noon(day).getUTCDay() + 6) % 7));
}

export function daysShown(view: CalendarView, day: string): readonly string[] {
  if (view === 'week') return Array.from({ length: 7 }, (_, index) => addDays(mondayOf(day), index));
  const first = mondayOf(`${day.slice(0, 7)}-01`);
  const weeks = addDays(first, 35).startsWith(day.slice(0, 7)) ? 6 : 5;
  return Array.from({ length: weeks * 7 }, (_, index) => addDays(first, index));
}

export function shiftDay(view: CalendarView, day: string, by: -1 | 1): string {
  if (view === 'week') return addDays(day, by * 7);
  const [year = 0, month = 1] = day.split('-').map(Number);
  return textOf(new Date(Date.UTC(year, month - 1 + by, 1, 12)));
}

export function titleOfSpan(view: CalendarView, day: string): string {
  const [year, month] = day.split('-');
  if (view === 'month') return `${year} 年 ${Number(month)} 月`;
  const [from = '', to = ''] = [daysShown('week', day)[0], daysShown('week', day)[6]];
  return `${from} 至 ${to.slice(5)}`;
}

export const weekdays = ['一', '二', '三', '四', '五', '六', '日'] as const;
