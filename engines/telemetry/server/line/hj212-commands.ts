/** What the services of a thing model are in HJ 212: command code and parameters of the request that the centre sends. */
import { chinaDigits } from '../codec/bytes/china-time.ts';
import { commandMoment } from './command-moment.ts';

type Input = Readonly<Record<string, unknown>>;

export interface Hj212Order {
  readonly command: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** Undefined when the input does not hold what the command needs. */
type Make = (input: Input) => Hj212Order['parameters'] | undefined;

function integer(name: string, field: string, lowest: number, highest: number): Make {
  return (input) => {
    const value = input[field];
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest;
    return fits ? [[name, String(value)]] : undefined;
  };
}

function moment(value: unknown): string | undefined {
  const at = commandMoment(value);
  return at === undefined ? undefined : chinaDigits(at).slice(0, 14);
}

function period({ begin, end }: Input): Hj212Order['parameters'] | undefined {
  const [from, to] = [moment(begin), moment(end)];
  if (from === undefined || to === undefined || from > to) return undefined;
  return [
    ['BeginTime', from],
    ['EndTime', to],
  ];
}

function factor({ factor: code }: Input): Hj212Order['parameters'] | undefined {
  return typeof code === 'string' && /^[A-Za-z]\w{1,11}$/.test(code) ? [['PolId', code]] : undefined;
}

function setClock({ time }: Input): Hj212Order['parameters'] | undefined {
  const at = moment(time);
  return at === undefined ? undefined : [['SystemTime', at]];
}

const minuteIntervals = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];

function minuteInterval({ minutes }: Input): Hj212Order['parameters'] | undefined {
  const allowed = typeof minutes === 'number' && minuteIntervals.includes(minutes);
  return allowed ? [['MinInterval', String(minutes)]] : undefined;
}

/** By the name of the service. Bounds and field names are those of HJ 212-2017: RtdInterval 30–3600 s. */
const orders: Readonly<Record<string, readonly [command: string, make: Make]>> = {
  'set-interval': ['1062', integer('RtdInterval', 'seconds', 30, 3600)],
  'set-minute-interval': ['1064', minuteInterval],
  'set-clock': ['1012', setClock],
  'start-real-time': ['2011', () => []],
  'stop-real-time': ['2012', () => []],
  'start-status': ['2021', () => []],
  'stop-status': ['2022', () => []],
  'fetch-minutes': ['2051', period],
  'fetch-hours': ['2061', period],
  'fetch-days': ['2031', period],
  calibrate: ['3011', factor],
  sample: ['3012', factor],
  clean: ['3013', factor],
  'retain-sample': ['3015', () => []],
};

/** Undefined for a service that the protocol does not have or an input that it cannot carry. */
export function hj212Order(service: string, input: Input): Hj212Order | undefined {
  const [command, make] = Object.hasOwn(orders, service) ? (orders[service] ?? []) : [];
  const parameters = make?.(input);
  return command === undefined || parameters === undefined ? undefined : { command, parameters };
}
