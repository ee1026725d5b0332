/** Counts days between two dates, with or without days off, by the city's own working calendar. */
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';

const dayLength = 86_400_000;
const noon = (date: string) => Date.parse(`${date}T12:00:00Z`);

export function daysFrom(from: string, to: string): readonly string[] {
  const count = Math.round((noon(to) - noon(from)) / dayLength) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    new Date(noon(from) + index * dayLength).toISOString().slice(0, 10),
  );
}

export function dayBefore(date: string): string {
  return new Date(noon(date) - dayLength).toISOString().slice(0, 10);
}

/** Both ends count. */
export async function countDays(
  services: Services,
  db: Database,
  from: string,
  to: string,
): Promise<{ readonly working: number; readonly calendar: number }> {
  const days = daysFrom(from, to);
  const all = [
    { field: 'date', is: 'at-least', value: from },
    { field: 'date', is: 'at-most', value: to },
  ] as const;
  const special = await services
    .use(registers)
    .rows('flow.calendar-day')
    .trusted.findMany(db, { filter: { all }, limit: 1000 });
  const kinds = new Map(
    special.map((row) => {
      const { date, kind } = row as unknown as { date: string; kind: string };
      return [date, kind] as const;
    }),
  );
  const isWorking = (date: string) => {
    const kind = kinds.get(date);
    const weekday = new Date(noon(date)).getUTCDay();
    if (kind === 'makeup') return true;
    return kind !== 'holiday' && weekday !== 0 && weekday !== 6;
  };
  return { working: days.filter(isWorking).length, calendar: days.length };
}

/** Full years of work on a day; they count from the month after the one in which work began. */
export function yearsOfWork(since: string, on: string): number {
  const [year = 0, month = 1] = since.split('-').map(Number);
  const [nowYear = 0, nowMonth = 1] = on.split('-').map(Number);
  const months = nowYear * 12 + nowMonth - (year * 12 + month + 1);
  return Math.max(0, Math.floor(months / 12));
}
