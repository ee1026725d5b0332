/** A vehicle terminal that speaks JT/T 808: registers, proves itself, reports where it is, and answers what the platform asks. */
import { chinaBcd } from '../../engines/telemetry/server/codec/bytes/china-time.ts';
import { jt808 } from '../../engines/telemetry/server/codec/jt808/codec.ts';
import type {
  Jt808Body,
  Jt808Header,
  Jt808Location,
  Jt808Message,
} from '../../engines/telemetry/server/codec/jt808/message.ts';
import { type Address, type Talk, talk } from './talk.ts';

export interface Jt808TerminalOptions extends Address {
  readonly edition: '2013' | '2019';
  readonly phone: string;
  readonly terminalId: string;
  readonly plate: string;
  readonly timeout: number;
  /** What it answers when it is asked for its attributes, and 2019 says when it proves itself. */
  readonly firmware?: string;
}

export interface Jt808Terminal {
  /** Sends a message and waits for its 0x8001; the result byte, undefined when nothing came. */
  ask(id: number, body: Jt808Body, packets?: number): Promise<number | undefined>;
  /** 0x0100 and 0x0102; gives the result of the last of them, or the result of 0x8100 negative. */
  logIn(): Promise<number | undefined>;
  /** What the platform asked of its own. */
  readonly asked: readonly Jt808Message[];
  readonly talk: Talk<Jt808Message>;
}

const attributes = {
  kind: 'attributes',
  makerBytes: 5,
  type: 1,
  maker: 'SIMUL',
  model: 'SIM-808',
  iccid: '89860000000000000001',
  hardware: 'H1.0',
  positioning: 3,
  communication: 1,
} as const;

const limits = { packets: 1000, messages: 8, bytes: 1_000_000, patience: 60_000 };

export async function jt808Terminal(options: Jt808TerminalOptions): Promise<Jt808Terminal> {
  const { edition, phone, terminalId, plate, timeout } = options;
  const line = await talk(jt808, { assembly: limits, now: Date.now }, options);
  const asked: Jt808Message[] = [];
  let serial = 0;

  function headerOf(id: number, packets = 1): Jt808Header {
    const first = (serial + 1) & 0xffff;
    serial = (serial + packets) & 0xffff;
    const digits = phone.padStart(edition === '2019' ? 20 : 12, '0');
    return {
      id,
      edition,
      ...(edition === '2019' ? { protocolVersion: 1 } : {}),
      phone: digits,
      serial: first,
      packets,
      encryption: 0,
    };
  }

  line.onOther(({ header, body }) => {
    if (header.id === 0x8001 || header.id === 0x8100) return;
    asked.push({ header, body });
    if (header.id === 0x8003) return;
    if (header.id === 0x8107) {
      const body = { ...attributes, terminalId, firmware: options.firmware ?? '' };
      line.send({ header: headerOf(0x0107), body });
      return;
    }
    line.send({
      header: headerOf(0x0001),
      body: { kind: 'answer', serial: header.serial, id: header.id, result: 0 },
    });
  });

  async function ask(id: number, body: Jt808Body, packets = 1): Promise<number | undefined> {
    const header = headerOf(id, packets);
    const answer = line.wait(
      ({ body: heard }) => heard.kind === 'answer' && heard.serial === header.serial,
      timeout,
    );
    line.send({ header, body });
    const heard = (await answer)?.body;
    return heard?.kind === 'answer' ? heard.result : undefined;
  }

  async function logIn(): Promise<number | undefined> {
    const header = headerOf(0x0100);
    const answer = line.wait(
      ({ body: heard }) => heard.kind === 'register-answer' && heard.serial === header.serial,
      timeout,
    );
    const layout = edition === '2019' ? '2019' : '2013';
    line.send({
      header,
      body: {
        kind: 'register',
        layout,
        province: 34,
        city: 1200,
        maker: 'SIM',
        model: 'SIM-1',
        terminalId,
        plateColour: 2,
        plate,
      },
    });
    const heard = (await answer)?.body;
    if (heard?.kind !== 'register-answer') return undefined;
    if (heard.code === undefined) return -heard.result;
    const proof: Jt808Body = {
      kind: 'authenticate',
      code: heard.code,
      ...(edition === '2019' ? { imei: '', software: options.firmware ?? '' } : {}),
    };
    return ask(0x0102, proof);
  }

  return { asked, talk: line, ask, logIn };
}

/** A place on the road at that moment; 1 km/h is one step of 0.1. */
export function placeAt(at: number, more: Partial<Jt808Location> = {}): Jt808Location {
  return {
    alarm: 0,
    status: 3,
    latitude: 32.890124,
    longitude: 115.814205,
    altitude: 31,
    speed: 62.5,
    direction: 270,
    time: chinaBcd(at),
    items: [{ id: 0x01, value: Buffer.from('0001EAEE', 'hex') }],
    ...more,
  };
}
