/** The area within some metres of a drawn point, line or area: offset by Clipper2 on a Gauss-Krüger plane whose meridian runs through the drawing. */
import { EndType, FillRule, inflatePaths, JoinType, type Path64, type Paths64, union } from 'clipper2-ts';
import { fromPlane, toPlane } from './ellipsoid.ts';
import { signedDegrees, type MultiPolygon, type Polygon, type Position, type Ring } from './shapes.ts';
import { ringHolds } from './check-shape.ts';

/** What people draw: CGCS2000 degrees. */
export type Drawing =
  | { readonly kind: 'point'; readonly at: Position }
  | { readonly kind: 'line'; readonly path: readonly Position[] }
  | { readonly kind: 'area'; readonly shape: MultiPolygon };

/** Units on a metre: the plane is drawn in millimetres. */
const unitsAMetre = 1000;
/** A round corner leaves the true circle by a thousandth of the distance at most, and never by less than a centimetre. */
const roundness = 0.001;

interface Plane {
  readonly to: (at: Position) => { readonly x: number; readonly y: number };
  readonly from: (x: number, y: number) => Position;
}

/** Distances along the drawing are true to 2 × 10⁻⁵ within 40 km of its middle meridian. */
function planeOf(lon: number): Plane {
  const zone = lon / 3;
  return {
    to(at) {
      const [east, north] = toPlane(at, zone);
      return { x: Math.round(east * unitsAMetre), y: Math.round(north * unitsAMetre) };
    },
    from: (x, y) => fromPlane(x / unitsAMetre, y / unitsAMetre, zone),
  };
}

function positionsOf(drawing: Drawing): readonly Position[] {
  if (drawing.kind === 'point') return [drawing.at];
  return drawing.kind === 'line' ? drawing.path : drawing.shape.flat(2);
}

function middleOf(drawing: Drawing): number {
  let [west, east] = [Infinity, -Infinity];
  for (const [lon] of positionsOf(drawing)) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
  }
  return (west + east) / 2;
}

/** Outsides turn left; each hole goes into the smallest outside that holds it. */
function toPolygons(paths: Paths64, plane: Plane): MultiPolygon {
  const rings = paths
    .filter((path) => path.length > 2)
    .map((path): Ring => path.map(({ x, y }) => plane.from(x, y)));
  const polygons = rings.filter((ring) => signedDegrees(ring) > 0).map((ring): Ring[] => [ring]);
  for (const hole of rings.filter((ring) => signedDegrees(ring) < 0)) {
    const [corner] = hole;
    const owners = polygons.filter(([outside]) => corner !== undefined && ringHolds(outside ?? [], corner));
    owners.sort(([a = []], [b = []]) => signedDegrees(a) - signedDegrees(b))[0]?.push(hole);
  }
  return polygons as readonly Polygon[];
}

/** `metres` 0 gives an area as it is; a point or line then has none. */
export function bufferShape(drawing: Drawing, metres: number): MultiPolygon {
  if (metres === 0) return drawing.kind === 'area' ? drawing.shape : [];
  const plane = planeOf(middleOf(drawing));
  const tolerance = Math.max(metres * roundness, 0.01) * unitsAMetre;
  const path = (positions: readonly Position[]): Path64 => positions.map(plane.to);
  const grow = (paths: Paths64, end: EndType) =>
    inflatePaths(paths, metres * unitsAMetre, JoinType.Round, end, 2, tolerance);
  if (drawing.kind === 'point') return toPolygons(grow([path([drawing.at])], EndType.Round), plane);
  if (drawing.kind === 'line') return toPolygons(grow([path(drawing.path)], EndType.Round), plane);
  const whole = union(
    drawing.shape.flatMap((polygon) => polygon.map(path)),
    FillRule.EvenOdd,
  );
  return toPolygons(grow(whole, EndType.Polygon), plane);
}
