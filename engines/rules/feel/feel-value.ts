/** Values of FEEL and the plain JSON that travels: dates, times and durations are ISO 8601 texts outside. */
import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime } from 'feelin';
import { dateAndTime, duration, parseDate, parseTime } from 'feelin';
import { ruleErrors } from '../errors.ts';

/** The types of DMN that a column or an input may have (DMN 1.3, 7.3.2, table 22). */
export const feelTypes = {
  string: '文本',
  number: '数字',
  boolean: '是否',
  date: '日期',
  time: '时间',
  dateTime: '日期时间',
  dayTimeDuration: '时长',
  yearMonthDuration: '年月时长',
  Any: '任意',
} as const;
export type FeelType = keyof typeof feelTypes;

const aliases: Readonly<Record<string, FeelType>> = {
  'date and time': 'dateTime',
  'days and time duration': 'dayTimeDuration',
  'years and months duration': 'yearMonthDuration',
  any: 'Any',
};

/** The built-in type of this name, in either spelling of the standard and with or without a prefix ('feel:date'). */
export function findFeelType(name: string): FeelType | undefined {
  const bare = name.includes(':') ? name.slice(name.indexOf(':') + 1) : name;
  return Object.hasOwn(feelTypes, bare) ? (bare as FeelType) : aliases[bare];
}

export function isTemporal(value: unknown): value is FeelDate | FeelDateTime | FeelTime | FeelDuration {
  return (
    value instanceof FeelDate ||
    value instanceof FeelDateTime ||
    value instanceof FeelTime ||
    value instanceof FeelDuration
  );
}

/** A context in FEEL's sense: a plain object, and neither a list nor one of the value classes. */
export function isContext(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const parent: unknown = Object.getPrototypeOf(value);
  return parent === Object.prototype || parent === null;
}

/** What a value is, for sentences and for checks; 'null' for nothing, 'list', 'context', 'range', 'function' beside the types. */
export function typeOf(value: unknown): FeelType | 'null' | 'list' | 'context' | 'range' | 'function' {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return typeof value as 'number' | 'string' | 'boolean';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDateTime) return 'dateTime';
  if (value instanceof FeelDuration) return value.yearsMonths ? 'yearMonthDuration' : 'dayTimeDuration';
  if (value instanceof FeelRange) return 'range';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'function' || value instanceof FeelFunction ? 'function' : 'context';
}

/** The texts of a date and time as forms and databases write it; FEEL itself wants the T. */
function readMoment(text: string): FeelDateTime | null {
  return dateAndTime(text.replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T'));
}

const readers: Readonly<Partial<Record<FeelType, (text: string) => unknown>>> = {
  date: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? parseDate(text) : null),
  time: parseTime,
  dateTime: readMoment,
  dayTimeDuration: duration,
  yearMonthDuration: duration,
};

/**
 * Makes a plain value one of the named type: texts become dates, times and durations; anything else must already be right. Nothing stays nothing.
 * Throws rules.value, naming `name` and the type and never the value.
 */
export function toFeel(value: unknown, type: FeelType, name: string): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'Any' || typeOf(value) === type) return value;
  const made = typeof value === 'string' ? (readers[type]?.(value) ?? null) : null;
  if (made === null || typeOf(made) !== type)
    throw ruleErrors.value({ name, reason: `应为${feelTypes[type]}` });
  return made;
}

/** Fifteen significant digits: what a binary double holds of a decimal number, so 0.1 + 0.2 goes out as 0.3. */
function toPlainNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

/** The JSON of a FEEL value. Functions have none and become null, ranges become their text. */
export function toPlain(value: unknown): unknown {
  if (typeof value === 'number') return toPlainNumber(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (isTemporal(value) || value instanceof FeelRange) return value.toString();
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isContext(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toPlain(one)]));
}
