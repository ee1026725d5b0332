/** Temporal queries and how what was is shown (ETSI GS CIM 009, clauses 4.5.7 to 4.5.9, 4.5.19 and 4.11). Pure. */
import { errors } from '../errors.ts';
import { readMoment } from './read-fragment.ts';

export const methods = [
  'totalCount',
  'distinctCount',
  'sum',
  'avg',
  'min',
  'max',
  'stddev',
  'sumsq',
] as const;
export type Method = (typeof methods)[number];

export interface TimeSpan {
  /** Milliseconds; `to` is not included. */
  readonly from: number;
  readonly to: number;
}

export interface GivenTime {
  readonly timerel?: string | undefined;
  readonly timeAt?: string | undefined;
  readonly endTimeAt?: string | undefined;
  readonly timeproperty: string;
}

function refuse(why: string): never {
  throw errors.badRequestData({ why });
}

/** Throws BadRequestData, or OperationNotSupported for another time than that of the observation. */
export function readSpan({ timerel, timeAt, endTimeAt, timeproperty }: GivenTime, now: number): TimeSpan {
  if (timeproperty !== 'observedAt')
    throw errors.operationNotSupported({ why: 'timeproperty 只支持 observedAt' });
  if (timerel === undefined)
    return timeAt === undefined ? { from: 0, to: now + 1 } : refuse('有 timeAt 须有 timerel');
  const at = Date.parse(readMoment('timeAt', timeAt));
  if (timerel === 'before') return { from: 0, to: at };
  if (timerel === 'after') return { from: at + 1, to: now + 1 };
  const end = Date.parse(readMoment('endTimeAt', endTimeAt));
  return end > at ? { from: at, to: end } : refuse('endTimeAt 应晚于 timeAt');
}

const durationForm = /^P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

/** Seconds of an ISO 8601 duration; 0 of PT0S, which is the whole time. Months and years have no one length. */
export function readDuration(text: string): number {
  const found = durationForm.exec(text);
  if (found === null || text === 'P' || text.endsWith('T'))
    return refuse('aggrPeriodDuration 应为 ISO 8601 时长，例如 PT15M、PT1H、P1D（不支持月和年）');
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  return ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds;
}

export function readMethods(text: string | undefined): readonly Method[] {
  if (text === undefined) return refuse('aggregatedValues 须有 aggrMethods');
  return text
    .split(',')
    .map(
      (each) =>
        methods.find((method) => method === each.trim()) ?? refuse(`aggrMethods 支持 ${methods.join('、')}`),
    );
}

export type TemporalForm = 'normalized' | 'temporalValues' | 'aggregatedValues';

export function readForm(options: string, format: string | undefined): TemporalForm {
  const given = [...options.split(','), format ?? '']
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const known: readonly TemporalForm[] = ['normalized', 'temporalValues', 'aggregatedValues'];
  const forms = given.map(
    (each) => known.find((form) => form === each) ?? refuse(`不支持的 options：${each.slice(0, 40)}`),
  );
  return forms.at(-1) ?? 'normalized';
}
