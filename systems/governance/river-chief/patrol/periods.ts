/** Calendar periods in which a chief must walk: weeks from Monday, ten-day and half months, months, quarters, half years. Pure, days as YYYY-MM-DD. */

export type Period = 'half-year' | 'quarter' | 'month' | 'half-month' | 'ten-days' | 'week';

export interface Span {
  /** First and last day, both included. */
  readonly from: string;
  readonly to: string;
}

const day = 86_400_000;

function text(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function monthEnd(year: number, month: number): number {
  return Date.UTC(year, month + 1, 0);
}

/** The period of that kind which holds the day. */
export function periodOf(period: Period, date: string): Span {
  const time = Date.parse(date);
  const on = new Date(time);
  const year = on.getUTCFullYear();
  const month = on.getUTCMonth();
  const dayOfMonth = on.getUTCDate();
  const span = (from: number, to: number) => ({ from: text(from), to: text(to) });
  if (period === 'week') {
    const monday = time - ((on.getUTCDay() + 6) % 7) * day;
    return span(monday, monday + 6 * day);
  }
  if (period === 'half-month' || period === 'ten-days') {
    const length = period === 'half-month' ? 15 : 10;
    // The last part takes what is left of the month: 16–31, 21–31.
    const last = period === 'half-month' ? 1 : 2;
    const part = Math.min(last, Math.floor((dayOfMonth - 1) / length));
    return span(
      Date.UTC(year, month, part * length + 1),
      part === last ? monthEnd(year, month) : Date.UTC(year, month, (part + 1) * length),
    );
  }
  const months = { month: 1, quarter: 3, 'half-year': 6 }[period];
  const first = Math.floor(month / months) * months;
  return span(Date.UTC(year, first, 1), monthEnd(year, first + months - 1));
}

/** Periods whose last day lies within from–to, oldest first: only what has run out can have been missed. */
export function periodsEnding(period: Period, { from, to }: Span): readonly Span[] {
  const found: Span[] = [];
  let next = periodOf(period, from);
  while (next.to <= to) {
    found.push(next);
    next = periodOf(period, text(Date.parse(next.to) + day));
  }
  return found;
}
