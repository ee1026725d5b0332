/** Places a model's own coordinates onto the city, as declared with the network: nothing about where it lies is guessed. */
import type { Point } from '../../../../kernel/register.ts';
import type { ModelPoint } from './network-model.ts';

/** 'degrees': x and y are longitude and latitude already (CGCS2000). 'local': a plane, moved, turned and scaled (four parameters). */
export type Placement =
  | { readonly datum: 'degrees' }
  | {
      readonly datum: 'local';
      /** Model point whose place is known. */
      readonly x: number;
      readonly y: number;
      /** Where it lies, degrees. */
      readonly lon: number;
      readonly lat: number;
      /** Metres in one unit of the model. */
      readonly scale: number;
      /** Degrees from the model's north to true north, clockwise. */
      readonly turn: number;
    };

/** Metres of a degree of latitude on the mean sphere (radius 6,371,008.8 m, IUGG). */
const metresPerDegree = (Math.PI / 180) * 6_371_008.8;

/** Good to a few metres within 50 km of the known point, which is what a city's network spans. */
export function placePoint([x, y]: ModelPoint, placement: Placement): Point {
  if (placement.datum === 'degrees') return { lon: x, lat: y };
  const { lon, lat, scale } = placement;
  const angle = (placement.turn * Math.PI) / 180;
  const [right, up] = [(x - placement.x) * scale, (y - placement.y) * scale];
  const east = right * Math.cos(angle) + up * Math.sin(angle);
  const north = up * Math.cos(angle) - right * Math.sin(angle);
  return {
    lon: lon + east / (metresPerDegree * Math.cos((lat * Math.PI) / 180)),
    lat: lat + north / metresPerDegree,
  };
}
