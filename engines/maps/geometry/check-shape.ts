/** Looks over a shape before anything is computed with it: what is harmless is mended and said, what is not is refused with its place. */
import Flatbush from 'flatbush';
import { metresADegree } from './ellipsoid.ts';
import {
  countVertices,
  type MultiPolygon,
  type Polygon,
  type Position,
  type Ring,
  signedDegrees,
} from './shapes.ts';

export interface ShapeRemark {
  /** 'polygons.0.rings.1.vertices.7', counted from 0. */
  readonly path: string;
  /** With numbers that people count from 1. */
  readonly message: string;
  /** Where on the map; null when the place itself is no position. */
  readonly at: Position | null;
}

export interface CheckedShape {
  readonly shape: MultiPolygon;
  /** What was changed to make it a clean shape. */
  readonly mended: readonly ShapeRemark[];
  /** Why it cannot be used; the shape is then not to be used either. */
  readonly wrong: readonly ShapeRemark[];
}

/** Nobody reads more than these. */
const mostRemarks = 20;
/** A tenth of a millimetre: corners nearer than this are the same. */
const same = 1e-9;
/** Metres that a spike may be wide: below what survey points are known to. */
const spikeWidth = 0.001;

function words(polygon: number, ring: number, vertex?: number): string {
  const place = ring === 0 ? `第${polygon + 1}块外圈` : `第${polygon + 1}块第${ring}个内圈`;
  return vertex === undefined ? place : `${place}第${vertex + 1}点`;
}

function pathOf(polygon: number, ring: number, vertex?: number): string {
  const at = `polygons.${polygon}.rings.${ring}`;
  return vertex === undefined ? at : `${at}.vertices.${vertex}`;
}

function isSame(a: Position, b: Position): boolean {
  return Math.abs(a[0] - b[0]) <= same && Math.abs(a[1] - b[1]) <= same;
}

class Remarks {
  readonly mended: ShapeRemark[] = [];
  readonly wrong: ShapeRemark[] = [];
  mend(path: string, message: string, at: Position | null): void {
    if (this.mended.length < mostRemarks) this.mended.push({ path, message, at });
  }
  refuse(path: string, message: string, at: Position | null): void {
    if (this.wrong.length < mostRemarks) this.wrong.push({ path, message, at });
  }
}

/** The point goes out and back by the same way: no area, but a false boundary. */
function isSpike(before: Position, tip: Position, after: Position): boolean {
  const [x, y] = metresADegree(tip[1]);
  const [ax, ay] = [(before[0] - tip[0]) * x, (before[1] - tip[1]) * y];
  const [bx, by] = [(after[0] - tip[0]) * x, (after[1] - tip[1]) * y];
  const longer = Math.max(Math.hypot(ax, ay), Math.hypot(bx, by));
  return ax * bx + ay * by > 0 && Math.abs(ax * by - ay * bx) / longer < spikeWidth;
}

function cleanRing(ring: Ring, polygon: number, index: number, remarks: Remarks): Ring {
  const kept: { readonly at: Position; readonly vertex: number }[] = [];
  ring.forEach((at, vertex) => {
    const last = kept.at(-1);
    if (last !== undefined && isSame(last.at, at)) {
      remarks.mend(
        pathOf(polygon, index, vertex),
        `${words(polygon, index, vertex)}与前一点重复，已去掉`,
        at,
      );
      return;
    }
    kept.push({ at, vertex });
  });
  const [first] = kept;
  const last = kept.at(-1);
  if (first !== undefined && last !== undefined && kept.length > 1) {
    if (isSame(first.at, last.at)) kept.pop();
    else remarks.mend(pathOf(polygon, index), `${words(polygon, index)}没有闭合，已连回起点`, first.at);
  }
  for (let position = 0; kept.length >= 3 && position < kept.length; ) {
    const tip = kept[position];
    const before = kept[(position + kept.length - 1) % kept.length];
    const after = kept[(position + 1) % kept.length];
    if (tip === undefined || before === undefined || after === undefined) break;
    if (!isSpike(before.at, tip.at, after.at)) {
      position += 1;
      continue;
    }
    const said = `${words(polygon, index, tip.vertex)}是来回折返的尖刺，已去掉`;
    remarks.mend(pathOf(polygon, index, tip.vertex), said, tip.at);
    // The way out and the way back end at one place, which is then there twice.
    kept.splice(position, isSame(before.at, after.at) && position + 1 < kept.length ? 2 : 1);
    // What the spike hid may be one itself.
    position = Math.max(0, position - 1);
  }
  return kept.map(({ at }) => at);
}

