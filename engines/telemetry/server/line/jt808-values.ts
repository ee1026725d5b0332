/** What a JT/T 808 location says as wire values: position, motion, alarm and status bits by name, and the known items. */
import { chinaTimeOfBcd } from '../codec/bytes/china-time.ts';
import { readItem } from '../codec/jt808/location.ts';
import type { Jt808Location } from '../codec/jt808/message.ts';
import type { WireValue } from './store-readings.ts';

/** Bits of the status word that a model may ask for by name. */
export const statusBits: Readonly<Record<string, number>> = {
  ignition: 0,
  fixed: 1,
  'out-of-service': 4,
  'fuel-cut': 10,
  'circuit-cut': 11,
  'doors-locked': 12,
};

/** Bits of the alarm word; 16–19 are of 2019. */
export const alarmBits: Readonly<Record<string, number>> = {
  emergency: 0,
  overspeed: 1,
  fatigue: 2,
  danger: 3,
  'receiver-fault': 4,
  'antenna-open': 5,
  'antenna-short': 6,
  'power-low': 7,
  'power-lost': 8,
  'display-fault': 9,
  'speech-fault': 10,
  'camera-fault': 11,
  'card-fault': 12,
  'overspeed-warning': 13,
  'fatigue-warning': 14,
  violation: 15,
  'tyre-pressure-warning': 16,
  'blind-area': 17,
  'driving-time-over': 18,
  'parking-time-over': 19,
  'area-crossed': 20,
  'route-crossed': 21,
  'section-time': 22,
  'route-left': 23,
  'speedometer-fault': 24,
  'fuel-abnormal': 25,
  stolen: 26,
  'illegal-ignition': 27,
  'illegal-move': 28,
  collision: 29,
  rollover: 30,
  'illegal-door': 31,
};

export function bitsOf(
  word: number,
  bits: Readonly<Record<string, number>>,
): readonly (readonly [string, boolean])[] {
  return Object.entries(bits).map(([name, bit]) => [name, ((word >>> bit) & 1) === 1] as const);
}

const fixedBit = 1 << 1;

/** Undefined when the terminal's time is none. Without a satellite fix the position is doubtful; the rest is not. */
export function locationValues(
  location: Jt808Location,
  wants: (name: string) => boolean,
): readonly WireValue[] | undefined {
  const at = chinaTimeOfBcd(location.time);
  if (at === undefined) return undefined;
  const { latitude, longitude, altitude, speed, direction, alarm, status } = location;
  const quality = (status & fixedBit) === 0 ? 'suspect' : 'good';
  const place = Object.entries({ latitude, longitude, altitude, speed, direction });
  const others = [
    ...Object.entries({ alarm, status }),
    ...bitsOf(status, statusBits),
    ...bitsOf(alarm, alarmBits),
    ...location.items.flatMap((item) => Object.entries(readItem(item) ?? {})),
  ];
  return [
    ...place.map(([name, value]) => ({ name, value, quality, at }) as const),
    ...others.map(([name, value]) => ({ name, value, quality: 'good', at }) as const),
  ].filter(({ name }) => wants(name));
}
