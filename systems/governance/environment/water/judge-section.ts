/** The class of a section of surface water by its worst item (GB 3838, 环办〔2011〕22号), and what made it so. Pure. */
import table from '../data/surface-water.json' with { type: 'json' };

export interface WaterItem {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly kind: string;
  readonly limits?: readonly number[];
  readonly lakeLimits?: readonly number[];
  readonly range?: readonly number[];
  /** Cyanide and heavy metals are named first. */
  readonly priority?: boolean;
}

export interface ItemVerdict {
  readonly code: string;
  readonly name: string;
  readonly value: number;
  /** 1 … 5, 6 worse than V. */
  readonly grade: number;
  /** How many times over the limit of class III, less one; null where it is not said (pH, dissolved oxygen) or not over. */
  readonly over: number | null;
}

export interface SectionVerdict {
  readonly grade: number;
  readonly items: readonly ItemVerdict[];
  /** At most three that are worse than class III, gravest first. */
  readonly main: readonly ItemVerdict[];
}

export const waterItems: readonly WaterItem[] = table.items;
export const waterClasses = table.classes;
const worse = 6;
const third = 3;
const mostMain = 3;

function gradeOf(item: WaterItem, value: number, lake: boolean): number {
  if (item.kind === 'within') {
    const [low = 0, high = 0] = item.range ?? [];
    return value >= low && value <= high ? 1 : worse;
  }
  const limits = (lake ? item.lakeLimits : undefined) ?? item.limits ?? [];
  // Where two classes share a limit, the first that holds is the better one.
  const found = limits.findIndex((limit) => (item.kind === 'at-least' ? value >= limit : value <= limit));
  return found < 0 ? worse : found + 1;
}

function overOf(item: WaterItem, value: number, lake: boolean): number | null {
  const limit = ((lake ? item.lakeLimits : undefined) ?? item.limits)?.[third - 1];
  if (item.kind !== 'at-most' || limit === undefined || value <= limit) return null;
  return Math.round((value / limit - 1) * 100) / 100;
}

/** Undefined when nothing that is judged was measured. Below the detection limit: give half of it, as HJ 91.2 asks. */
export function judgeSection(
  values: Readonly<Record<string, number | null | undefined>>,
  lake = false,
): SectionVerdict | undefined {
  const items = waterItems.flatMap((item) => {
    const value = values[item.code];
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return [];
    const { code, name } = item;
    return [{ code, name, value, grade: gradeOf(item, value, lake), over: overOf(item, value, lake) }];
  });
  if (items.length === 0) return undefined;
  const first = (code: string) => (waterItems.find((item) => item.code === code)?.priority === true ? 1 : 0);
  const main = items
    .filter((item) => item.grade > third)
    .toSorted((a, b) => first(b.code) - first(a.code) || (b.over ?? 0) - (a.over ?? 0) || b.grade - a.grade)
    .slice(0, mostMain);
  return { grade: Math.max(...items.map((item) => item.grade)), items, main };
}

/** The word for a river or basin of five sections or more, else undefined: then its sections are told one by one. */
export function judgeRiver(grades: readonly number[]): string | undefined {
  if (grades.length < 5) return undefined;
  const good = grades.filter((grade) => grade <= third).length / grades.length;
  const worst = grades.filter((grade) => grade >= worse).length / grades.length;
  if (good >= 0.9) return '优';
  if (good >= 0.75) return '良好';
  if (worst < 0.2) return '轻度污染';
  return good < 0.6 && worst >= 0.4 ? '重度污染' : '中度污染';
}
