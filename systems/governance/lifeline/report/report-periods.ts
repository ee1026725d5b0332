/** Days and months of reports, and the period before each. Pure; days are 'YYYY-MM-DD' in Shanghai. */

export type ReportKind = 'day' | 'month';

export interface ReportPeriod {
  readonly from: string;
  /** Included. */
  readonly to: string;
}

const dayLength = 86_400_000;

function shift(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * dayLength).toISOString().slice(0, 10);
}

/** The period that holds the day. */
export function periodOf(kind: ReportKind, day: string): ReportPeriod {
  if (kind === 'day') return { from: day, to: day };
  const from = `${day.slice(0, 7)}-01`;
  // Day 32 of any month lies in the next.
  return { from, to: shift(`${shift(from, 31).slice(0, 7)}-01`, -1) };
}

export function periodBefore(kind: ReportKind, { from }: ReportPeriod): ReportPeriod {
  return periodOf(kind, shift(from, -1));
}

/** The first moment, and the first moment that is no longer in it. */
export function momentsOf({ from, to }: ReportPeriod): { readonly from: string; readonly to: string } {
  const midnight = (day: string) => new Date(`${day}T00:00:00+08:00`).toISOString();
  return { from: midnight(from), to: midnight(shift(to, 1)) };
}

/** Change against the period before in percent with sign; '—' where that was nothing or is not known. */
export function changeText(now: number | null, before: number | null): string {
  if (now === null || before === null || before === 0) return '—';
  const change = ((now - before) / before) * 100;
  return `${change > 0 ? '+' : ''}${change.toFixed(1)}%`;
}

/** A ratio in percent; null for a zero denominator. */
export function ratioOf(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : (numerator / denominator) * 100;
}
