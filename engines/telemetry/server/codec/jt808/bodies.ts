/** Reads and writes the bodies of JT/T 808, one row of a table for each message id. */
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { decodeGbk, encodeGbk } from '../bytes/gbk.ts';
import { readAttributes, writeAttributes } from './attributes.ts';
import { readMedia, readParameters, writeMedia, writeParameters } from './body-parts.ts';
import { readLocation, readLocations, readPlace, writeLocation, writePlace } from './location.ts';
import type { Jt808Body, Jt808Header } from './message.ts';
import { readRegister, writeRegister } from './register.ts';

type Edition = Jt808Header['edition'];
type Kind = Jt808Body['kind'];

interface BodyForm<K extends Kind> {
  readonly kind: K;
  readonly read: (reader: ByteReader, edition: Edition) => Extract<Jt808Body, { kind: K }>;
  readonly write: (writer: ByteWriter, body: Extract<Jt808Body, { kind: K }>, edition: Edition) => void;
}

function form<K extends Kind>(kind: K, read: BodyForm<K>['read'], write: BodyForm<K>['write']): BodyForm<K> {
  return { kind, read, write };
}

const empty = form(
  'empty',
  () => ({ kind: 'empty' }),
  () => {},
);

const answer = form(
  'answer',
  (reader) => ({ kind: 'answer', serial: reader.word(), id: reader.word(), result: reader.byte() }),
  (writer, body) => writer.word(body.serial).word(body.id).byte(body.result),
);

/** The number of packets is a BYTE in 2013 and a WORD in 2019. */
function readCount(reader: ByteReader, edition: Edition): number {
  return edition === '2019' ? reader.word() : reader.byte();
}

function readWords(reader: ByteReader, count: number): readonly number[] {
  return Array.from({ length: count }, () => reader.word());
}

const resend = form(
  'resend',
  (reader, edition) => ({
    kind: 'resend',
    serial: reader.word(),
    packets: readWords(reader, readCount(reader, edition)),
  }),
  (writer, { serial, packets }, edition) => {
    writer.word(serial).number(packets.length, edition === '2019' ? 2 : 1);
    for (const packet of packets) writer.word(packet);
  },
);

const registerAnswer = form(
  'register-answer',
  (reader) => {
    const [serial, result] = [reader.word(), reader.byte()];
    return {
      kind: 'register-answer',
      serial,
      result,
      ...(result === 0 ? { code: decodeGbk(reader.rest()) } : {}),
    };
  },
  (writer, { serial, result, code }) => {
    if ((code !== undefined) !== (result === 0)) throw new RangeError('a code goes with success alone');
    writer
      .word(serial)
      .byte(result)
      .raw(encodeGbk(code ?? ''));
  },
);

const imeiBytes = 15;
const softwareBytes = 20;

const authenticate = form(
  'authenticate',
  (reader, edition) => {
    if (edition === '2013') return { kind: 'authenticate', code: decodeGbk(reader.rest()) };
    const code = decodeGbk(reader.take(reader.byte()));
    return { kind: 'authenticate', code, imei: reader.text(imeiBytes), software: reader.text(softwareBytes) };
  },
  (writer, { code, imei = '', software = '' }, edition) => {
    const bytes = encodeGbk(code);
    if (edition === '2013') writer.raw(bytes);
    else writer.byte(bytes.length).raw(bytes).text(imei, imeiBytes).text(software, softwareBytes);
  },
);

const attributes = form('attributes', readAttributes, writeAttributes);

const reportedParameters = form(
  'parameters',
  (reader) => ({ kind: 'parameters', serial: reader.word(), parameters: readParameters(reader) }),
  (writer, { serial = 0, parameters }) => writeParameters(writer.word(serial), parameters),
);

const setParameters = form(
  'parameters',
  (reader) => ({ kind: 'parameters', parameters: readParameters(reader) }),
  (writer, { parameters }) => writeParameters(writer, parameters),
);

const queryParameters = form(
  'query-parameters',
  (reader) => ({
    kind: 'query-parameters',
    ids: Array.from({ length: reader.byte() }, () => reader.doubleWord()),
  }),
  (writer, { ids }) => {
    writer.byte(ids.length);
    for (const id of ids) writer.doubleWord(id);
  },
);

const location = form(
  'location',
  (reader) => ({ kind: 'location', location: readLocation(reader) }),
  (writer, body) => writeLocation(writer, body.location),
);

const answeredLocation = form(
  'location',
  (reader) => ({ kind: 'location', serial: reader.word(), location: readLocation(reader) }),
  (writer, { serial = 0, location: place }) => writeLocation(writer.word(serial), place),
);

