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
  /** How many lines between the same two shapes were drawn before. */
  readonly twin: number;
  /** Leads back: the height at which it runs over everything, and how many such lines were drawn before. */
  readonly back?: { readonly over: number; readonly before: number };
  /** Is something drawn in these cells, both ends included? */
  taken(row: number, fromColumn: number, toColumn: number): boolean;
}

/** Half of the free room between columns, where lines turn; those that lead back keep beside the others. */
const turn = 34;
const backTurn = 14;
const backStep = 5;
/** Between two lines that go the same way. */
const twinStep = 16;

function middle(box: Box): Point {
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Enters from the left over the strip under the source's row. */
function underneath({ from, to, boundary }: Route): readonly Point[] {
  const [cx, cy] = middle(from);
  const [, ty] = middle(to);
  const right = from.x + from.width;
  const start: readonly Point[] = boundary
    ? [
        [cx, from.y + from.height],
        [cx, from.below],
      ]
    : [
        [right, cy],
        [right + turn, cy],
        [right + turn, from.below],
      ];
  return [...start, [to.x - turn, from.below], [to.x - turn, ty], [to.x, ty]];
}

/** Out of a branching shape first up or down to the other row, then along it. */
function branchFirst(route: Route): readonly Point[] {
  const { from, to, gateway, boundary, twin } = route;
  const [cx, cy] = middle(from);
  const ty = middle(to)[1] + twin * twinStep;
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
  const x = right + turn - twin * (twinStep / 2);
  const y = cy + twin * (twinStep / 2);
  return [
    [right, y],
    [x, y],
    [x, ty],
    [to.x, ty],
  ];
}

/** Along the own row until over or under the target. */
function rowFirst({ from, to, twin }: Route): readonly Point[] {
  const cy = middle(from)[1] + twin * twinStep;
  const [tx, ty] = middle(to);
  const x = tx + twin * twinStep;
  return [
    [from.x + from.width, cy],
    [x, cy],
    [x, ty > cy ? to.y : to.y + to.height],
  ];
}

/** Up in the free room beside the source, over everything, down beside the target. */
function backOver({ from, to, boundary }: Route, over: number, before: number): readonly Point[] {
  const [cx, cy] = middle(from);
  const [, ty] = middle(to);
  const right = from.x + from.width;
  const aside = backTurn + (before % 4) * backStep;
  const start: readonly Point[] = boundary
    ? [
        [cx, from.y + from.height],
        [cx, from.below],
        [right + aside, from.below],
      ]
    : [
        [right, cy],
        [right + aside, cy],
      ];
  return [...start, [right + aside, over], [to.x - aside, over], [to.x - aside, ty], [to.x, ty]];
}

function isColumnFree({ taken }: Route, column: number, one: number, other: number): boolean {
  const [first, last] = one < other ? [one, other] : [other, one];
  for (let row = first + 1; row < last; row++) if (taken(row, column, column)) return false;
  return true;
}

export function routeLine(route: Route): readonly Point[] {
  const { from, to, cells, back, boundary, taken, twin } = route;
  const [source, target] = cells;
  const [cx, cy] = middle(from);
  const [tx, ty] = middle(to);
  if (back !== undefined) return backOver(route, back.over, back.before);
  if (source === undefined || target === undefined)
    return [
      [cx, cy],
      [tx, ty],
    ];
  const between = (row: number, until: number): boolean => taken(row, source.column + 1, until);
  const free = !between(source.row, target.column - 1);
  if (!boundary && source.row === target.row && free) {
    const y = cy + twin * twinStep;
    return [
      [from.x + from.width, y],
      [to.x, y],
    ];
  }
  if (source.row === target.row) return underneath(route);
  const upright = route.gateway || boundary;
  const clear = !upright || isColumnFree(route, source.column, source.row, target.row);
  const branches = (route.splits || boundary) && clear && !between(target.row, target.column - 1);
  // Straight down from a boundary event only where nothing stands under its host.
  if (branches && (!boundary || target.row > source.row)) return branchFirst(route);
  if (
    !boundary &&
    !between(source.row, target.column) &&
    isColumnFree(route, target.column, source.row, target.row)
  )
    return rowFirst(route);
  return underneath(route);
}
