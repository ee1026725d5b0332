/** The periods that evaluation and analysis are asked for: this month, last month, this quarter, or any days. Pure. */

export interface DayPeriod {
  /** First and last day, 'YYYY-MM-DD'. */
  readonly from: string;
  readonly to: string;
}

export type PeriodName = 'month' | 'last-month' | 'quarter' | 'last-quarter' | 'custom';

export const periodNames: readonly { readonly value: PeriodName; readonly label: string }[] = [
  { value: 'month', label: '本月' },
  { value: 'last-month', label: '上月' },
  { value: 'quarter', label: '本季度' },
  { value: 'last-quarter', label: '上季度' },
  { value: 'custom', label: '自定义' },
];

/** `today` is the day in the city. */
export function periodOf(name: Exclude<PeriodName, 'custom'>, today: string): DayPeriod {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const quarter = month - ((month - 1) % 3);
  if (name === 'month') return { from: dayOf(year, month, 1), to: today };
  if (name === 'quarter') return { from: dayOf(year, quarter, 1), to: today };
  if (name === 'last-month') return { from: dayOf(year, month - 1, 1), to: dayOf(year, month, 0) };
  return { from: dayOf(year, quarter - 3, 1), to: dayOf(year, quarter, 0) };
}

/** Months and days beyond their ends count on: day 0 is the last of the month before. */
function dayOf(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** What the address asks; anything odd in it falls back to this month. */
export function readPeriod(
  address: URLSearchParams,
  today: string,
): { readonly name: PeriodName; readonly period: DayPeriod } {
  const [from, to] = [address.get('from') ?? '', address.get('to') ?? ''];
  const name = periodNames.find(({ value }) => value === address.get('period'))?.value;
  if (name === 'custom' && dayForm.test(from) && dayForm.test(to)) return { name, period: { from, to } };
  const known = name === undefined || name === 'custom' ? 'month' : name;
  return { name: known, period: periodOf(known, today) };
}
