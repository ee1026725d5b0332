/** An area made ready to be asked a hundred thousand times a second: its box first, then only the sides at the height of the place. Pure. */
import type { RuleArea } from '../../rule.ts';

export interface PreparedArea {
  holds(lon: number, lat: number): boolean;
  /** Inside, or no further from the edge than these metres. */
  isNear(lon: number, lat: number, metres: number): boolean;
}

/** West, south, east, north. */
type Box = readonly [number, number, number, number];

/** Mean radius of the earth; a degree of latitude by it is right to three parts in a thousand. */
const metresADegree = (6_371_008.8 * Math.PI) / 180;
const mostBands = 256;

/** Sides as x1, y1, x2, y2, one after another. */
function sidesOf(polygon: RuleArea['shape'][number]): Float64Array {
  const sides = polygon.flatMap((ring) =>
    ring.flatMap(([x1, y1], index) => {
      const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
      return [x1, y1, x2, y2];
    }),
  );
  return Float64Array.from(sides);
}

function boxOf(sides: Float64Array): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let side = 0; side < sides.length; side += 4) {
    const [x = 0, y = 0] = [sides[side], sides[side + 1]];
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

/** For each band of latitude the sides that reach into it, `margin` degrees wider than they are. */
class Bands {
  readonly #bands: readonly Float64Array[];
  readonly #south: number;
  readonly #step: number;

  constructor(sides: Float64Array, [, south, , north]: Box, margin: number) {
    const count = Math.max(1, Math.min(mostBands, sides.length / 16)) | 0;
    this.#south = south - margin;
    this.#step = (north - south + 2 * margin) / count || 1;
    const bands: number[][] = Array.from({ length: count }, () => []);
    for (let side = 0; side < sides.length; side += 4) {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = sides.subarray(side, side + 4);
      const [from, to] = [
        this.#at(Math.min(y1, y2) - margin, count),
        this.#at(Math.max(y1, y2) + margin, count),
      ];
      for (let band = from; band <= to; band += 1) bands[band]?.push(x1, y1, x2, y2);
    }
    this.#bands = bands.map((band) => Float64Array.from(band));
  }

  #at(lat: number, count: number): number {
    return Math.max(0, Math.min(count - 1, Math.floor((lat - this.#south) / this.#step)));
  }

  of(lat: number): Float64Array {
    return this.#bands[this.#at(lat, this.#bands.length)] ?? new Float64Array();
  }
}

/** Even-odd over the rings of one polygon, so that a hole is outside; on the edge either answer. */
function crosses(sides: Float64Array, lon: number, lat: number): boolean {
  let inside = false;
  for (let side = 0; side < sides.length; side += 4) {
    const y1 = sides[side + 1] ?? 0;
    const y2 = sides[side + 3] ?? 0;
    if (y1 > lat === y2 > lat) continue;
    const x1 = sides[side] ?? 0;
    if (lon < (((sides[side + 2] ?? 0) - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** On the plane that touches the earth at the place: within a city it bends by less than the place is known. */
function isBeside(sides: Float64Array, lon: number, lat: number, metres: number): boolean {
  const east = metresADegree * Math.cos((lat * Math.PI) / 180);
  const most = metres * metres;
  for (let side = 0; side < sides.length; side += 4) {
    const x = ((sides[side] ?? 0) - lon) * east;
    const y = ((sides[side + 1] ?? 0) - lat) * metresADegree;
    const dx = ((sides[side + 2] ?? 0) - lon) * east - x;
    const dy = ((sides[side + 3] ?? 0) - lat) * metresADegree - y;
    const length = dx * dx + dy * dy;
    const part = length === 0 ? 0 : Math.max(0, Math.min(1, -(x * dx + y * dy) / length));
    const [px, py] = [x + part * dx, y + part * dy];
    if (px * px + py * py <= most) return true;
  }
  return false;
}

function preparePolygon(polygon: RuleArea['shape'][number]): PreparedArea {
  const sides = sidesOf(polygon);
  const box = boxOf(sides);
  const [west, south, east, north] = box;
  const own = new Bands(sides, box, 0);
  let wide: { readonly metres: number; readonly margin: number; readonly bands: Bands } | undefined;
  const holds = (lon: number, lat: number) =>
    lon >= west && lon <= east && lat >= south && lat <= north && crosses(own.of(lat), lon, lat);
  return {
    holds,
    isNear(lon, lat, metres) {
      if (wide?.metres !== metres) {
        const margin = metres / metresADegree;
        wide = { metres, margin, bands: new Bands(sides, box, margin) };
      }
      const { margin, bands } = wide;
      if (lat < south - margin || lat > north + margin) return false;
      const sideways = margin / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
      if (lon < west - sideways || lon > east + sideways) return false;
      return holds(lon, lat) || isBeside(bands.of(lat), lon, lat, metres);
    },
  };
}

/** Polygons may overlap: what lies in two of them lies in the area. */
function prepare({ shape }: RuleArea): PreparedArea {
  const parts = shape.map(preparePolygon);
  return {
    holds: (lon, lat) => parts.some((part) => part.holds(lon, lat)),
    isNear: (lon, lat, metres) => parts.some((part) => part.isNear(lon, lat, metres)),
  };
}

const prepared = new WeakMap<RuleArea, PreparedArea>();

/** Prepared once for as long as the rule is in force. */
export function prepareArea(area: RuleArea): PreparedArea {
  const known = prepared.get(area);
  if (known !== undefined) return known;
  const made = prepare(area);
  prepared.set(area, made);
  return made;
}
