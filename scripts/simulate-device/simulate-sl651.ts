/** A hydrology station that speaks SL 651-2014: sends reports, waits for their confirmation, and answers the centre's questions. */
import { chinaBcd } from '../../engines/telemetry/server/codec/bytes/china-time.ts';
import { sl651 } from '../../engines/telemetry/server/codec/sl651/codec.ts';
import type { Sl651Group, Sl651Message } from '../../engines/telemetry/server/codec/sl651/message.ts';
import { type Address, type Talk, talk } from './talk.ts';

export interface Sl651StationOptions extends Address {
  readonly station: string;
  readonly password: string;
  readonly now: () => number;
  readonly timeout: number;
}

export interface Sl651Station {
  /** A report of now: values by identifier in their units, with the decimals that they are sent with. */
  report(
    code: number,
    values: Readonly<Record<string, readonly [value: number, bytes: number, decimals: number]>>,
  ): Sl651Message;
  /** How the centre ended its answer, undefined when none came. */
  ask(message: Sl651Message): Promise<Sl651Message['end'] | undefined>;
  readonly asked: readonly Sl651Message[];
  readonly talk: Talk<Sl651Message>;
}

const limits = { packets: 1000, messages: 8, bytes: 1_000_000, patience: 60_000 };
const riverStation = 0x48;

function bcd(value: number, bytes: number, decimals: number): Buffer {
  const digits = Math.round(Math.abs(value) * 10 ** decimals).toString();
  return value < 0
    ? Buffer.from(`FF${digits.padStart(bytes * 2 - 2, '0')}`, 'hex')
    : Buffer.from(digits.padStart(bytes * 2, '0'), 'hex');
}

export async function sl651Station(options: Sl651StationOptions): Promise<Sl651Station> {
  const { station, password, now, timeout } = options;
  const line = await talk(sl651, { assembly: limits, now }, options);
  const asked: Sl651Message[] = [];
  let serial = 0;

  function report(
    code: number,
    values: Readonly<Record<string, readonly [number, number, number]>>,
  ): Sl651Message {
    serial = (serial % 0xffff) + 1;
    const time = chinaBcd(now());
    const groups: readonly Sl651Group[] = [
      { id: 'F1', definition: 0xf1, data: Buffer.from(`${station}${riverStation.toString(16)}`, 'hex') },
      { id: 'F0', definition: 0xf0, data: Buffer.from(time.slice(0, 10), 'hex') },
      ...Object.entries(values).map(([id, [value, bytes, decimals]]) => ({
        id,
        definition: bytes * 8 + decimals,
        data: bcd(value, bytes, decimals),
      })),
    ];
    return {
      mode: 'binary',
      direction: 'up',
      centre: 5,
      station,
      password,
      code,
      serial,
      time,
      content: { kind: 'groups', groups },
      packets: 1,
      end: 'etx',
    };
  }

  line.onOther((message) => {
    if (message.end !== 'enq') return;
    asked.push(message);
    if (message.code === 0x37) line.send(report(0x37, { '39': [27.5, 4, 3] }));
    else line.send({ ...message, direction: 'up', end: 'etx' });
  });

  return {
    report,
    asked,
    talk: line,
    async ask(message) {
      const answer = line.wait((heard) => heard.serial === message.serial && heard.end !== 'enq', timeout);
      line.send(message);
      return (await answer)?.end;
    },
  };
}
