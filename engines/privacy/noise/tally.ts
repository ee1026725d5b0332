/** The true figures behind an answer, each person's share bounded. What it returns never leaves the engine as it is. */
import type { Resolved, Terms } from './question.ts';

export type TallyRow = Readonly<Record<string, string | number | boolean | null>>;

export interface Cell {
  /** undefined: the whole. */
  readonly group: string | undefined;
  readonly rows: number;
  /** In whole steps. */
  readonly sum: bigint;
  readonly people: number;
  /** Steps of each person in the cell, largest first. */
  readonly shares: readonly number[];
}

/** Whole steps within the bounds; what is no number counts as nothing, and its row with it. */
function stepsOf(value: unknown, number: NonNullable<Resolved['number']>): number | undefined {
  if (value === null || value === '' || typeof value === 'boolean') return undefined;
  const read = Number(value);
  if (!Number.isFinite(read)) return undefined;
  const held = Math.min(number.high, Math.max(number.low, read));
  return Math.round(held / number.step);
}

interface Open {
  rows: number;
  sum: bigint;
  readonly shares: Map<string, number>;
}

/**
 * Reads rows once. A person's rows count in the order in which they come until there are `perPerson` of them: which ones depends on his own
 * rows only, so that adding or taking away one person changes nothing of the others.
 */
export async function tally(
  terms: Terms,
  { question, number, groups }: Resolved,
  rows: AsyncIterable<TallyRow> | Iterable<TallyRow>,
): Promise<readonly Cell[]> {
  const cells = new Map<string | undefined, Open>();
  for (const group of groups ?? [undefined]) cells.set(group, { rows: 0, sum: 0n, shares: new Map() });
  const counted = new Map<string, number>();
  for await (const row of rows) {
    const person = row[terms.person];
    if (person === null || person === undefined || person === '') continue;
    const { where, by } = question;
    if (where !== undefined && String(row[where.field]) !== where.group) continue;
    const cell = cells.get(by === undefined ? undefined : String(row[by]));
    if (cell === undefined) continue;
    const steps = number === undefined ? 1 : stepsOf(row[number.field], number);
    if (steps === undefined) continue;
    const who = String(person);
    const before = counted.get(who) ?? 0;
    if (before >= terms.perPerson) continue;
    counted.set(who, before + 1);
    cell.rows += 1;
    cell.sum += BigInt(steps);
    cell.shares.set(who, (cell.shares.get(who) ?? 0) + steps);
  }
  return [...cells].map(([group, cell]) => ({
    group,
    rows: cell.rows,
    sum: cell.sum,
    people: cell.shares.size,
    shares: [...cell.shares.values()].sort((one, other) => Math.abs(other) - Math.abs(one)),
  }));
}
