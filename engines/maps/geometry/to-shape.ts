/** From the coordinates of a file to an area of the city: datum, straightness of long sides, soundness; what is wrong is said with its place. */
import { type CheckedShape, checkShape, type ShapeRemark } from './check-shape.ts';
import { DatumProblem, type DeclaredDatum, toDegrees } from './read-datum.ts';
import { countVertices, type MultiPolygon, type Position, type Ring } from './shapes.ts';

/** A side that is straight on the plane bends by a millimetre in degrees when it is 250 m long; longer ones get corners in between. */
const longestStraight = 250;

/** Corners that long sides may get in all; an outline of the whole city needs some thousands. */
const mostCuts = 1_000_000;

function cutsBetween(from: Position, to: Position): number {
  return Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / longestStraight);
}

/** Whether the sides are so long that cutting them would fill the memory: then the numbers are no metres of a zone. */
function isEndless(shape: MultiPolygon): boolean {
  let cuts = 0;
  for (const ring of shape.flat())
    ring.forEach((from, index) => {
      cuts += cutsBetween(from, ring[(index + 1) % ring.length] ?? from);
    });
  return !(cuts <= mostCuts);
}

function straighten(ring: Ring): Ring {
  return ring.flatMap((from, index) => {
    const to = ring[(index + 1) % ring.length] ?? from;
    const cuts = cutsBetween(from, to);
    return Array.from(
      { length: Math.max(1, cuts) },
      (_, part): Position => [
        from[0] + ((to[0] - from[0]) * part) / Math.max(1, cuts),
        from[1] + ((to[1] - from[1]) * part) / Math.max(1, cuts),
      ],
    );
  });
}

function convert(shape: MultiPolygon, declared: DeclaredDatum, wrong: ShapeRemark[]): MultiPolygon {
  return shape.map((polygon, p) =>
    polygon.map((ring, r) => {
      const corners = declared.datum === 'gauss-kruger' ? straighten(ring) : ring;
      return corners.map((at, vertex): Position => {
        if (wrong.length > 0) return at;
        try {
          return toDegrees(at, declared);
        } catch (problem) {
          if (!(problem instanceof DatumProblem)) throw problem;
          wrong.push({
            path: `polygons.${p}.rings.${r}.vertices.${vertex}`,
            message: problem.message,
            at: null,
          });
          return at;
        }
      });
    }),
  );
}

export interface ShapeWishes {
  readonly declared: DeclaredDatum;
  readonly mostVertices: number;
  readonly isInside: (lon: number, lat: number) => boolean;
}

/** A shape with `wrong` entries is not to be used. */
export function toShape(
  given: MultiPolygon,
  { declared, mostVertices, isInside }: ShapeWishes,
): CheckedShape {
  const vertices = countVertices(given);
  if (vertices > mostVertices)
    return {
      shape: [],
      mended: [],
      wrong: [{ path: 'polygons', message: `共 ${vertices} 个点，超过 ${mostVertices} 个`, at: null }],
    };
  if (declared.datum === 'gauss-kruger' && isEndless(given)) {
    const message = '边过长，不像高斯-克吕格平面坐标，请核对坐标系和单位';
    return { shape: [], mended: [], wrong: [{ path: 'polygons', message, at: null }] };
  }
  const wrong: ShapeRemark[] = [];
  const shape = convert(given, declared, wrong);
  if (wrong.length > 0) return { shape: [], mended: [], wrong };
  // Corners added to long sides do not count against whoever drew them.
  const checked = checkShape(shape, countVertices(shape));
  if (checked.wrong.length > 0) return checked;
  const strays = checked.shape.flat(2).filter(([lon, lat]) => !isInside(lon, lat));
  const [first] = strays;
  if (first === undefined) return checked;
  const [lon, lat] = first;
  const message = `${strays.length} 个点不在本市范围内（第一个在东经 ${lon.toFixed(5)}°、北纬 ${lat.toFixed(5)}°），请核对坐标系、带号和坐标次序`;
  return { ...checked, wrong: [{ path: 'polygons', message, at: first }] };
}
