/** The simulated fleet: which devices stand where, a hundred or a hundred thousand; the same at every run. */
import type { Point } from '../../../../../kernel/register.ts';
import type { ThingModel } from '../../../../../engines/telemetry/contract.ts';
import { divisionsUnder } from '../../../../../city/divisions.ts';
import { locate } from '../../../../../city/places.ts';
import models from './models.json' with { type: 'json' };
import sites from './sites.json' with { type: 'json' };
import { seedOf } from './noise.ts';
import type { Curve } from './read-curve.ts';

export interface SimulatedModel {
  readonly code: string;
  readonly name: string;
  readonly category: string;
  readonly department: string;
  /** Its weight among the kinds: so many devices in each county of the demonstration. */
  readonly each: number;
  readonly definition: ThingModel;
  readonly curves: Readonly<Record<string, Curve>>;
}

export interface SimulatedDevice {
  readonly code: string;
  readonly name: string;
  readonly model: SimulatedModel;
  readonly area: string;
  readonly place: string;
  readonly position: Point;
  /** Turns the common curve into this device's own. */
  readonly seed: number;
}

export const simulatedModels = models as unknown as readonly SimulatedModel[];

/** Another number is another city: other faults at other times. In this one each kind of fault is to be seen, and leaks in the county of the demo people. */
export const demoCity = 1836;
/** Devices of the demonstration. */
const demoSize = 120;

/** Steps of the golden angle spread points evenly, whatever their number. */
const goldenAngle = 2.399963;
/** Degrees from the seat of a county within which all of its devices stand; the first ones stand closest. */
const farthest = 0.12;
const nearest = 0.004;
const spread = 0.0032;

function place(site: { readonly lon: number; readonly lat: number }, index: number): Point {
  const distance = nearest + farthest * (1 - Math.exp((-spread * Math.sqrt(index)) / farthest));
  const angle = index * goldenAngle;
  const near = (share: number): Point => ({
    lon: Number((site.lon + Math.cos(angle) * distance * share * 1.18).toFixed(6)),
    lat: Number((site.lat + Math.sin(angle) * distance * share).toFixed(6)),
  });
  // Seats near the border would have sensors in the next city; nearer to the seat they are at home.
  const shares = [1, 0.5, 0.25, 0.1];
  return shares.map(near).find(({ lon, lat }) => locate(lon, lat) !== undefined) ?? near(0);
}

/** `count` shared out by weight without a rest: the parts differ from their due by less than one. */
function shareOut(count: number, weights: readonly number[]): readonly number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let [weighed, given] = [0, 0];
  return weights.map((weight) => {
    weighed += weight;
    const upTo = Math.round((count * weighed) / whole);
    const part = upTo - given;
    given = upTo;
    return part;
  });
}

/** A city of so many sensors. What a device is depends on its code and the city's number alone: a larger fleet holds the smaller one. */
export function simulatedFleet(count = demoSize, city = demoCity): readonly SimulatedDevice[] {
  const perModel = shareOut(
    count,
    simulatedModels.map((model) => model.each),
  );
  const perSite = perModel.map((devices) =>
    shareOut(
      devices,
      sites.map(() => 1),
    ),
  );
  return sites.flatMap((site, siteIndex) => {
    const villages = divisionsUnder(site.county).filter((division) => division.level === 'village');
    return simulatedModels.flatMap((model, modelIndex) =>
      Array.from({ length: perSite[modelIndex]?.[siteIndex] ?? 0 }, (_, index) => {
        const code = `demo-${site.slug}-${model.code}-${String(index + 1).padStart(3, '0')}`;
        const seed = seedOf(`${city} ${code}`);
        const village = villages[seed % villages.length];
        return {
          code,
          name: `${site.name}${model.name} ${index + 1} 号`,
          model,
          area: village?.code ?? site.county,
          place: village?.name ?? site.name,
          position: place(site, index * simulatedModels.length + modelIndex),
          seed,
        };
      }),
    );
  });
}
