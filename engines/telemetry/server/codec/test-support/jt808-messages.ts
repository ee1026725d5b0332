/** Any message that JT/T 808 can say, by id, for property tests. */
import fc from 'fast-check';
import type { Jt808Body, Jt808Header, Jt808Item, Jt808Location, Jt808Message } from '../jt808/message.ts';

/** Made for the facts of the standard: 32.890124° N, 115.814205° E, 125.6 km/h, overspeed, 12567.8 km. */
export const made2013 =
  '7E02000028013812345678007D02000000020008000301F5DD0C06E72F3D001F04E8010E26031508153001040001EAEE30011C31010E487E';
export const made2019 =
  '7E020040280100000000013812345678007D02000000020008000301F5DD0C06E72F3D001F04E8010E26031508153001040001EAEE30011C31010E097E';

export const byte = fc.integer({ min: 0, max: 255 });
export const word = fc.integer({ min: 0, max: 0xffff });
const doubleWord = fc.integer({ min: 0, max: 0xffffffff });
const text = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'皖K阜A1b2 ~}-'), maxLength: Math.floor(length / 2) });
export const bytes = (length: number) =>
  fc.uint8Array({ maxLength: length }).map((made) => Buffer.from(made));
export const digits = (count: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count });
const items: fc.Arbitrary<readonly Jt808Item[]> = fc.array(fc.record({ id: byte, value: bytes(12) }), {
  maxLength: 5,
});
const parameters: fc.Arbitrary<readonly Jt808Item[]> = fc.array(
  fc.record({ id: doubleWord, value: bytes(20) }),
  { maxLength: 5 },
);

const location: fc.Arbitrary<Jt808Location> = fc
  .record({
    alarm: doubleWord,
    status: doubleWord,
    lat: doubleWord,
    lon: doubleWord,
    altitude: word,
    speed: word,
    direction: word,
    time: digits(12),
    items,
  })
  .map(({ lat, lon, speed, status, ...rest }) => ({
    ...rest,
    status,
    latitude: ((status & 4) !== 0 && lat > 0 ? -lat : lat) / 1e6,
    longitude: ((status & 8) !== 0 && lon > 0 ? -lon : lon) / 1e6,
    speed: speed / 10,
  }));
const media = fc.record({ mediaId: doubleWord, type: byte, format: byte, event: byte, channel: byte });

type Edition = Jt808Header['edition'];

function register(edition: Edition): fc.Arbitrary<Jt808Body> {
  const layouts = edition === '2019' ? (['2019'] as const) : (['2011', '2013'] as const);
  return fc.constantFrom(...layouts).chain((layout) => {
    const [maker, model, id] = { '2011': [5, 8, 7], '2013': [5, 20, 7], '2019': [11, 30, 30] }[layout] as [
      number,
      number,
      number,
    ];
    return fc.record({
      kind: fc.constant('register' as const),
      layout: fc.constant(layout),
      province: word,
      city: word,
      maker: text(maker),
      model: text(model),
      terminalId: text(id),
      plateColour: byte,
      plate: fc.constantFrom('皖K12345', '', '皖KD1234'),
    });
  });
}

/** With zeros for its SIM card a body with the wider maker cannot be taken for one with the narrower. */
function attributes(makerBytes: 5 | 11, iccid: fc.Arbitrary<string>): fc.Arbitrary<Jt808Body> {
  return fc.record({
    kind: fc.constant('attributes' as const),
    makerBytes: fc.constant(makerBytes),
    type: word,
    maker: text(5),
    model: text(20),
    terminalId: text(7),
    iccid,
    hardware: text(40),
    firmware: text(40),
    positioning: byte,
    communication: byte,
  });
}

/** Any body that the id can carry in the edition. */
function bodyOf(id: number, edition: Edition): fc.Arbitrary<Jt808Body> {
  const packets = fc.array(word, { maxLength: 9 });
  const is2019 = edition === '2019';
  switch (id) {
    case 0x0001:
    case 0x8001:
      return fc.record({ kind: fc.constant('answer' as const), serial: word, id: word, result: byte });
    case 0x0002:
    case 0x0003:
    case 0x8104:
    case 0x8107:
    case 0x8201:
      return fc.constant({ kind: 'empty' });
    case 0x0005:
    case 0x8003:
      return fc.record({ kind: fc.constant('resend' as const), serial: word, packets });
    case 0x0100:
      return register(edition);
    case 0x0102:
      return is2019
        ? fc.record({
            kind: fc.constant('authenticate' as const),
            code: text(40),
            imei: text(15),
            software: text(20),
          })
        : fc.record({ kind: fc.constant('authenticate' as const), code: text(40) });
    case 0x0104:
      return fc.record({ kind: fc.constant('parameters' as const), serial: word, parameters });
    case 0x0107:
      return fc.oneof(
        attributes(5, digits(20)),
        ...(is2019 ? [attributes(11, fc.constant('0'.repeat(20)))] : []),
      );
    case 0x8103:
      return fc.record({ kind: fc.constant('parameters' as const), parameters });
    case 0x8106:
      return fc.record({
        kind: fc.constant('query-parameters' as const),
        ids: fc.array(doubleWord, { maxLength: 9 }),
      });
    case 0x0200:
      return fc.record({ kind: fc.constant('location' as const), location });
    case 0x0201:
    case 0x0500:
      return fc.record({ kind: fc.constant('location' as const), serial: word, location });
    case 0x0704:
      return fc.record({
        kind: fc.constant('locations' as const),
        type: byte,
        locations: fc.array(location, { maxLength: 6 }),
      });
    case 0x0800:
      return fc.record({ kind: fc.constant('media-event' as const), media });
    case 0x0801:
      return fc.record({
        kind: fc.constant('media' as const),
        media,
        location: location.map((place) => ({ ...place, items: [] })),
        data: bytes(3000),
      });
    case 0x8100:
      return fc.oneof(
        fc.record({
          kind: fc.constant('register-answer' as const),
          serial: word,
          result: fc.constant(0),
          code: text(30),
        }),
        fc.record({
          kind: fc.constant('register-answer' as const),
          serial: word,
          result: fc.integer({ min: 1, max: 255 }),
        }),
      );
    case 0x8105:
      return fc.record({ kind: fc.constant('control' as const), command: byte, parameters: bytes(60) });
    case 0x8202:
      return fc.record({ kind: fc.constant('track' as const), interval: word, duration: doubleWord });
    case 0x8300:
      return is2019
        ? fc.record({ kind: fc.constant('text' as const), flag: byte, type: byte, text: text(200) })
        : fc.record({ kind: fc.constant('text' as const), flag: byte, text: text(200) });
    case 0x8800:
      return fc.record({ kind: fc.constant('media-answer' as const), mediaId: doubleWord, packets });
    default:
      return fc.record({ kind: fc.constant('opaque' as const), bytes: bytes(2500) });
  }
}

export function messageOf(id: number): fc.Arbitrary<Jt808Message> {
  return fc
    .record({
      edition: fc.constantFrom<Edition>('2013', '2019'),
      serial: word,
      extra: fc.nat(3),
      version: byte,
    })
    .chain(({ edition, serial, extra, version }) =>
      fc.tuple(digits(edition === '2019' ? 20 : 12), bodyOf(id, edition)).map(([phone, body]) => {
        const header: Jt808Header = {
          id,
          edition,
          ...(edition === '2019' ? { protocolVersion: version } : {}),
          phone,
          serial,
          packets: 4 + extra,
          encryption: 0,
        };
        return { header, body };
      }),
    );
}
