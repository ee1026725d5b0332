/** Reads and writes the bodies of JT/T 809, and tells by their lengths of which edition a frame is. */
import { ByteReader, MalformedBody } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { Jt809Body, Jt809Data, Jt809Edition } from './message.ts';
import { readJt809Position, writeJt809Position } from './position.ts';

type Kind = Exclude<Jt809Body['kind'], 'data' | 'opaque'>;

/** Types of the links themselves: kind of body, and its bytes in 2011 and 2019. */
const linkTypes: ReadonlyMap<number, readonly [kind: Kind, bytes2011: number, bytes2019: number]> = new Map([
  [0x1001, ['login', 46, 50]],
  [0x1002, ['login-answer', 5, 5]],
  [0x1003, ['logout', 12, 12]],
  [0x1004, ['empty', 0, 0]],
  [0x1005, ['empty', 0, 0]],
  [0x1006, ['empty', 0, 0]],
  [0x1007, ['code', 1, 1]],
  [0x1008, ['code', 1, 1]],
  [0x9001, ['verify', 4, 4]],
  [0x9002, ['code', 1, 1]],
  [0x9003, ['verify', 4, 4]],
  [0x9004, ['empty', 0, 0]],
  [0x9005, ['empty', 0, 0]],
  [0x9006, ['empty', 0, 0]],
  [0x9007, ['code', 1, 1]],
  [0x9008, ['code', 1, 1]],
]);

/** Types whose body is a sub-type, a length and data, with or without a vehicle in front. */
const dataTypes = new Set([
  0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98,
]);

const plateBytes = 21;
const vehicleBytes = plateBytes + 1;
const subHeaderBytes = 6;
const timeBytes = 8;

function isData(type: number): boolean {
  return (type & 0xff) === 0 && dataTypes.has(type >> 8);
}

/** Whether a sub-type and its length stand at this place and reach the end. */
function fitsAt(bytes: Buffer, at: number): boolean {
  return (
    bytes.length >= at + subHeaderBytes && bytes.readUInt32BE(at + 2) === bytes.length - at - subHeaderBytes
  );
}

/** What follows the header up to the check: of which edition it is; undefined when it may be either. */
export function editionOf(type: number, bytes: Buffer): Jt809Edition | undefined {
  const link = linkTypes.get(type);
  if (link !== undefined) {
    if (bytes.length === link[1]) return '2011';
    return bytes.length === link[2] + timeBytes ? '2019' : undefined;
  }
  if (!isData(type)) return undefined;
  if (fitsAt(bytes, vehicleBytes)) return '2011';
  if (fitsAt(bytes, timeBytes + vehicleBytes)) return '2019';
  if (fitsAt(bytes, 0)) return '2011';
  return fitsAt(bytes, timeBytes) ? '2019' : undefined;
}

function readLink(kind: Kind, reader: ByteReader, edition: Jt809Edition): Jt809Body {
  switch (kind) {
    case 'empty':
      return { kind };
    case 'login':
      return {
        kind,
        userId: reader.doubleWord(),
        password: reader.text(8),
        ...(edition === '2019' ? { centre: reader.doubleWord() } : {}),
        host: reader.text(32),
        port: reader.word(),
      };
    case 'login-answer':
      return { kind, result: reader.byte(), verifyCode: reader.doubleWord() };
    case 'logout':
      return { kind, userId: reader.doubleWord(), password: reader.text(8) };
    case 'verify':
      return { kind, verifyCode: reader.doubleWord() };
    case 'code':
      return { kind, code: reader.byte() };
  }
}

const widths = {
  '2011': { model: 20, terminalId: 7, phone: 12 },
  '2019': { model: 30, terminalId: 30, phone: 13 },
} as const;
const idBytes = 11;
const imeiBytes = 15;

function readRegistration(reader: ByteReader, edition: Jt809Edition): Jt809Data {
  const width = widths[edition];
  return {
    kind: 'registration',
    platform: reader.text(idBytes),
    producer: reader.text(idBytes),
    model: reader.text(width.model),
    ...(edition === '2019' ? { imei: reader.text(imeiBytes) } : {}),
    terminalId: reader.text(width.terminalId),
    phone: reader.text(width.phone),
  };
}

/** Seconds since 1970 in eight bytes. */
function readSeconds(reader: ByteReader): number {
  const seconds = reader.doubleWord() * 2 ** 32 + reader.doubleWord();
  if (!Number.isSafeInteger(seconds)) throw new MalformedBody('a moment beyond all times');
  return seconds;
}

function writeSeconds(writer: ByteWriter, seconds: number): ByteWriter {
  return writer.doubleWord(Math.floor(seconds / 2 ** 32)).doubleWord(seconds % 2 ** 32);
}

/** By a public implementation (SmallChi/JT809, MIT) and its frames; 2019 there has the plate of 21 bytes as 2011 has it. */
function readAlarm(reader: ByteReader, edition: Jt809Edition): Jt809Data {
  if (edition === '2011')
    return {
      kind: 'alarm',
      source: reader.byte(),
      type: reader.word(),
      at: readSeconds(reader),
      id: reader.doubleWord(),
      words: reader.take(reader.doubleWord()),
    };
  return {
    kind: 'alarm-2019',
    platform: reader.text(idBytes),
    type: reader.word(),
    at: readSeconds(reader),
    begin: readSeconds(reader),
    end: readSeconds(reader),
    plate: reader.text(plateBytes),
    colour: reader.byte(),
    target: reader.text(idBytes),
    line: reader.doubleWord(),
    words: reader.take(reader.doubleWord()),
  };
}