function isPlace([lon, lat]: Position): boolean {
  return lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90;
}

/** False when a value is no position or the ring goes around the back of the earth. */
function checkPlaces(ring: Ring, polygon: number, index: number, remarks: Remarks): boolean {
  const bad = ring.findIndex((at) => !isPlace(at));
  if (bad >= 0) {
    remarks.refuse(pathOf(polygon, index, bad), `${words(polygon, index, bad)}不是有效的经纬度`, null);
    return false;
  }
  const leap = ring.findIndex((at, vertex) => Math.abs(at[0] - (ring[vertex - 1] ?? at)[0]) > 180);
  if (leap >= 0) {
    const said = `${words(polygon, index, leap)}跨过 180° 经线`;
    remarks.refuse(pathOf(polygon, index, leap), said, ring[leap] ?? null);
    return false;
  }
  return true;
}

interface Side {
  readonly from: Position;
  readonly to: Position;
  readonly polygon: number;
  readonly ring: number;
  readonly vertex: number;
  /** Number of sides of its ring, to know neighbours. */
  readonly of: number;
}

function sidesOf(shape: MultiPolygon): readonly Side[] {
  return shape.flatMap((polygon, p) =>
    polygon.flatMap((ring, r) =>
      ring.map((from, vertex) => ({
        from,
        to: ring[(vertex + 1) % ring.length] ?? from,
        polygon: p,
        ring: r,
        vertex,
        of: ring.length,
      })),
    ),
  );
}

function turn(a: Position, b: Position, c: Position): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** How far two positions on one line overlap along it, in degrees; negative when apart. */
function shared(one: Side, other: Side): number {
  const axis = Math.abs(one.to[0] - one.from[0]) > Math.abs(one.to[1] - one.from[1]) ? 0 : 1;
  const [low, high] = [Math.min(one.from[axis], one.to[axis]), Math.max(one.from[axis], one.to[axis])];
  const [otherLow, otherHigh] = [
    Math.min(other.from[axis], other.to[axis]),
    Math.max(other.from[axis], other.to[axis]),
  ];
  return Math.min(high, otherHigh) - Math.max(low, otherLow);
}

/** Where two sides go through each other, or lie on each other; touching at a point is none of these. */
function crossing(one: Side, other: Side): Position | undefined {
  const a = turn(one.from, one.to, other.from);
  const b = turn(one.from, one.to, other.to);
  const c = turn(other.from, other.to, one.from);
  const d = turn(other.from, other.to, one.to);
  if (a === 0 && b === 0) return shared(one, other) > same ? other.from : undefined;
  if (a * b >= 0 || c * d >= 0) return undefined;
  const part = a / (a - b);
  const at: Position = [
    other.from[0] + (other.to[0] - other.from[0]) * part,
    other.from[1] + (other.to[1] - other.from[1]) * part,
  ];
  // Rounded coordinates let neighbours of a touching corner cross by less than a unit of measure.
  const ends = [one.from, one.to, other.from, other.to];
  return ends.some((end) => isSame(end, at)) ? undefined : at;
}

function areNeighbours(one: Side, other: Side): boolean {
  if (one.polygon !== other.polygon || one.ring !== other.ring) return false;
  const apart = Math.abs(one.vertex - other.vertex);
  return apart <= 1 || apart === one.of - 1;
}

function sayCrossing(one: Side, other: Side, at: Position, remarks: Remarks): void {
  const mine = words(one.polygon, one.ring, one.vertex);
  const theirs = words(other.polygon, other.ring, other.vertex);
  const said =
    one.polygon === other.polygon && one.ring === other.ring
      ? `${mine}起的边与第${other.vertex + 1}点起的边相交（自相交）`
      : `${mine}起的边与${theirs}起的边相交`;
  remarks.refuse(pathOf(one.polygon, one.ring, one.vertex), said, at);
}

