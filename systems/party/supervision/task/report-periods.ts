/** The periods for which a task must be reported on: weeks, ten-day periods (旬), months or quarters that ended after it was handed out. */
import type { Frequency } from '../matter/task-plan.ts';

export interface Period {
  /** '2026-W48', '2026-11上旬', '2026-11', '2026-Q4'. */
  readonly key: string;
  /** Last day, 'YYYY-MM-DD'. */
  readonly ends: string;
}

const day = 86_400_000;
const text = (at: Date) => at.toISOString().slice(0, 10);
const utc = (date: string) => new Date(`${date}T00:00:00Z`);

/** ISO 8601 week; it ends on Friday, as offices count. */
function weekOf(date: string): Period {
  const at = utc(date);
  const weekday = (at.getUTCDay() + 6) % 7;
  const thursday = new Date(at.getTime() + (3 - weekday) * day);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - first) / (7 * day)) + 1;
  const ends = text(new Date(at.getTime() + (4 - weekday) * day));
  return { key: `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`, ends };
}

function lastOfMonth(year: number, month: number): string {
  return text(new Date(Date.UTC(year, month, 0)));
}

export function periodOf(frequency: Frequency, date: string): Period | undefined {
  const [year = 0, month = 0, dayOfMonth = 0] = date.split('-').map(Number);
  const head = date.slice(0, 7);
  switch (frequency) {
    case 'none':
      return undefined;
    case 'week':
      return weekOf(date);
    case 'ten-day':
      if (dayOfMonth <= 10) return { key: `${head}上旬`, ends: `${head}-10` };
      if (dayOfMonth <= 20) return { key: `${head}中旬`, ends: `${head}-20` };
      return { key: `${head}下旬`, ends: lastOfMonth(year, month) };
    case 'month':
      return { key: head, ends: lastOfMonth(year, month) };
    case 'quarter': {
      const quarter = Math.ceil(month / 3);
      return { key: `${year}-Q${quarter}`, ends: lastOfMonth(year, quarter * 3) };
    }
  }
}

const mostPeriods = 400;

/** All periods that ended from the first day on and before the last, oldest first; the one that began before the task counts too. */
export function endedPeriods(frequency: Frequency, from: string, before: string): readonly Period[] {
  const found = new Map<string, Period>();
  let at = from;
  for (let step = 0; step < mostPeriods * 8 && at <= before; step += 1) {
    const period = periodOf(frequency, at);
    if (period === undefined) return [];
    if (period.ends >= from && period.ends < before) found.set(period.key, period);
    at = text(new Date(utc(at > period.ends ? at : period.ends).getTime() + day));
  }
  return [...found.values()];
}
