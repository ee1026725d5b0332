/** Upright hexagons of equal area on the sinusoidal projection about a meridian: their corners, and the one that a place lies in. Pure. */
import type { Position, Ring } from './shapes.ts';

export interface Hexagons {
  /** The meridian, degrees; cells lean least along it. */
  readonly meridian: number;
  /** Metres from the middle of a cell to a corner. */
  readonly side: number;
}

/** Twice the column and the row, so that every second row stands half a cell to the side. */
export interface HexagonPlace {
  readonly column: number;
  readonly row: number;
}

/** On the sphere with the area of the ellipsoid (IUGG), so that cells of equal area have it on the ground. */
export const sphereMetresADegree = (6_371_007.2 * Math.PI) / 180;

const corners = [0, 1, 2, 3, 4, 5] as const;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** From the top, counter-clockwise. */
export function hexagonRing({ column, row }: HexagonPlace, { side, meridian }: Hexagons): Ring {
  const x = (column / 2) * Math.sqrt(3) * side;
  const y = (row / 2) * 3 * side;
  return corners.map((corner): Position => {
    const angle = radians(90 + corner * 60);
    const lat = (y + side * Math.sin(angle)) / sphereMetresADegree;
    const east = (x + side * Math.cos(angle)) / (sphereMetresADegree * Math.cos(radians(lat)));
    return [meridian + east, lat];
  });
}

/** The middles of the cells are two lattices of rectangles; a place belongs to the nearer of its two nearest. */
export function hexagonAt(lon: number, lat: number, { side, meridian }: Hexagons): HexagonPlace {
  const [width, height] = [Math.sqrt(3) * side, 3 * side];
  const x = (lon - meridian) * Math.cos(radians(lat)) * sphereMetresADegree;
  const y = lat * sphereMetresADegree;
  const plain = { column: 2 * Math.round(x / width), row: 2 * Math.round(y / height) };
  const shifted = { column: 2 * Math.floor(x / width) + 1, row: 2 * Math.floor(y / height) + 1 };
  const away = ({ column, row }: HexagonPlace) =>
    Math.hypot(x - (column / 2) * width, y - (row / 2) * height);
  return away(plain) <= away(shifted) ? plain : shifted;
}
