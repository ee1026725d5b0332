/** What the services of a thing model are in SL 651: function code and body of the question that the centre sends. */
import known from '../../data/sl651.json' with { type: 'json' };
import { chinaDigits } from '../codec/bytes/china-time.ts';
import { commandMoment } from './command-moment.ts';

type Input = Readonly<Record<string, unknown>>;

export interface Sl651Order {
  readonly code: number;
  readonly body: Buffer;
}

const hour = 3_600_000;
const minute = 60_000;
const dayMinutes = 1440;

/** 'YYMMDDhh' of the full hour. */
function hourDigits(at: number): string {
  return chinaDigits(at).slice(2, 10);
}

/** Element 04: days, hours and minutes between two values, two digits each. */
function stepDigits(minutes: number): string {
  const parts = [Math.floor(minutes / dayMinutes), Math.floor((minutes % dayMinutes) / 60), minutes % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join('');
}

function definitionOf(element: unknown, given: unknown): string | undefined {
  const definitions: Readonly<Record<string, string>> = known.definitions;
  if (typeof element !== 'string' || !/^[0-9A-F]{2}$|^FF[0-9A-F]{2}$/.test(element)) return undefined;
  if (typeof given === 'string') return /^[0-9A-F]{2}$/.test(given) ? given : undefined;
  return Object.hasOwn(definitions, element) ? definitions[element] : undefined;
}

/**
 * Hours that the station has stored (38H): from full hour to full hour, one element, a value each hour unless `minutes` says otherwise. The
 * element's definition byte is given with the command where the table of the platform has none.
 */
function fetchHours(
  { begin, end, element, minutes = 60, definition }: Input,
  mostValues: number,
): Buffer | undefined {
  const [from, to] = [commandMoment(begin), commandMoment(end)];
  const byte = definitionOf(element, definition);
  const step = typeof minutes === 'number' && Number.isInteger(minutes) ? minutes : 0;
  if (from === undefined || to === undefined || from > to || byte === undefined) return undefined;
  if (step < 1 || step > dayMinutes) return undefined;
  const values = Math.floor(((Math.floor(to / hour) - Math.floor(from / hour)) * (hour / minute)) / step) + 1;
  if (values > mostValues) return undefined;
  return Buffer.from(
    `${hourDigits(from)}${hourDigits(to)}0418${stepDigits(step)}${String(element)}${byte}`,
    'hex',
  );
}

/** Questions without a body. */
const questions: Readonly<Record<string, number>> = {
  query: 0x37,
  'query-version': 0x45,
  'query-clock': 0x51,
  'set-clock': 0x4a,
};

export const fetchHoursCode = 0x38;

/** Undefined for a service that the protocol does not have or an input that it cannot carry; `mostValues` bounds an answer. */
export function sl651Order(service: string, input: Input, mostValues: number): Sl651Order | undefined {
  if (service === 'fetch-hours') {
    const body = fetchHours(input, mostValues);
    return body === undefined ? undefined : { code: fetchHoursCode, body };
  }
  const code = Object.hasOwn(questions, service) ? questions[service] : undefined;
  return code === undefined ? undefined : { code, body: Buffer.alloc(0) };
}
