/** What is stored of the places that wait to go up, in the units of the wire; one query for a batch, by the key of the observations. */
import { sql } from 'kysely';
import type { Database } from '../../../store/index.ts';
import { qualities } from '../../quality.ts';
import type { VehiclePlace } from '../codec/jt809/position.ts';
import type { KnownDevice } from '../device/known-device.ts';
import { alarmBits, statusBits } from '../line/jt808-values.ts';

export interface PlaceKey {
  readonly device: KnownDevice;
  /** Milliseconds. */
  readonly at: number;
}

export type StoredPlace = VehiclePlace & { readonly at: number };

const measured = ['latitude', 'longitude', 'altitude', 'speed', 'direction', 'mileage', 'status', 'alarm'];
const wanted = [...measured, ...Object.keys(statusBits), ...Object.keys(alarmBits)];

interface Found {
  readonly series: number;
  readonly at: number;
  readonly value: number;
  readonly quality: number;
}

/** What the wire calls a value, and what its value there is, by series. */
function wiresOf(device: KnownDevice): ReadonlyMap<number, readonly { name: string; factor: number }[]> {
  const wires = new Map<number, { name: string; factor: number }[]>();
  for (const name of wanted) {
    const series = device.properties.get(device.propertyOf(name) ?? '')?.series;
    if (series === undefined) continue;
    const wire = { name, factor: device.factorOf(name) };
    wires.set(series, [...(wires.get(series) ?? []), wire]);
  }
  return wires;
}

/** A word that the model keeps whole, else made of the bits that it keeps one by one. */
function wordOf(
  values: ReadonlyMap<string, number>,
  whole: string,
  bits: Readonly<Record<string, number>>,
): number {
  const word = values.get(whole);
  if (word !== undefined) return word >>> 0;
  let made = 0;
  for (const [name, bit] of Object.entries(bits)) if (values.get(name) === 1) made |= 1 << bit;
  return made >>> 0;
}

const fixedBit = 1 << 1;

function placeOf(values: ReadonlyMap<string, number>, at: number, fixed: boolean): StoredPlace | undefined {
  const [latitude, longitude] = [values.get('latitude'), values.get('longitude')];
  if (latitude === undefined || longitude === undefined) return undefined;
  const status = wordOf(values, 'status', statusBits);
  const mileage = values.get('mileage');
  return {
    at,
    latitude,
    longitude,
    altitude: values.get('altitude') ?? 0,
    speed: values.get('speed') ?? 0,
    direction: values.get('direction') ?? 0,
    ...(mileage === undefined ? {} : { mileage }),
    // Without the word or its bit, a place that counts was a fix.
    status: values.has('status') || values.has('fixed') || !fixed ? status : (status | fixedBit) >>> 0,
    alarm: wordOf(values, 'alarm', alarmBits),
  };
}

/** In the order of the keys; undefined where no whole place is stored (withdrawn, kept no longer). */
export async function readPlaces(
  db: Database,
  keys: readonly PlaceKey[],
): Promise<readonly (StoredPlace | undefined)[]> {
  const wires = new Map<KnownDevice, ReturnType<typeof wiresOf>>();
  const [series, moments]: [number[], number[]] = [[], []];
  for (const { device, at } of keys) {
    const known = wires.get(device) ?? wiresOf(device);
    wires.set(device, known);
    for (const number of known.keys()) {
      series.push(number);
      moments.push(at);
    }
  }
  const found = await sql<Found>`
    select o.series, round(extract(epoch from o.at) * 1000)::float8 as at, o.value, o.quality
    from unnest(${series}::integer[], ${moments}::float8[]) as given (series, at)
    join telemetry_observation o on o.series = given.series and o.at = to_timestamp(given.at / 1000.0)
    where o.value is not null`.execute(db);
  const byKey = new Map(found.rows.map((row) => [`${row.series}/${row.at}`, row]));
  return keys.map(({ device, at }) => {
    const values = new Map<string, number>();
    let fixed = true;
    for (const [number, names] of wires.get(device) ?? []) {
      const row = byKey.get(`${number}/${at}`);
      if (row === undefined) continue;
      for (const { name, factor } of names) values.set(name, row.value / factor);
      if (names.some(({ name }) => name === 'latitude')) fixed = row.quality === qualities.good.code;
    }
    return placeOf(values, at, fixed);
  });
}
