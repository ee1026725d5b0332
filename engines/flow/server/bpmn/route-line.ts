/** The right-angled way of one line between two shapes that stand on the grid. */
import type { Cell } from './place-nodes.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The middle of the free strip under its row. */
  readonly below: number;
}

export type Point = readonly [x: number, y: number];

export interface Route {
  readonly from: Box;
  readonly to: Box;
  readonly cells: readonly [Cell | undefined, Cell | undefined];
  /** Starts at the lower edge of a boundary event. */
  readonly boundary: boolean;
  /** Other lines leave the same shape. */
  readonly splits: boolean;
  readonly gateway: boolean;
  /** Leads back: the height at which it runs over everything. */
  readonly over?: number;
  taken(row: number, from: number, to: number): boolean;
}

/** Half of the free room between columns, where lines turn. */
const turn = 30;

function middle(box: Box): Point {
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Enters from the left over the strip under the source's row. */
function underneath({ from, to, boundary }: Route): readonly Point[] {
  const [cx, cy] = middle(from);
  const [, ty] = middle(to);
  const right = from.x + from.width;
  const start: readonly Point[] = boundary
    ? [[cx, from.y + from.height]]
    : [
        [right, cy],
        [right + turn, cy],
        [right + turn, from.below],
      ];
  const down: readonly Point[] = boundary ? [[cx, from.below]] : [];
  return [...start, ...down, [to.x - turn, from.below], [to.x - turn, ty], [to.x, ty]];
}

/** Out of a branching shape first up or down to the other row, then along it. */
function branchFirst({ from, to, gateway, boundary }: Route): readonly Point[] {
  const [cx, cy] = middle(from);
  const [, ty] = middle(to);
  const right = from.x + from.width;
  if (boundary || (gateway && ty > cy))
    return [
      [cx, from.y + from.height],
      [cx, ty],
      [to.x, ty],
    ];
  if (gateway)
    return [
      [cx, from.y],
      [cx, ty],
      [to.x, ty],
    ];
  return [
    [right, cy],
    [right + turn, cy],
    [right + turn, ty],
    [to.x, ty],
  ];
}

/** Along the own row until over or under the target. */
function rowFirst({ from, to }: Route): readonly Point[] {
  const [, cy] = middle(from);
  const [tx, ty] = middle(to);
  return [
    [from.x + from.width, cy],
    [tx, cy],
    [tx, ty > cy ? to.y : to.y + to.height],
  ];
}

export function routeLine(route: Route): readonly Point[] {
  const { from, to, cells, over, taken } = route;
  const [source, target] = cells;
  const [cx, cy] = middle(from);
  const [tx, ty] = middle(to);
  if (over !== undefined && route.boundary)
    return [
      [cx, from.y + from.height],
      [cx, from.below],
      [to.x - turn, from.below],
      [to.x - turn, over],
      [tx, over],
      [tx, to.y],
    ];
  if (over !== undefined)
    return [
      [cx, from.y],
      [cx, over],
      [tx, over],
      [tx, to.y],
    ];
  if (source === undefined || target === undefined)
    return [
      [cx, cy],
      [tx, ty],
    ];
  const between = (row: number, until: number): boolean => taken(row, source.column + 1, until);
  if (!route.boundary && source.row === target.row && !between(source.row, target.column - 1))
    return [
      [from.x + from.width, cy],
      [to.x, ty],
    ];
  if (source.row === target.row) return underneath(route);
  const branches = (route.splits || route.boundary) && !between(target.row, target.column - 1);
  // Straight down from a boundary event only where nothing stands under its host.
  if (branches && (!route.boundary || target.row > source.row)) return branchFirst(route);
  if (!route.boundary && !between(source.row, target.column)) return rowFirst(route);
  return underneath(route);
}
