/** The bodies of JT/T 808: every message id there and back, split and whole. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { made2013, made2019, messageOf } from '../test-support/jt808-messages.ts';
import { knownIds } from './bodies.ts';
import { jt808 } from './codec.ts';
import { headerTo, type Jt808Body, type Jt808Header } from './message.ts';

const assembly = { packets: 200, messages: 8, bytes: 300_000, patience: 60_000 };

function state() {
  return jt808.createState({ assembly, now: () => 0 });
}

function decode(hex: string) {
  return jt808.decode(Buffer.from(hex, 'hex'), state());
}

describe('往返', () => {
  test.each(
    [...knownIds, 0x0108, 0x0900, 0x6666].map((id) => [id.toString(16).padStart(4, '0'), id] as const),
  )('消息 0x%s 编码再解码相同,分不分包都一样', (_, id) => {
    fc.assert(
      fc.property(messageOf(id), (made) => {
        expect(jt808.decode(jt808.encode(made), state()).messages).toEqual([made]);
        const whole = { ...made, header: { ...made.header, packets: 1 } };
        let frame: Buffer | undefined;
        try {
          frame = jt808.encode(whole);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
        if (frame !== undefined) expect(jt808.decode(frame, state()).messages).toEqual([whole]);
      }),
      { numRuns: 60 },
    );
  });

  test('不可说的消息不编码', () => {
    const header: Jt808Header = {
      id: 0x0200,
      edition: '2013',
      phone: '013812345678',
      serial: 1,
      packets: 1,
      encryption: 0,
    };
    const place = decode(made2013).messages[0]?.body;
    const south =
      place?.kind === 'location' ? { ...place, location: { ...place.location, latitude: -1 } } : place;
    expect(() => jt808.encode({ header, body: south as Jt808Body })).toThrow(RangeError);
    expect(() => jt808.encode({ header, body: { kind: 'empty' } })).toThrow(RangeError);
    expect(() => jt808.encode({ header: { ...header, id: 0x6666 }, body: { kind: 'empty' } })).toThrow(
      RangeError,
    );
    expect(() => jt808.encode({ header: { ...header, phone: '1' }, body: place as Jt808Body })).toThrow(
      RangeError,
    );
  });

  test('回给终端的头用终端自己的版本与号码', () => {
    const [read] = decode(made2019).messages;
    expect(read && headerTo(read.header, 0x8001, 9)).toEqual({
      ...read?.header,
      id: 0x8001,
      serial: 9,
      packets: 1,
    });
  });
});
