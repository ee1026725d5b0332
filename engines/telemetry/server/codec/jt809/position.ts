/** Where a vehicle is by JT/T 809 (0x1202): the layout of 2011, or the location of JT/T 808 that 2019 carries. */
import { ByteReader, MalformedBody } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { chinaTime, chinaTimeOfBcd } from '../bytes/china-time.ts';
import { readItem, readLocation } from '../jt808/location.ts';
import type { Jt809Edition, Jt809Position } from './message.ts';

const placeBytes = 35;
const platformBytes = 11;
const platforms = 3;
/** Of the items behind a location of JT/T 808, the one that 2011 has a field for. */
const mileageItem = 0x01;

export function readJt809Position(reader: ByteReader, edition: Jt809Edition): Jt809Position {
  const encrypted = reader.byte();
  if (edition === '2011') return { encrypted, place: reader.take(placeBytes) };
  const place = reader.take(reader.doubleWord());
  return {
    encrypted,
    place,
    platforms: Array.from({ length: platforms }, () => ({
      id: reader.text(platformBytes),
      alarm: reader.doubleWord(),
    })),
  };
}

export function writeJt809Position(writer: ByteWriter, position: Jt809Position, edition: Jt809Edition): void {
  writer.byte(position.encrypted);
  if (edition === '2011') {
    if (position.place.length !== placeBytes) throw new RangeError('a place of 2011 has 35 bytes');
    writer.raw(position.place);
    return;
  }
  if (position.platforms?.length !== platforms)
    throw new RangeError('a position of 2019 names three platforms');
  writer.doubleWord(position.place.length).raw(position.place);
  for (const { id, alarm } of position.platforms) writer.text(id, platformBytes).doubleWord(alarm);
}

/** Degrees, km/h, metres, km; milliseconds since 1970. */
export interface VehiclePlace {
  readonly at: number | undefined;
  readonly latitude: number;
  readonly longitude: number;
  readonly speed: number;
  readonly direction: number;
  readonly altitude: number;
  readonly status: number;
  readonly alarm: number;
  readonly mileage?: number;
}

/** Day, month, year as WORD; hour, minute, second: binary numbers, Beijing time. */
function momentOf(reader: ByteReader): number | undefined {
  const [day, month, year] = [reader.byte(), reader.byte(), reader.word()];
  const clock = [reader.byte(), reader.byte(), reader.byte()];
  const two = (value: number) => String(value).padStart(2, '0');
  return chinaTime([String(year).padStart(4, '0'), ...[month, day, ...clock].map(two)].join(''));
}

/** Longitude first; the speed is km/h whole, the mileage km. */
function readOfficial(place: Buffer): VehiclePlace {
  const reader = new ByteReader(place);
  const at = momentOf(reader);
  const [longitude, latitude] = [reader.doubleWord() / 1e6, reader.doubleWord() / 1e6];
  const speed = reader.word();
  // The recorder's speed follows; that of the receiver is the one that all terminals have.
  reader.word();
  const mileage = reader.doubleWord();
  const [direction, altitude] = [reader.word(), reader.word()];
  return {
    at,
    latitude,
    longitude,
    speed,
    mileage,
    direction,
    altitude,
    status: reader.doubleWord(),
    alarm: reader.doubleWord(),
  };
}

/** Undefined when the coordinates are encrypted or the bytes are no place. */
export function readPosition({ encrypted, place }: Jt809Position): VehiclePlace | undefined {
  if (encrypted !== 0) return undefined;
  if (place.length === placeBytes) return readOfficial(place);
  try {
    const { time, items, ...rest } = readLocation(new ByteReader(place));
    const mileage = items.flatMap((item) =>
      item.id === mileageItem ? [readItem(item)?.['mileage']] : [],
    )[0];
    return { at: chinaTimeOfBcd(time), ...rest, ...(mileage === undefined ? {} : { mileage }) };
  } catch (error) {
    if (error instanceof MalformedBody) return undefined;
    throw error;
  }
}

/** The 35 bytes of 2011 for a place; the simulator and the tests speak by it. */
export function officialPlace(place: Omit<VehiclePlace, 'at'>, digits: string): Buffer {
  const bytes = Buffer.alloc(placeBytes);
  bytes.writeUInt8(Number(digits.slice(6, 8)), 0);
  bytes.writeUInt8(Number(digits.slice(4, 6)), 1);
  bytes.writeUInt16BE(Number(digits.slice(0, 4)), 2);
  for (const [index, from] of [8, 10, 12].entries())
    bytes.writeUInt8(Number(digits.slice(from, from + 2)), 4 + index);
  bytes.writeUInt32BE(Math.round(place.longitude * 1e6), 7);
  bytes.writeUInt32BE(Math.round(place.latitude * 1e6), 11);
  bytes.writeUInt16BE(Math.round(place.speed), 15);
  bytes.writeUInt16BE(Math.round(place.speed), 17);
  bytes.writeUInt32BE(Math.round(place.mileage ?? 0), 19);
  bytes.writeUInt16BE(place.direction, 23);
  bytes.writeUInt16BE(place.altitude, 25);
  bytes.writeUInt32BE(place.status, 27);
  bytes.writeUInt32BE(place.alarm, 31);
  return bytes;
}
