/** Where a device is, against the area of a leaf. Longitude and latitude come as two readings, and count when they are of one moment. Pure. */
import type { Point } from '../../../../kernel/register.ts';
import type { LeafOf } from '../../rule.ts';
import { prepareArea } from './prepare-area.ts';

type PlaceLeaf = LeafOf<'place'>;

export interface PlaceMemory {
  /** The half of a place whose other half has not come. */
  readonly half?: readonly [property: string, at: number, value: number] | undefined;
  /** The last whole place. */
  readonly lon?: number | undefined;
  readonly lat?: number | undefined;
  readonly inside?: boolean | undefined;
  /** Since when it has been on this side, milliseconds. */
  readonly since?: number | undefined;
}

const nowhere: PlaceMemory = {};

/** What a leaf about places remembers, of what every leaf does. */
export interface PlaceState {
  readonly on: boolean;
  /** Of the last whole place, milliseconds. */
  readonly at: number | null;
  readonly place?: PlaceMemory;
}

function isThere({ is, area, metres = 0 }: PlaceLeaf, lon: number, lat: number): boolean {
  const shape = prepareArea(area);
  return is === 'near' ? shape.isNear(lon, lat, metres) : shape.holds(lon, lat);
}

function isOn(leaf: PlaceLeaf, before: PlaceState, inside: boolean, lasting: number): boolean {
  const was = before.place?.inside;
  switch (leaf.is) {
    case 'inside':
    case 'near':
      return inside;
    case 'outside':
      return !inside;
    case 'enters':
      return inside && (before.on || was === false);
    case 'leaves':
      return !inside && (before.on || was === true);
    case 'dwells':
      return inside && lasting >= (leaf.seconds ?? 0) * 1000;
  }
}

/** Keeps the half, or judges the whole place; the leaf's `at` is of whole places only. */
export function judgePlace(
  leaf: PlaceLeaf,
  state: PlaceState,
  property: string,
  at: number,
  value: number,
): PlaceState {
  const { half, lon, lat, inside: was, since: from } = state.place ?? nowhere;
  if (half === undefined || half[1] !== at || half[0] === property) {
    // An older half does not drive out a newer one.
    if (half !== undefined && half[1] > at) return state;
    return {
      on: state.on,
      at: state.at,
      place: { half: [property, at, value], lon, lat, inside: was, since: from },
    };
  }
  const x = property === leaf.longitude ? value : half[2];
  const y = property === leaf.longitude ? half[2] : value;
  const inside = isThere(leaf, x, y);
  const since = inside === was && from !== undefined ? from : at;
  const on = isOn(leaf, state, inside, at - since);
  // Written out, so that all have one shape: this runs for every place of every vehicle.
  return { on, at, place: { half: undefined, lon: x, lat: y, inside, since } };
}

/** A device that does not move is where its row says; without a place it is nowhere, neither inside nor outside. */
export function judgeFixedPlace(
  leaf: PlaceLeaf,
  state: PlaceState,
  at: number,
  position: Point | null,
): PlaceState {
  if (position === null) return { on: false, at };
  const { lon, lat } = position;
  const same = state.place?.lon === lon && state.place.lat === lat ? state.place.inside : undefined;
  const inside = same ?? isThere(leaf, lon, lat);
  return { on: inside === (leaf.is !== 'outside'), at, place: { lon, lat, inside } };
}
