/** How an area lies to one version of one control line: which parcels it takes, how much of each, and what are only slivers. Pure. */
import {
  type Bounds,
  boundsOf,
  comeWithin,
  intersectShapes,
  meanWidth,
  type MultiPolygon,
  type Polygon,
  polygonArea,
  shapeArea,
  subtractShapes,
} from '../../../../../engines/maps/index.ts';
import type { Relation } from '../../data/conclusions.ts';

export interface JudgedParcel<P> {
  readonly parcel: P;
  readonly relation: Extract<Relation, 'overlap' | 'sliver' | 'touch'>;
  /** Of overlap, or of slivers when there is nothing else. */
  readonly squareMetres: number;
  /** Metres, of the widest piece. */
  readonly width: number;
}

export interface JudgedLine<P> {
  readonly relation: Exclude<Relation, 'unknown'>;
  readonly squareMetres: number;
  readonly sliverSquareMetres: number;
  /** Largest first. */
  readonly parcels: readonly JudgedParcel<P>[];
  readonly pieces: MultiPolygon;
}

export interface Tolerances {
  /** Metres. */
  readonly sliver: number;
  readonly touch: number;
}

interface Sorted {
  readonly wide: readonly Polygon[];
  readonly narrow: readonly Polygon[];
  readonly width: number;
}

/** Pieces so small that no measurement knows them are nothing at all: a square centimetre. */
const nothing = 1e-4;

function sortPieces(pieces: MultiPolygon, sliver: number): Sorted {
  const wide: Polygon[] = [];
  const narrow: Polygon[] = [];
  let widest = 0;
  for (const piece of pieces) {
    if (polygonArea(piece) < nothing) continue;
    const width = meanWidth(piece);
    widest = Math.max(widest, width);
    (width > sliver ? wide : narrow).push(piece);
  }
  return { wide, narrow, width: widest };
}

function relationOf(sorted: Sorted): 'overlap' | 'sliver' | undefined {
  if (sorted.wide.length > 0) return 'overlap';
  return sorted.narrow.length > 0 ? 'sliver' : undefined;
}

function judgeParcel<P>(
  area: MultiPolygon,
  given: { readonly parcel: P; readonly shape: MultiPolygon },
  tolerances: Tolerances,
): { readonly judged: JudgedParcel<P>; readonly sorted: Sorted } | undefined {
  const sorted = sortPieces(intersectShapes(area, given.shape), tolerances.sliver);
  const relation = relationOf(sorted);
  if (relation !== undefined) {
    const squareMetres = shapeArea(relation === 'overlap' ? sorted.wide : sorted.narrow);
    return { judged: { parcel: given.parcel, relation, squareMetres, width: sorted.width }, sorted };
  }
  if (!comeWithin(area, given.shape, tolerances.touch)) return undefined;
  return { judged: { parcel: given.parcel, relation: 'touch', squareMetres: 0, width: 0 }, sorted };
}

function boxesMeet([west, south, east, north]: Bounds, other: Bounds): boolean {
  return west < other[2] && other[0] < east && south < other[3] && other[1] < north;
}

/** Parcels of one version lie side by side; where a faulty edition lets two overlap, land is still counted once. */
function withoutDoubles(pieces: readonly Polygon[]): MultiPolygon {
  const kept: { readonly shape: MultiPolygon; readonly box: Bounds }[] = [];
  for (const piece of pieces) {
    const box = boundsOf([piece]);
    const before = kept
      .filter((other) => boxesMeet(box, other.box) && intersectShapes([piece], other.shape).length > 0)
      .map(({ shape }) => shape);
    const shape = before.length === 0 ? [piece] : subtractShapes([piece], before);
    if (shape.length > 0) kept.push({ shape, box });
  }
  return kept.flatMap(({ shape }) => shape);
}

/** Lines that land must keep out of. */
export function judgeInside<P>(
  area: MultiPolygon,
  parcels: readonly { readonly parcel: P; readonly shape: MultiPolygon }[],
  tolerances: Tolerances,
): JudgedLine<P> {
  const found = parcels.flatMap((given) => judgeParcel(area, given, tolerances) ?? []);
  const judged = found.map((each) => each.judged).toSorted((a, b) => b.squareMetres - a.squareMetres);
  const pieces = withoutDoubles(found.flatMap(({ sorted }) => sorted.wide));
  const relation = (['overlap', 'sliver', 'touch'] as const).find((each) =>
    judged.some((one) => one.relation === each),
  );
  return {
    relation: relation ?? 'apart',
    squareMetres: shapeArea(pieces),
    sliverSquareMetres: shapeArea(found.flatMap(({ sorted }) => sorted.narrow)),
    parcels: judged,
    pieces,
  };
}

/** Lines that land must keep within: what lies beyond is what counts, and the parcels are those that hold the rest. */
export function judgeOutside<P>(
  area: MultiPolygon,
  parcels: readonly { readonly parcel: P; readonly shape: MultiPolygon }[],
  tolerances: Tolerances,
): JudgedLine<P> {
  const beyond = subtractShapes(
    area,
    parcels.map(({ shape }) => shape),
  );
  const sorted = sortPieces(beyond, tolerances.sliver);
  return {
    relation: relationOf(sorted) ?? 'apart',
    squareMetres: shapeArea(sorted.wide),
    sliverSquareMetres: shapeArea(sorted.narrow),
    parcels: [],
    pieces: sorted.wide,
  };
}
