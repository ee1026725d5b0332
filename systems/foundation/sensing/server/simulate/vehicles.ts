/** Twenty sanitation vehicles that drive their rounds in the simulated city: where each is at any moment, the same at every run. */
import type { Point } from '../../../../../kernel/register.ts';
import type { ThingModel } from '../../../../../engines/telemetry/contract.ts';
import type { Reading } from '../../../../../engines/telemetry/service.ts';
import { divisionsUnder } from '../../../../../city/divisions.ts';
import { seedOf } from './noise.ts';
import sites from './sites.json' with { type: 'json' };
import vehicle from './vehicle.json' with { type: 'json' };

export const vehicleModel = vehicle as unknown as {
  readonly code: string;
  readonly name: string;
  readonly category: string;
  readonly department: string;
  readonly definition: ThingModel;
};

export interface Vehicle {
  readonly code: string;
  readonly name: string;
  /** Synthetic terminal number, of a range that no operator hands out (100…). */
  readonly address: string;
  /** Synthetic: no plate begins so. */
  readonly plate: string;
  readonly area: string;
  readonly place: string;
  readonly start: Point;
  readonly seed: number;
}

const each = 2;
const hour = 3_600_000;
/** Degrees of latitude of half a round: some three kilometres. */
const reach = 0.028;
const roundMinutes = 36;
const metresADegree = 111_195;
const radian = Math.PI / 180;

export function simulatedVehicles(): readonly Vehicle[] {
  return sites.flatMap((site, siteIndex) => {
    const villages = divisionsUnder(site.county).filter((division) => division.level === 'village');
    return Array.from({ length: each }, (_, index) => {
      const number = siteIndex * each + index + 1;
      const code = `demo-vehicle-${String(number).padStart(3, '0')}`;
      const seed = seedOf(code);
      const village = villages[seed % villages.length];
      return {
        code,
        name: `${site.name}环卫车 ${index + 1} 号`,
        address: `1000000${String(number).padStart(4, '0')}`,
        plate: `演K${String(number).padStart(5, '0')}/2`,
        area: village?.code ?? site.county,
        place: site.name,
        start: { lon: site.lon, lat: site.lat },
        seed,
      };
    });
  });
}

/** A round in the form of an eight, with the seat of the county in its middle. */
function placeOf({ start, seed }: Vehicle, at: number): Point {
  const turn = (at / (roundMinutes * 60_000) + (seed % 100) / 100) * 2 * Math.PI;
  const size = reach * (0.6 + (seed % 7) / 15);
  return {
    lon: start.lon + size * 1.18 * Math.sin(turn + (seed % 6)),
    lat: start.lat + size * 0.8 * Math.sin(2 * turn + (seed % 5)),
  };
}

/** One vehicle in five stands in the depot, its terminal off, for an hour at a time. */
function isResting({ seed }: Vehicle, at: number): boolean {
  return (Math.floor(at / hour) + seed) % 5 === 0;
}

function motionOf(vehicle: Vehicle, at: number) {
  const step = 5000;
  const [from, to] = [placeOf(vehicle, at - step), placeOf(vehicle, at)];
  const east = (to.lon - from.lon) * metresADegree * Math.cos(to.lat * radian);
  const north = (to.lat - from.lat) * metresADegree;
  return {
    longitude: Number(to.lon.toFixed(6)),
    latitude: Number(to.lat.toFixed(6)),
    speed: Number((Math.hypot(east, north) / (step / 3600)).toFixed(1)),
    direction: Math.round((Math.atan2(east, north) / radian + 360) % 360),
  };
}

/** What they reported from (included) to (not included), every ten seconds of the last minutes and each minute before. */
export function* vehicleReadings(
  fleet: readonly (Vehicle & { readonly id: string })[],
  from: number,
  to: number,
): Generator<Reading> {
  const step = to - from > 10 * 60_000 ? 60_000 : 10_000;
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    for (const one of fleet) {
      if (isResting(one, at)) continue;
      for (const [property, value] of Object.entries(motionOf(one, at)))
        yield { device: one.id, property, at, value, quality: 'good', receivedAt: at };
    }
  }
}
