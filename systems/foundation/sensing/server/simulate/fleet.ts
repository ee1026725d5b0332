/** The simulated fleet: which devices stand where; the same at every run. */
import type { Point } from '../../../../../kernel/register.ts';
import type { ThingModel } from '../../../../../engines/telemetry/contract.ts';
import { divisionsUnder } from '../../../../../city/divisions.ts';
import models from './models.json' with { type: 'json' };
import sites from './sites.json' with { type: 'json' };
import type { Curve } from './read-curve.ts';

export interface SimulatedModel {
  readonly code: string;
  readonly name: string;
  readonly category: string;
  readonly department: string;
  /** Devices of this kind in each county. */
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

/** Steps of the golden angle spread points evenly, whatever their number. */
const goldenAngle = 2.399963;

function place(site: { readonly lon: number; readonly lat: number }, serial: number): Point {
  const distance = 0.004 + 0.0016 * Math.sqrt(serial) * 2;
  const angle = serial * goldenAngle;
  return {
    lon: Number((site.lon + Math.cos(angle) * distance * 1.18).toFixed(6)),
    lat: Number((site.lat + Math.sin(angle) * distance).toFixed(6)),
  };
}

export function simulatedFleet(): readonly SimulatedDevice[] {
  let serial = 0;
  return sites.flatMap((site) => {
    const villages = divisionsUnder(site.county).filter((division) => division.level === 'village');
    return simulatedModels.flatMap((model) =>
      Array.from({ length: model.each }, (_, index) => {
        serial += 1;
        const village = villages[serial % villages.length];
        return {
          code: `demo-${site.slug}-${model.code}-${String(index + 1).padStart(3, '0')}`,
          name: `${site.name}${model.name} ${index + 1} 号`,
          model,
          area: village?.code ?? site.county,
          place: village?.name ?? site.name,
          position: place(site, serial % 40),
          seed: serial,
        };
      }),
    );
  });
}