function findCrossings(shape: MultiPolygon, remarks: Remarks): void {
  const sides = sidesOf(shape);
  if (sides.length === 0) return;
  const index = new Flatbush(sides.length);
  for (const { from, to } of sides)
    index.add(
      Math.min(from[0], to[0]),
      Math.min(from[1], to[1]),
      Math.max(from[0], to[0]),
      Math.max(from[1], to[1]),
    );
  index.finish();
  sides.forEach((side, number) => {
    if (remarks.wrong.length >= mostRemarks) return;
    const { from, to } = side;
    const near = index.search(
      Math.min(from[0], to[0]),
      Math.min(from[1], to[1]),
      Math.max(from[0], to[0]),
      Math.max(from[1], to[1]),
      (candidate) => candidate > number,
    );
    for (const candidate of near) {
      const other = sides[candidate];
      if (other === undefined || areNeighbours(side, other)) continue;
      const at = crossing(side, other);
      if (at !== undefined) sayCrossing(side, other, at, remarks);
    }
  });
}

/** Even-odd; on the boundary either answer. */
export function ringHolds(ring: Ring, [lon, lat]: Position): boolean {
  let inside = false;
  ring.forEach(([x1, y1], index) => {
    const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}

/** Whether a place lies in the area and in none of its holes; on the boundary either answer. */
export function shapeHolds(shape: MultiPolygon, at: Position): boolean {
  return shape.some(
    ([outside = [], ...holes]) => ringHolds(outside, at) && !holes.some((hole) => ringHolds(hole, at)),
  );
}

/** Rings cross nowhere, so one corner that is no corner of the other ring says where the whole ring lies. */
function lies(ring: Ring, within: Ring): boolean {
  const own = ring.find((at) => !within.some((other) => isSame(other, at))) ?? ring[0];
  return own !== undefined && ringHolds(within, own);
}

function checkNesting(shape: MultiPolygon, remarks: Remarks): void {
  shape.forEach((polygon, p) => {
    const [outside = [], ...holes] = polygon;
    holes.forEach((hole, h) => {
      if (!lies(hole, outside))
        remarks.refuse(pathOf(p, h + 1), `${words(p, h + 1)}不在外圈之内`, hole[0] ?? null);
      holes.slice(h + 1).forEach((other, o) => {
        if (lies(other, hole) || lies(hole, other))
          remarks.refuse(pathOf(p, h + o + 2), `${words(p, h + o + 2)}与另一个内圈重叠`, other[0] ?? null);
      });
    });
    shape.slice(p + 1).forEach((other, o) => {
      const [theirs = []] = other;
      const inHole = (ring: Ring, rings: Polygon) => rings.slice(1).some((hole) => lies(ring, hole));
      const overlaps =
        (lies(theirs, outside) && !inHole(theirs, polygon)) ||
        (lies(outside, theirs) && !inHole(outside, other));
      if (overlaps)
        remarks.refuse(pathOf(p + o + 1, 0), `第${p + o + 2}块与第${p + 1}块重叠`, theirs[0] ?? null);
    });
  });
}

function refuseFlat(shape: MultiPolygon, remarks: Remarks): void {
  shape.forEach((polygon, p) => {
    polygon.forEach((ring, r) => {
      if (signedDegrees(ring) === 0)
        remarks.refuse(pathOf(p, r), `${words(p, r)}的点在一条线上，围不成面`, ring[0] ?? null);
    });
  });
}

export function checkShape(given: MultiPolygon, mostVertices: number): CheckedShape {
  const remarks = new Remarks();
  const vertices = countVertices(given);
  if (vertices > mostVertices)
    remarks.refuse('polygons', `共 ${vertices} 个点，超过 ${mostVertices} 个`, null);
  else if (vertices === 0) remarks.refuse('polygons', '没有面', null);
  if (remarks.wrong.length > 0) return { shape: [], ...remarks };
  const shape = given.map((polygon, p) =>
    polygon.map((ring, r) =>
      checkPlaces(ring, p, r, remarks) ? cleanRing(ring, p, r, remarks) : ([] as Ring),
    ),
  );
  if (remarks.wrong.length > 0) return { shape: [], ...remarks };
  shape.forEach((polygon, p) => {
    polygon.forEach((ring, r) => {
      if (ring.length < 3)
        remarks.refuse(pathOf(p, r), `${words(p, r)}不足三个不同的点，围不成面`, ring[0] ?? null);
    });
  });
  if (remarks.wrong.length === 0) findCrossings(shape, remarks);
  if (remarks.wrong.length === 0) refuseFlat(shape, remarks);
  if (remarks.wrong.length === 0) checkNesting(shape, remarks);
  return { shape, mended: remarks.mended, wrong: remarks.wrong };
}
