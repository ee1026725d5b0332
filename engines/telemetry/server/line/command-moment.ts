/** A moment that a person or a program gave with a command. */
import { chinaTime } from '../codec/bytes/china-time.ts';

/** Milliseconds of a number, of a text with a zone ('2026-03-15T08:00:00Z'), or of one without, which is Beijing time ('2026-03-15 08:00'). */
export function commandMoment(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isNaN(new Date(value).getTime()) ? undefined : value;
  if (typeof value !== 'string') return undefined;
  if (/^\d{4}-\d\d-\d\d(?:[T ]\d\d(?::\d\d(?::\d\d)?)?)?$/.test(value))
    return chinaTime(value.replace(/\D/g, ''));
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}
