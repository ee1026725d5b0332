/** Finds the place and a readable name in a row of any register. Pure. */
import type { Point } from '../../../../kernel/register.ts';

export function pointIn(row: Readonly<Record<string, unknown>>): Point | undefined {
  for (const value of Object.values(row)) {
    const at = value as Partial<Point> | null;
    if (typeof at === 'object' && at !== null && typeof at.lon === 'number' && typeof at.lat === 'number')
      return { lon: at.lon, lat: at.lat };
  }
  return undefined;
}

/** The names that registers use for what people call a row, best first. */
const titles = ['title', 'name', 'address', 'number', 'code'] as const;

export function titleIn(row: Readonly<Record<string, unknown>>): string {
  for (const name of titles) {
    const value = row[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return String(row['id'] ?? '');
}
