/** A platform of a transport company that hands its vehicles over by JT/T 809: logs in, keeps the link alive, sends positions. */
import { chinaDigits } from '../../engines/telemetry/server/codec/bytes/china-time.ts';
import { jt809 } from '../../engines/telemetry/server/codec/jt809/codec.ts';
import type { Jt809Body, Jt809Message } from '../../engines/telemetry/server/codec/jt809/message.ts';
import { officialPlace } from '../../engines/telemetry/server/codec/jt809/position.ts';
import { type Address, type Talk, talk } from './talk.ts';

export interface Jt809PlatformOptions extends Address {
  readonly userId: number;
  readonly password: string;
  readonly accessCode: number;
  readonly timeout: number;
}

export interface Jt809Platform {
  /** Result of 1002; undefined when nothing came. */
  logIn(): Promise<number | undefined>;
  /** Whether 1006 came. */
  keepAlive(): Promise<boolean>;
  /** One position of a vehicle; several make a batch (0x1203). The protocol does not answer it. */
  send(plate: string, colour: number, moments: readonly number[]): void;
  readonly talk: Talk<Jt809Message>;
}

export async function jt809Platform(options: Jt809PlatformOptions): Promise<Jt809Platform> {
  const { userId, password, accessCode, timeout } = options;
  const line = await talk(jt809, { frameBytes: 65_536 }, options);
  let serial = 0;

  function message(type: number, body: Jt809Body): Jt809Message {
    serial += 1;
    return { edition: '2011', serial, type, accessCode, version: '010000', encrypted: 0, key: 0, body };
  }

  async function ask(type: number, body: Jt809Body, answer: number): Promise<Jt809Message | undefined> {
    const heard = line.wait((one) => one.type === answer, timeout);
    line.send(message(type, body));
    return heard;
  }

  return {
    talk: line,
    async logIn() {
      const answer = await ask(
        0x1001,
        { kind: 'login', userId, password, host: '127.0.0.1', port: 0 },
        0x1002,
      );
      return answer?.body.kind === 'login-answer' ? answer.body.result : undefined;
    },
    keepAlive: async () => (await ask(0x1005, { kind: 'empty' }, 0x1006)) !== undefined,
    send(plate, colour, moments) {
      const place = {
        latitude: 32.890124,
        longitude: 115.814205,
        speed: 62,
        direction: 270,
        altitude: 31,
        status: 3,
        alarm: 0,
        mileage: 12567,
      };
      const positions = moments.map((at) => ({ encrypted: 0, place: officialPlace(place, chinaDigits(at)) }));
      const [position] = positions;
      if (position === undefined) return;
      const vehicle = { plate, colour };
      const body: Jt809Body =
        positions.length === 1
          ? { kind: 'data', vehicle, dataType: 0x1202, data: { kind: 'position', position } }
          : { kind: 'data', vehicle, dataType: 0x1203, data: { kind: 'positions', positions } };
      line.send(message(0x1200, body));
    },
  };
}
