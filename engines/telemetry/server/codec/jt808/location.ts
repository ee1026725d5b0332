/** The location body of JT/T 808 (0x0200): 28 bytes, then items of id, length and value. */
import { type ByteReader, MalformedBody } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import type { Jt808Item, Jt808Location } from './message.ts';

const southBit = 1 << 2;
const westBit = 1 << 3;
const microdegrees = 1_000_000;

/** Never -0, which is no other place. */
function degrees(raw: number, negative: boolean): number {
  return negative && raw !== 0 ? -raw / microdegrees : raw / microdegrees;
}

function rawDegrees(value: number, negative: boolean): number {
  if (value !== 0 && value < 0 !== negative) throw new RangeError('the hemisphere stands in the status bits');
  return Math.round(Math.abs(value) * microdegrees);
}

/** The 28 bytes without items, as a media message carries them. */
export function readPlace(reader: ByteReader): Jt808Location {
  const alarm = reader.doubleWord();
  const status = reader.doubleWord();
  const latitude = degrees(reader.doubleWord(), (status & southBit) !== 0);
  const longitude = degrees(reader.doubleWord(), (status & westBit) !== 0);
  return {
    alarm,
    status,
    latitude,
    longitude,
    altitude: reader.word(),
    speed: reader.word() / 10,
    direction: reader.word(),
    time: reader.digits(6),
    items: [],
  };
}

export function writePlace(writer: ByteWriter, location: Jt808Location): void {
  const { status } = location;
  writer.doubleWord(location.alarm).doubleWord(status);
  writer.doubleWord(rawDegrees(location.latitude, (status & southBit) !== 0));
  writer.doubleWord(rawDegrees(location.longitude, (status & westBit) !== 0));
  writer
    .word(location.altitude)
    .word(Math.round(location.speed * 10))
    .word(location.direction);
  writer.digits(location.time, 6);
}

function readItems(reader: ByteReader): readonly Jt808Item[] {
  const items: Jt808Item[] = [];
  while (reader.left > 0) items.push({ id: reader.byte(), value: reader.take(reader.byte()) });
  return items;
}

/** Reads to the end of the body. */
export function readLocation(reader: ByteReader): Jt808Location {
  const place = readPlace(reader);
  return { ...place, items: readItems(reader) };
}

export function writeLocation(writer: ByteWriter, location: Jt808Location): void {
  writePlace(writer, location);
  for (const { id, value } of location.items) writer.byte(id).byte(value.length).raw(value);
}

/** What one item says, by name; several values where an item has several fields. */
export type ItemValues = Readonly<Record<string, number>>;

interface ItemForm {
  readonly bytes: number;
  readonly read: (value: Buffer) => ItemValues;
}

function unsigned(name: string, bytes: number, scale = 1): ItemForm {
  return { bytes, read: (value) => ({ [name]: value.readUIntBE(0, bytes) / scale }) };
}

/** Bit 15 is the sign, the other fifteen the amount. */
function signedAmount(value: Buffer): number {
  const raw = value.readUInt16BE(0);
  return raw >= 0x8000 ? 0x8000 - raw : raw;
}

/** By item id: 2013 table 27 and 2019, the video alarms 0x14–0x18 by JT/T 1078. Units: km, L, km/h, ℃, s. */
const itemForms: Readonly<Record<number, ItemForm>> = {
  0x01: unsigned('mileage', 4, 10),
  0x02: unsigned('fuel', 2, 10),
  0x03: unsigned('recorder-speed', 2, 10),
  0x04: unsigned('alarm-event', 2),
  0x06: { bytes: 2, read: (value) => ({ 'cabin-temperature': signedAmount(value) }) },
  0x12: {
    bytes: 6,
    read: (value) => ({
      'area-type': value.readUInt8(0),
      area: value.readUInt32BE(1),
      'area-direction': value.readUInt8(5),
    }),
  },
  0x13: {
    bytes: 7,
    read: (value) => ({
      section: value.readUInt32BE(0),
      'section-seconds': value.readUInt16BE(4),
      'section-result': value.readUInt8(6),
    }),
  },
  0x14: unsigned('video-alarm', 4),
  0x15: unsigned('video-loss', 4),
  0x16: unsigned('video-blocked', 4),
  0x17: unsigned('storage-fault', 2),
  0x18: {
    bytes: 3,
    read: (value) => ({ 'abnormal-driving': value.readUInt16BE(0), 'fatigue-degree': value.readUInt8(2) }),
  },
  0x25: unsigned('vehicle-signals', 4),
  0x2a: unsigned('io-status', 2),
  0x2b: {
    bytes: 4,
    read: (value) => ({ 'analogue-0': value.readUInt16BE(2), 'analogue-1': value.readUInt16BE(0) }),
  },
  0x30: unsigned('signal-strength', 1),
  0x31: unsigned('satellites', 1),
};

/** Overspeeding within an area names the area; anywhere else the type 0 stands alone. */
function readOverspeed(value: Buffer): ItemValues | undefined {
  if (value.length === 1) return { 'overspeed-area-type': value.readUInt8(0) };
  if (value.length !== 5) return undefined;
  return { 'overspeed-area-type': value.readUInt8(0), 'overspeed-area': value.readUInt32BE(1) };
}

/** One pressure a tyre, as many as the terminal has; bytes of the terminal's own unit. */
function readTyres(value: Buffer): ItemValues {
  return Object.fromEntries([...value].map((pressure, at) => [`tyre-pressure-${at + 1}`, pressure]));
}

/** Undefined for an item that the table does not have (regional ones 0x64–0x67 among them) or that has another length. */
export function readItem({ id, value }: Jt808Item): ItemValues | undefined {
  if (id === 0x11) return readOverspeed(value);
  if (id === 0x05) return readTyres(value);
  const form = itemForms[id];
  return form === undefined || form.bytes !== value.length ? undefined : form.read(value);
}

/** A batch of locations, each with its length in front. */
export function readLocations(
  reader: ByteReader,
  count: number,
  part: (bytes: Buffer) => ByteReader,
): readonly Jt808Location[] {
  const locations: Jt808Location[] = [];
  for (let index = 0; index < count; index += 1)
    locations.push(readLocation(part(reader.take(reader.word()))));
  if (reader.left > 0) throw new MalformedBody('more locations than were announced');
  return locations;
}
