/** Areas as rings of degrees (CGCS2000, the same as WGS84 within centimetres): the shapes that all of geometry speaks of. */

export type Position = readonly [lon: number, lat: number];
/** Open: the last position is not the first again. */
export type Ring = readonly Position[];
/** The outside, then holes. */
export type Polygon = readonly Ring[];
export type MultiPolygon = readonly Polygon[];

/** West, south, east, north. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

export function boundsOf(shape: MultiPolygon): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of shape) {
    for (const [lon, lat] of polygon[0] ?? []) {
      west = Math.min(west, lon);
      south = Math.min(south, lat);
      east = Math.max(east, lon);
      north = Math.max(north, lat);
    }
  }
  return [west, south, east, north];
}

export function countVertices(shape: MultiPolygon): number {
  return shape.reduce((sum, polygon) => sum + polygon.reduce((all, ring) => all + ring.length, 0), 0);
}

/** As GeoJSON wants it (RFC 7946): closed, the outside counter-clockwise, holes clockwise. */
export function toGeoJson(shape: MultiPolygon): {
  readonly type: 'MultiPolygon';
  readonly coordinates: number[][][][];
} {
  const coordinates = shape.map((polygon) =>
    polygon.map((ring, index) => {
      const turned = turnsLeft(ring) === (index === 0) ? ring : ring.toReversed();
      const closed = [...turned, ...turned.slice(0, 1)];
      return closed.map(([lon, lat]) => [lon, lat]);
    }),
  );
  return { type: 'MultiPolygon', coordinates };
}

/** Twice the signed plane area in square degrees, from the first corner so that no digits are lost. */
export function signedDegrees(ring: Ring): number {
  const [x0, y0] = ring[0] ?? [0, 0];
  let sum = 0;
  for (let index = 1; index + 1 < ring.length; index += 1) {
    const [x1, y1] = ring[index] ?? [0, 0];
    const [x2, y2] = ring[index + 1] ?? [0, 0];
    sum += (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  }
  return sum;
}

function turnsLeft(ring: Ring): boolean {
  return signedDegrees(ring) > 0;
}