const locations = form(
  'locations',
  (reader) => {
    const [count, type] = [reader.word(), reader.byte()];
    return {
      kind: 'locations',
      type,
      locations: readLocations(reader, count, (bytes) => new ByteReader(bytes)),
    };
  },
  (writer, body) => {
    writer.word(body.locations.length).byte(body.type);
    for (const place of body.locations) {
      const part = new ByteWriter();
      writeLocation(part, place);
      const bytes = part.toBuffer();
      writer.word(bytes.length).raw(bytes);
    }
  },
);

const mediaEvent = form(
  'media-event',
  (reader) => ({ kind: 'media-event', media: readMedia(reader) }),
  (writer, { media }) => {
    writeMedia(writer, media);
  },
);

const media = form(
  'media',
  (reader) => ({ kind: 'media', media: readMedia(reader), location: readPlace(reader), data: reader.rest() }),
  (writer, body) => {
    if (body.location.items.length > 0) throw new RangeError('the place of a medium has no items');
    writePlace(writeMedia(writer, body.media), body.location);
    writer.raw(body.data);
  },
);

const mediaAnswer = form(
  'media-answer',
  (reader) => ({
    kind: 'media-answer',
    mediaId: reader.doubleWord(),
    packets: reader.left === 0 ? [] : readWords(reader, reader.byte()),
  }),
  (writer, { mediaId, packets }) => {
    writer.doubleWord(mediaId);
    if (packets.length > 0) writer.byte(packets.length);
    for (const packet of packets) writer.word(packet);
  },
);

const control = form(
  'control',
  (reader) => ({ kind: 'control', command: reader.byte(), parameters: reader.rest() }),
  (writer, { command, parameters }) => writer.byte(command).raw(parameters),
);

const track = form(
  'track',
  (reader) => ({ kind: 'track', interval: reader.word(), duration: reader.doubleWord() }),
  (writer, { interval, duration }) => writer.word(interval).doubleWord(duration),
);

const text = form(
  'text',
  (reader, edition) => ({
    kind: 'text',
    flag: reader.byte(),
    ...(edition === '2019' ? { type: reader.byte() } : {}),
    text: decodeGbk(reader.rest()),
  }),
  (writer, { flag, type = 0, text: words }, edition) => {
    writer.byte(flag);
    if (edition === '2019') writer.byte(type);
    writer.raw(encodeGbk(words));
  },
);

const register = form('register', readRegister, writeRegister);

type AnyForm = { [K in Kind]: BodyForm<K> }[Kind];

/** By message id. Whatever is not here stays opaque. */
const forms: ReadonlyMap<number, AnyForm> = new Map<number, AnyForm>([
  [0x0001, answer],
  [0x0002, empty],
  [0x0003, empty],
  [0x0005, resend],
  [0x0100, register],
  [0x0102, authenticate],
  [0x0104, reportedParameters],
  [0x0107, attributes],
  [0x0200, location],
  [0x0201, answeredLocation],
  [0x0500, answeredLocation],
  [0x0704, locations],
  [0x0800, mediaEvent],
  [0x0801, media],
  [0x8001, answer],
  [0x8003, resend],
  [0x8100, registerAnswer],
  [0x8103, setParameters],
  [0x8104, empty],
  [0x8105, control],
  [0x8106, queryParameters],
  [0x8107, empty],
  [0x8201, empty],
  [0x8202, track],
  [0x8300, text],
  [0x8800, mediaAnswer],
]);

/** The ids whose bodies are read into fields. */
export const knownIds: readonly number[] = [...forms.keys()];

/** Throws MalformedBody when the bytes are not what the id promises. */
export function readBody(bytes: Buffer, header: Jt808Header): Jt808Body {
  const known = header.encryption === 0 ? forms.get(header.id) : undefined;
  if (known === undefined) return { kind: 'opaque', bytes };
  const reader = new ByteReader(bytes);
  const body = known.read(reader, header.edition);
  reader.end();
  return body;
}

function matches<K extends Kind>(
  known: BodyForm<K>,
  body: Jt808Body,
): body is Extract<Jt808Body, { kind: K }> {
  return known.kind === body.kind;
}

function write<K extends Kind>(known: BodyForm<K>, body: Jt808Body, edition: Edition): Buffer {
  if (!matches(known, body)) throw new RangeError(`this id has no body '${body.kind}'`);
  const writer = new ByteWriter();
  known.write(writer, body, edition);
  return writer.toBuffer();
}

export function writeBody(body: Jt808Body, header: Jt808Header): Buffer {
  const known = header.encryption === 0 ? forms.get(header.id) : undefined;
  if (known !== undefined) return write(known as BodyForm<Kind>, body, header.edition);
  if (body.kind !== 'opaque') throw new RangeError('an unknown or encrypted body is opaque');
  return body.bytes;
}
