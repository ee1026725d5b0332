/** Bodies of JT/T 809 for what goes up: registrations, places as they come and made up for, alarms. Pure. */
import codes from '../../data/jt809.json' with { type: 'json' };
import { ByteWriter } from '../codec/bytes/byte-writer.ts';
import { chinaBcd, chinaDigits } from '../codec/bytes/china-time.ts';
import { encodeGbk } from '../codec/bytes/gbk.ts';
import { writeLocation } from '../codec/jt808/location.ts';
import type { Jt809Body, Jt809Edition, Jt809Position } from '../codec/jt809/message.ts';
import { officialPlace } from '../codec/jt809/position.ts';
import type { StoredPlace } from './read-places.ts';

export interface Vehicle {
  readonly plate: string;
  readonly colour: number;
}

/** As the device register has it: '皖K12345/2'. */
export function vehicleOf(plate: string): Vehicle {
  const slash = plate.lastIndexOf('/');
  return { plate: plate.slice(0, slash), colour: Number(plate.slice(slash + 1)) };
}

export interface Registration {
  readonly vehicle: Vehicle;
  readonly platform: string;
  readonly model: string;
  readonly serial: string;
  readonly phone: string;
}

/** The whole characters that go into so many bytes of GBK; what GBK does not have is left out. */
function cut(words: string, bytes: number): string {
  let [kept, length] = ['', 0];
  for (const character of words) {
    const width = widthOf(character);
    if (length + width > bytes) break;
    if (width > 0) kept += character;
    length += width;
  }
  return kept;
}

function widthOf(character: string): number {
  try {
    return encodeGbk(character).length;
  } catch (problem) {
    if (problem instanceof RangeError) return 0;
    throw problem;
  }
}

/** The maker is not known to the city, and the terminal's id is its secret: the field carries the number that the maker gave it. */
export function registrationBody(given: Registration, edition: Jt809Edition): Jt809Body {
  const { vehicle, platform } = given;
  const registration = {
    kind: 'registration',
    platform,
    producer: '',
    model: cut(given.model, edition === '2019' ? 30 : 20),
    terminalId: cut(given.serial, edition === '2019' ? 30 : 7),
    phone: cut(given.phone, 12),
  } as const;
  const data = edition === '2019' ? { ...registration, imei: '' } : registration;
  return { kind: 'data', vehicle, dataType: 0x1201, data };
}

function word(value: number): number {
  return Math.min(0xffff, Math.max(0, Math.round(value)));
}

/** The hemispheres stand in the status word of JT/T 808. */
function place808(place: StoredPlace): Buffer {
  const writer = new ByteWriter();
  const south = place.latitude < 0 ? 1 << 2 : 0;
  const west = place.longitude < 0 ? 1 << 3 : 0;
  const mileage = Buffer.alloc(4);
  mileage.writeUInt32BE(Math.round((place.mileage ?? 0) * 10));
  writeLocation(writer, {
    alarm: place.alarm,
    status: ((place.status & ~0b1100) | south | west) >>> 0,
    latitude: place.latitude,
    longitude: place.longitude,
    altitude: word(place.altitude),
    speed: word(place.speed * 10) / 10,
    direction: word(place.direction),
    time: chinaBcd(place.at),
    items: place.mileage === undefined ? [] : [{ id: 1, value: mileage }],
  });
  return writer.toBuffer();
}

/** Undefined for a place that the edition cannot say: 2011 has neither south nor west. */
export function positionOf(
  place: StoredPlace,
  edition: Jt809Edition,
  platform: string,
): Jt809Position | undefined {
  try {
    if (edition === '2011') {
      const whole = {
        ...place,
        speed: word(place.speed),
        direction: word(place.direction),
        altitude: word(place.altitude),
      };
      return { encrypted: 0, place: officialPlace(whole, chinaDigits(place.at)) };
    }
    // The second is the city's platform, the first the company's, the third the province's: from memory, the text was not at hand.
    const none = { id: '', alarm: 0 };
    return {
      encrypted: 0,
      place: place808(place),
      platforms: [none, { id: platform, alarm: place.alarm }, none],
    };
  } catch (problem) {
    if (problem instanceof RangeError) return undefined;
    throw problem;
  }
}

export function positionBody(vehicle: Vehicle, position: Jt809Position): Jt809Body {
  return { kind: 'data', vehicle, dataType: 0x1202, data: { kind: 'position', position } };
}

/** Places of one vehicle in their order. */
export function missedBody(vehicle: Vehicle, positions: readonly Jt809Position[]): Jt809Body {
  return { kind: 'data', vehicle, dataType: 0x1203, data: { kind: 'positions', positions } };
}

export interface RaisedAlarm {
  readonly vehicle: Vehicle;
  /** What the wire calls the properties that the rule heard. */
  readonly wires: readonly string[];
  /** Milliseconds. */
  readonly at: number;
  readonly words: string;
  readonly platform: string;
  /** Counts within the link. */
  readonly id: number;
}

const mostWords = 200;

export function alarmTypeOf(wires: readonly string[]): number {
  const types: Readonly<Record<string, number>> = codes.alarmTypes;
  for (const wire of wires) {
    const type = Object.hasOwn(types, wire) ? types[wire] : undefined;
    if (type !== undefined) return type;
  }
  return codes.otherAlarm;
}

export function alarmBody(alarm: RaisedAlarm, edition: Jt809Edition): Jt809Body {
  const { vehicle, platform, id } = alarm;
  const at = Math.floor(alarm.at / 1000);
  const type = alarmTypeOf(alarm.wires);
  const words = encodeGbk(cut(alarm.words, mostWords));
  if (edition === '2011') {
    const data = { kind: 'alarm', source: codes.alarmSource.platform, type, at, id, words } as const;
    return { kind: 'data', vehicle, dataType: 0x1402, data };
  }
  return {
    kind: 'data',
    dataType: 0x1402,
    // An alarm that lasts has no end yet; the beginning stands for it.
    data: {
      kind: 'alarm-2019',
      platform,
      type,
      at,
      begin: at,
      end: at,
      plate: vehicle.plate,
      colour: vehicle.colour,
      target: '',
      line: 0,
      words,
    },
  };
}
