/** What two areas have in common, and what one has outside the others: Clipper2 on whole numbers of a tenth of a millimetre. */
import {
  booleanOpWithPolyTree,
  Clipper64,
  ClipType,
  FillRule,
  type Path64,
  type Paths64,
  type PolyPath64,
  PolyTree64,
  rectClip,
} from 'clipper2-ts';
import {
  type Bounds,
  boundsOf,
  type MultiPolygon,
  type Polygon,
  type Position,
  type Ring,
} from './shapes.ts';

/** Units on a degree: 10⁻⁹° is 0.11 mm. */
const unitsADegree = 1e9;
/** Shapes with more corners than this are first cut to the other's box. */
const worthCutting = 60;

interface Grid {
  readonly lon: number;
  readonly lat: number;
}

function toUnits(ring: Ring, from: Grid): Path64 {
  return ring.map(([lon, lat]) => ({
    x: Math.round((lon - from.lon) * unitsADegree),
    y: Math.round((lat - from.lat) * unitsADegree),
  }));
}

function toDegrees(path: Path64, from: Grid): Ring {
  return path.map(({ x, y }): Position => [from.lon + x / unitsADegree, from.lat + y / unitsADegree]);
}

/** Only what lies around the box: clipping then costs what the two share, not what each of them has. */
function pathsOf(shape: MultiPolygon, from: Grid, box: Bounds): Paths64 {
  const paths = shape.flatMap((polygon) => polygon.map((ring) => toUnits(ring, from)));
  if (paths.reduce((sum, path) => sum + path.length, 0) <= worthCutting) return paths;
  // A unit of room, so that no side of the cut lies on a side of the other shape.
  const room = 1e-7;
  const [west, south, east, north] = box;
  const around = {
    left: Math.floor((west - room - from.lon) * unitsADegree),
    top: Math.floor((south - room - from.lat) * unitsADegree),
    right: Math.ceil((east + room - from.lon) * unitsADegree),
    bottom: Math.ceil((north + room - from.lat) * unitsADegree),
  };
  return rectClip(around, paths);
}

/** A node that is no hole is a piece, its children are the holes in it, and theirs are pieces again. */
function readPieces(node: PolyPath64, from: Grid, pieces: Polygon[]): void {
  for (let index = 0; index < node.count; index += 1) {
    const outside = node.child(index);
    const rings = [toDegrees(outside.poly ?? [], from)];
    for (let inner = 0; inner < outside.count; inner += 1) {
      const hole = outside.child(inner);
      rings.push(toDegrees(hole.poly ?? [], from));
      readPieces(hole, from, pieces);
    }
    pieces.push(rings);
  }
}

function clip(kind: ClipType, subject: Paths64, other: Paths64, from: Grid): MultiPolygon {
  const tree = new PolyTree64();
  booleanOpWithPolyTree(kind, subject, other, tree, FillRule.EvenOdd);
  const pieces: Polygon[] = [];
  readPieces(tree, from, pieces);
  return pieces;
}

/** The pieces that both have; none where they only touch. */
export function intersectShapes(one: MultiPolygon, other: MultiPolygon): MultiPolygon {
  const [box, otherBox] = [boundsOf(one), boundsOf(other)];
  const from = { lon: box[0], lat: box[1] };
  return clip(ClipType.Intersection, pathsOf(one, from, otherBox), pathsOf(other, from, box), from);
}

/** The pieces of the first that none of the others has; overlapping others count once. */
export function subtractShapes(one: MultiPolygon, others: readonly MultiPolygon[]): MultiPolygon {
  const box = boundsOf(one);
  const from = { lon: box[0], lat: box[1] };
  // One by one: even-odd would let two others that overlap cancel each other.
  return others.reduce<MultiPolygon>(
    (rest, other) =>
      rest.length === 0
        ? rest
        : clip(ClipType.Difference, wholeOf(rest, from), pathsOf(other, from, box), from),
    one,
  );
}

function wholeOf(shape: MultiPolygon, from: Grid): Paths64 {
  return shape.flatMap((polygon) => polygon.map((ring) => toUnits(ring, from)));
}

/** The parts of open paths that lie in the area. */
export function clipPaths(
  paths: readonly (readonly Position[])[],
  area: MultiPolygon,
): readonly (readonly Position[])[] {
  const box = boundsOf(area);
  const from = { lon: box[0], lat: box[1] };
  const clipper = new Clipper64();
  clipper.addOpenSubject(paths.map((path) => toUnits(path, from)));
  clipper.addClip(wholeOf(area, from));
  const [closed, open]: [Paths64, Paths64] = [[], []];
  clipper.execute(ClipType.Intersection, FillRule.EvenOdd, closed, open);
  return open.map((path) => toDegrees(path, from));
}
