/** A little before the mark up to which the last load came: rows are committed later than they were numbered or timed. */
import type { Reading } from './received.ts';

const wall = /^(\d{4})-(\d\d)-(\d\d)(?:([ T])(\d\d):(\d\d):(\d\d)(.*))?$/;
const compact = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

const two = (value: number) => String(value).padStart(2, '0');

function writtenBack(parts: readonly string[], seconds: number): Date {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part || 0),
  );
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second) - seconds * 1000);
}

/** In the form in which the source writes it; what is no time comes back as it is. */
export function earlierTime(water: string, seconds: number): string {
  if (seconds === 0) return water;
  if (/^\d{10}$/.test(water)) return String(Number(water) - seconds);
  if (/^\d{13}$/.test(water)) return String(Number(water) - seconds * 1000);
  const close = compact.exec(water);
  if (close !== null)
    return writtenBack(close.slice(1), seconds).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const parts = wall.exec(water);
  if (parts === null) return water;
  const [, year = '', month = '', day = '', mark, hour = '', minute = '', second = '', rest = ''] = parts;
  const at = writtenBack([year, month, day, hour, minute, second], seconds);
  const date = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  if (mark === undefined) return date;
  return `${date}${mark}${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}${rest}`;
}

/** Only whole numbers have a number before them. */
export function earlierKey(water: string, span: number): string {
  return /^-?\d{1,38}$/.test(water) ? String(BigInt(water) - BigInt(span)) : water;
}

/** From where an incremental load reads: rows at this value and above it come; undefined for all. */
export function readFrom(
  reading: Pick<Reading, 'mode' | 'follow' | 'water' | 'settings'>,
): string | undefined {
  const { mode, follow, water, settings } = reading;
  if (follow === undefined || water === undefined) return undefined;
  if (mode === 'time') return earlierTime(water, settings.value('lake.follow-overlap-seconds'));
  return mode === 'key' ? earlierKey(water, settings.value('lake.follow-overlap-keys')) : undefined;
}

/** The greater of two values of a followed column: as numbers where both are, else as times, else as texts. */
export function greater(one: string | undefined, other: string): string {
  if (one === undefined) return other;
  if (/^-?\d{1,38}$/.test(one) && /^-?\d{1,38}$/.test(other))
    return BigInt(other) > BigInt(one) ? other : one;
  const [first, second] = [Date.parse(one), Date.parse(other)];
  if (!Number.isNaN(first) && !Number.isNaN(second)) return second > first ? other : one;
  return other > one ? other : one;
}
