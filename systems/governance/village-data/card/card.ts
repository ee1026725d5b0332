/** The words of a card: values with their origin, the places they stand in, and what of them is missing or too old. Pure; browser and server. */
import type { CardField } from '../data/tables.ts';

export type Value = string | number | boolean | null;

/** Where a value came from and when it was true; `version` is that of its row when it was written. */
export interface Origin {
  readonly source: 'collect' | 'push' | 'library' | 'import' | 'event';
  /** Who answers for it, in words: '黄岗镇某村 张三', '阜南县民政局', '人口基础库 户籍'. */
  readonly by: string;
  /** Subject id of who wrote it; absent for a library. */
  readonly who?: string;
  /** ISO moment. */
  readonly at: string;
  readonly version: number;
}
export type Origins = Readonly<Record<string, Origin>>;

/** One place of a card: a field of the household, or of one member. */
export interface Place {
  readonly of: 'household' | 'member';
  /** Row id of the member; null for the household. */
  readonly member: string | null;
  readonly field: string;
}
export interface Fact extends Place {
  readonly value: Value;
}

/** A row of a card as it is read here: values by field, with their origins. */
export interface CardRow {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly origins: unknown;
}

export interface Card<R extends CardRow = CardRow> {
  readonly household: R;
  readonly members: readonly R[];
}

export function valueOf(row: CardRow, field: string): Value {
  const value = (row as unknown as Readonly<Record<string, unknown>>)[field];
  return value === undefined || value === '' ? null : (value as Value);
}

export function sameValue(one: Value | undefined, other: Value | undefined): boolean {
  const plain = (value: Value | undefined) => (value === undefined || value === '' ? null : value);
  return plain(one) === plain(other);
}

/** What a sheet brought has no origin of its own: it is as old as the row. */
export function originOf(row: CardRow, field: string): Origin | undefined {
  if (valueOf(row, field) === null) return undefined;
  const kept = (row.origins as Origins | null)?.[field];
  return kept ?? { source: 'import', by: '建卡导入', at: row.createdAt, version: 1 };
}

export type CellState = 'missing' | 'stale' | 'fresh';

/** The day so many months later, kept within its month: 31 August + 6 months is the last of February. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const at = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)));
  return at.toISOString().slice(0, 10);
}

/** `today` is the day in Shanghai; a value is fresh up to and including the last day of its time. */
export function cellState(row: CardRow, field: CardField, today: string): CellState {
  const origin = originOf(row, field.key);
  if (origin === undefined) return 'missing';
  const day = new Date(Date.parse(origin.at) + 8 * 3_600_000).toISOString().slice(0, 10);
  return addMonths(day, field.freshMonths) < today ? 'stale' : 'fresh';
}

export function isLiving(member: CardRow): boolean {
  const standing = valueOf(member, 'standing');
  return standing === null || standing === 'living';
}

export interface Cell extends Place {
  readonly state: CellState;
}

/** Every place of the card that these fields have, with its state; of the dead and the moved nothing is wanted. */
export function cellsOf(card: Card, fields: readonly CardField[], today: string): readonly Cell[] {
  const living = card.members.filter(isLiving);
  return fields.flatMap((field): Cell[] => {
    const rows = field.of === 'household' ? [card.household] : living;
    return rows
      .filter((row) => field.when === undefined || valueOf(row, field.when) === true)
      .map((row) => ({
        of: field.of,
        member: field.of === 'member' ? row.id : null,
        field: field.key,
        state: cellState(row, field, today),
      }));
  });
}

export function placeKey({ of, member, field }: Place): string {
  return `${of}/${member ?? ''}/${field}`;
}
