/** How a table of public holidays and make-up days becomes a working calendar. */
import type { WorkingCalendar } from './working-time.ts';

export interface CalendarDay {
  /** YYYY-MM-DD in Shanghai. */
  readonly date: string;
  /** A day off by the State Council's notice, or a weekend day that is worked instead (调休上班). */
  readonly kind: 'holiday' | 'makeup';
  /** The holiday it belongs to. */
  readonly name: string;
}

export type WorkingPeriods = WorkingCalendar['periods'];

/**
 * A calendar from rows in any order. Days without a row follow the week. It knows holidays until the end of the last
 * year that has any row, because the notice always covers a whole year; an empty table knows nothing ('0000-00-00').
 */
export function createCalendar(days: Iterable<CalendarDay>, periods: WorkingPeriods): WorkingCalendar {
  const kinds = new Map<string, CalendarDay['kind']>();
  let lastYear = '';
  for (const { date, kind } of days) {
    kinds.set(date, kind);
    if (date.slice(0, 4) > lastYear) lastYear = date.slice(0, 4);
  }
  return {
    periods,
    knownUntil: lastYear === '' ? '0000-00-00' : `${lastYear}-12-31`,
    isWorkingDay(date) {
      const kind = kinds.get(date);
      if (kind !== undefined) return kind === 'makeup';
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
      return weekday >= 1 && weekday <= 5;
    },
  };
}
