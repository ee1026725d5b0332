/**
 * 结果审核 as statistical offices do it, over exact figures: cells of too few people, cells that few people dominate, and cells that tell of few
 * people when held against what was let go before (Handbook on Statistical Disclosure Control, Hundepool et al. 2010: threshold and (n,k) rules).
 */

export interface OutputRules {
  /** Fewest people in a cell. */
  readonly fewest: number;
  /** (n,k): the n largest may not make up more than k per cent of the whole. */
  readonly largest: number;
  readonly percent: number;
}

export interface OutputCell {
  readonly group: string | null;
  readonly people: number;
  /** What each person adds, largest first; empty for counts. */
  readonly shares: readonly number[];
}

/** Let go before in the same project: how many people stood behind a cell of the same group. */
export interface EarlierCell {
  readonly group: string | null;
  readonly people: number;
}

export type Finding = 'few' | 'dominated' | 'difference';

function isDominated(cell: OutputCell, rules: OutputRules): boolean {
  const sizes = cell.shares.map(Math.abs);
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  if (whole === 0) return false;
  const top = sizes.slice(0, rules.largest).reduce((sum, size) => sum + size, 0);
  return top * 100 > whole * rules.percent;
}

/** What stands against letting a cell go; undefined when nothing does. Nobody at all is no person, and may be said. */
export function checkCell(
  cell: OutputCell,
  earlier: readonly EarlierCell[],
  rules: OutputRules,
): Finding | undefined {
  if (cell.people > 0 && cell.people < rules.fewest) return 'few';
  if (isDominated(cell, rules)) return 'dominated';
  const near = earlier.some((other) => {
    const apart = Math.abs(other.people - cell.people);
    return other.group === cell.group && apart > 0 && apart < rules.fewest;
  });
  return near ? 'difference' : undefined;
}

/** A label that could carry a person out: identifiers, or more words than a group's name has. */
export function isFreeText(label: string): boolean {
  return label.length > 30 || /\d{11,}|[\n\r\t]|@/.test(label);
}

/** A list as its points' first eight bytes, sorted: enough to hold two lists against each other, and nothing to read. */
export type ListMark = BigUint64Array;

export function markList(points: readonly Uint8Array[]): ListMark {
  const mark = new BigUint64Array(points.length);
  for (const [index, point] of points.entries())
    mark[index] = new DataView(point.buffer, point.byteOffset, 8).getBigUint64(0);
  return mark.sort();
}

/** How many stand in one list only. */
export function difference(one: ListMark, other: ListMark): number {
  let [i, j, both] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const [a = 0n, b = 0n] = [one[i], other[j]];
    if (a === b) both += 1;
    if (a <= b) i += 1;
    if (b <= a) j += 1;
  }
  return one.length + other.length - 2 * both;
}

/** Before anything is computed: both lists are the asker's own, so that a refusal tells him nothing. `apart`: fewest keys that must differ. */
export function checkLists(
  now: ListMark,
  before: readonly ListMark[],
  apart: number,
): 'same' | 'near' | undefined {
  const differences = before.map((other) => difference(now, other));
  if (differences.includes(0)) return 'same';
  return differences.some((each) => each < apart) ? 'near' : undefined;
}

/**
 * Afterwards, over what matched: someone may hide a list that differs by one person under a thousand keys that belong to nobody. Also when nothing
 * differs: if only a difference of one were refused, the refusal itself would say whether that one is in the register.
 */
export function isNearMatch(now: ListMark, before: readonly ListMark[], apart: number): boolean {
  return before.some((other) => difference(now, other) < apart);
}
