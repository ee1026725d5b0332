/** Days of a query area as instants: from the first day's start to the last day's end in the city. */
import { momentFromCity } from '../../../../ui/form/city-time.ts';

const dayLength = 86_400_000;

/** 'YYYY-MM-DD…' → the moment at which that day begins; an empty text stays empty. */
export function daysFrom(day: string): string {
  return day === '' ? '' : momentFromCity(`${day.slice(0, 10)}T00:00:00`);
}

export function daysUntil(day: string): string {
  return day === '' ? '' : new Date(Date.parse(daysFrom(day)) + dayLength).toISOString();
}
