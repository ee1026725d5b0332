/** What a statistic asks: period, grouping and place; and how its numbers read. Pure. */
import { numberText } from '../../../../ui/number-card.tsx';
import type { CatalogueEntry, ComputeReply } from '../../contract.ts';

export interface Question {
  /** First and last day, 'YYYY-MM-DD'. */
  readonly from: string;
  readonly to: string;
  /** 'none', 'area', 'department' or a field that every asked register has; default none. */
  readonly by?: string;
  readonly level?: 'county' | 'town';
  readonly within?: string;
}

/** Can this indicator be asked so? One whose rows lie in no area or belong to no unit has a total only, and that of no place. */
export function fits(entry: Pick<CatalogueEntry, 'groupings'>, question: Question): boolean {
  const { by = 'none', within } = question;
  const grouped = (by !== 'area' && by !== 'department') || entry.groupings.includes(by);
  return grouped && isWithin(entry, within);
}

function isWithin(entry: Pick<CatalogueEntry, 'groupings'>, within: string | undefined): boolean {
  return within === undefined || entry.groupings.includes('area');
}

/** For those that do not fit: only their total over everything; undefined where a place is asked, of which they know nothing. */
export function wholeOf(question: Question): Question | undefined {
  const { from, to, within } = question;
  return within === undefined ? { from, to } : undefined;
}

export type Value = ComputeReply['total'][string];
export type Part = 'numerator' | 'denominator';

/** What was clicked: a number of one indicator, in one group or over all. */
export interface Picked {
  readonly entry: CatalogueEntry;
  readonly part: Part;
  /** Undefined: all groups; null: the group of the empty field. */
  readonly group: string | null | undefined;
  readonly groupName: string;
  readonly question: Question;
}

/** As the server's routes take it: the empty group travels as ''. */
export function questionInput(question: Question, group?: string | null) {
  const { from, to, by = 'none', level = 'county', within } = question;
  return {
    from,
    to,
    by,
    level,
    ...(within === undefined ? {} : { within }),
    ...(group === undefined ? {} : { group: group ?? '' }),
  };
}

/** '92.3%', '17 件', '5.2 小时'; '—' when there is nothing to divide by. */
export function valueText(entry: Pick<CatalogueEntry, 'kind' | 'unit'>, value: Value | undefined): string {
  const text = numberText(value?.value, entry.unit, digitsOf(entry));
  if (text === '—' || entry.unit === '') return text;
  return entry.unit === '%' ? `${text}%` : `${text} ${entry.unit}`;
}

export function digitsOf(entry: Pick<CatalogueEntry, 'kind'>): number {
  return entry.kind === 'count' ? 0 : 1;
}

/** '36 ÷ 39', for the tip of a rate. */
export function partsText(entry: Pick<CatalogueEntry, 'kind' | 'unit'>, value: Value | undefined): string {
  if (value === undefined || entry.kind === 'count') return '';
  const top = value.numerator.toLocaleString('zh-CN', { maximumFractionDigits: 1 });
  return `${top} ÷ ${(value.denominator ?? 0).toLocaleString('zh-CN')}`;
}

/** Length of the bar under a number, 0..1: rates by themselves, others against the largest of their column. */
export function barLength(
  entry: Pick<CatalogueEntry, 'kind'>,
  value: Value | undefined,
  largest: number,
): number {
  const shown = value?.value;
  if (shown === null || shown === undefined) return 0;
  const whole = entry.kind === 'ratio' ? Math.max(1, largest) : largest;
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, shown / whole));
}

const dayLength = 86_400_000;

/** The equally long period just before. */
export function periodBefore(question: Question): Question {
  const days = Math.round((Date.parse(question.to) - Date.parse(question.from)) / dayLength) + 1;
  const move = (day: string) => new Date(Date.parse(day) - days * dayLength).toISOString().slice(0, 10);
  return { ...question, from: move(question.from), to: move(question.to) };
}
