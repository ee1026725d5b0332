/** The moments of the field protocols: digits of Beijing time (UTC+8, no daylight saving), turned into milliseconds and back. */

const offset = 8 * 3_600_000;

/** Two-digit years are those of this century: SL 651 and JT/T 808 are younger than it. */
const century = '20';

/**
 * Milliseconds since 1970 of 'YYYYMMDDhhmmss' or 'YYYYMMDDhhmmsszzz' in Beijing time; of 'YYYYMMDDhhmm', 'YYYYMMDDhh' and 'YYYYMMDD' too.
 * Undefined when that is no moment: wrong digits, 30 February, hour 24.
 */
export function chinaTime(digits: string): number | undefined {
  if (!/^\d{8}(?:\d\d){0,3}(?:\d{3})?$/.test(digits) || digits.length === 11 || digits.length === 13)
    return undefined;
  if (digits.length === 15) return undefined;
  const number = (from: number, to: number) => Number(digits.slice(from, to) || '0');
  const [year, month, day] = [number(0, 4), number(4, 6), number(6, 8)];
  const [hour, minute, second] = [number(8, 10), number(10, 12), number(12, 14)];
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  if (new Date(midnight).getUTCDate() !== day) return undefined;
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + number(14, 17) - offset;
}

/** The same for the two-digit years of binary coded decimals: 'YYMMDDhhmmss' or 'YYMMDDhhmm'. */
export function chinaTimeOfBcd(digits: string): number | undefined {
  return digits.length === 12 || digits.length === 10 ? chinaTime(century + digits) : undefined;
}

/** 'YYYYMMDDhhmmsszzz' in Beijing time; cut it to the length that a field takes. */
export function chinaDigits(milliseconds: number): string {
  return new Date(milliseconds + offset).toISOString().replace(/\D/g, '');
}

/** 'YYMMDDhhmmss' in Beijing time. */
export function chinaBcd(milliseconds: number): string {
  return chinaDigits(milliseconds).slice(2, 14);
}