function readPositions(reader: ByteReader, edition: Jt809Edition): Jt809Data {
  const count = reader.byte();
  return {
    kind: 'positions',
    positions: Array.from({ length: count }, () => readJt809Position(reader, edition)),
  };
}

function readData(dataType: number, reader: ByteReader, edition: Jt809Edition): Jt809Data {
  if (dataType === 0x1201) return readRegistration(reader, edition);
  if (dataType === 0x1202) return { kind: 'position', position: readJt809Position(reader, edition) };
  if (dataType === 0x1203) return readPositions(reader, edition);
  if (dataType === 0x1402) return readAlarm(reader, edition);
  return { kind: 'opaque', bytes: reader.rest() };
}

/** Throws MalformedBody when the bytes are not what the type promises. */
export function readBody(type: number, bytes: Buffer, edition: Jt809Edition): Jt809Body {
  const reader = new ByteReader(bytes);
  const link = linkTypes.get(type);
  let body: Jt809Body;
  if (link !== undefined) body = readLink(link[0], reader, edition);
  else if (!isData(type)) return { kind: 'opaque', bytes };
  else {
    const withVehicle = fitsAt(bytes, vehicleBytes);
    if (!withVehicle && !fitsAt(bytes, 0)) throw new MalformedBody('the length of the data does not fit');
    const vehicle = withVehicle ? { vehicle: { plate: reader.text(plateBytes), colour: reader.byte() } } : {};
    const dataType = reader.word();
    reader.doubleWord();
    body = { kind: 'data', ...vehicle, dataType, data: readData(dataType, reader, edition) };
  }
  reader.end();
  return body;
}

function writeData(data: Jt809Data, edition: Jt809Edition): Buffer {
  const writer = new ByteWriter();
  switch (data.kind) {
    case 'registration': {
      const width = widths[edition];
      writer.text(data.platform, idBytes).text(data.producer, idBytes).text(data.model, width.model);
      if (edition === '2019') writer.text(data.imei ?? '', imeiBytes);
      writer.text(data.terminalId, width.terminalId).text(data.phone, width.phone);
      break;
    }
    case 'position':
      writeJt809Position(writer, data.position, edition);
      break;
    case 'positions':
      writer.byte(data.positions.length);
      for (const position of data.positions) writeJt809Position(writer, position, edition);
      break;
    case 'alarm':
      writeSeconds(writer.byte(data.source).word(data.type), data.at).doubleWord(data.id);
      writer.doubleWord(data.words.length).raw(data.words);
      break;
    case 'alarm-2019':
      writer.text(data.platform, idBytes).word(data.type);
      for (const moment of [data.at, data.begin, data.end]) writeSeconds(writer, moment);
      writer.text(data.plate, plateBytes).byte(data.colour).text(data.target, idBytes).doubleWord(data.line);
      writer.doubleWord(data.words.length).raw(data.words);
      break;
    case 'opaque':
      writer.raw(data.bytes);
  }
  return writer.toBuffer();
}

function kindOfData(dataType: number, edition: Jt809Edition): Jt809Data['kind'] {
  if (dataType === 0x1201) return 'registration';
  if (dataType === 0x1202) return 'position';
  if (dataType === 0x1203) return 'positions';
  if (dataType === 0x1402) return edition === '2011' ? 'alarm' : 'alarm-2019';
  return 'opaque';
}

function write(writer: ByteWriter, body: Jt809Body, edition: Jt809Edition): void {
  switch (body.kind) {
    case 'empty':
      return;
    case 'login':
      writer.doubleWord(body.userId).text(body.password, 8);
      if (edition === '2019') writer.doubleWord(body.centre ?? 0);
      writer.text(body.host, 32).word(body.port);
      return;
    case 'login-answer':
      writer.byte(body.result).doubleWord(body.verifyCode);
      return;
    case 'logout':
      writer.doubleWord(body.userId).text(body.password, 8);
      return;
    case 'verify':
      writer.doubleWord(body.verifyCode);
      return;
    case 'code':
      writer.byte(body.code);
      return;
    case 'data': {
      if (kindOfData(body.dataType, edition) !== body.data.kind)
        throw new RangeError('the sub-type carries something else');
      if (body.vehicle !== undefined) writer.text(body.vehicle.plate, plateBytes).byte(body.vehicle.colour);
      const data = writeData(body.data, edition);
      writer.word(body.dataType).doubleWord(data.length).raw(data);
      return;
    }
    case 'opaque':
      writer.raw(body.bytes);
  }
}

/** Throws RangeError for a body that the type cannot have. */
export function writeBody(type: number, body: Jt809Body, edition: Jt809Edition, encrypted: boolean): Buffer {
  const wanted = linkTypes.get(type)?.[0] ?? (isData(type) ? 'data' : 'opaque');
  if (body.kind !== (encrypted ? 'opaque' : wanted))
    throw new RangeError(`this type has no body '${body.kind}'`);
  const writer = new ByteWriter();
  write(writer, body, edition);
  return writer.toBuffer();
}
