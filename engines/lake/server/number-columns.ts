/** Whether a column of numbers is one of telephone numbers, or of amounts and codes that only look like them: told by all its values and its name. */
import type { LakeField } from '../field.ts';
import type { DuckSession } from './duck/open-duck.ts';
import { quoteColumn, quoteText } from './load/quote.ts';

/** As `identifier-patterns.json` has it. */
export interface NumberProfile {
  /** Of the whole part of a number: one that may be had, and one of about that length. */
  readonly valid: string;
  readonly near: string;
  /** With fewer numbers of about that length nothing can be told from shares. */
  readonly fewest: number;
  /** Among those of about that length so many are valid in a column of them. */
  readonly share: number;
  readonly phone: Named;
  /** In columns so named, the share that it takes, and how many different beginnings (of seven digits) a number of valid ones has. */
  readonly other: Named & { readonly share: number; readonly segments: number };
}

interface Named {
  readonly titles: string;
  readonly names: string;
}

interface Counts {
  readonly near: number;
  readonly valid: number;
  readonly segments: number;
}

const wide = '０１２３４５６７８９．，－';
const narrow = '0123456789.,-';

function narrowed(field: LakeField): string {
  return `trim(translate(${quoteColumn(field.name)}::varchar, ${quoteText(wide)}, ${quoteText(narrow)}))`;
}

/** Without what people put between digits. */
function plain(field: LakeField): string {
  return `regexp_replace(${narrowed(field)}, '[ ,-]', '', 'g')`;
}

/** One number of at most twelve digits before its point, written in one or in groups too short for a telephone number: several beside each other are none. */
export function isNumber(field: LakeField): string {
  const one = `regexp_full_match(${plain(field)}, '[0-9]{1,12}([.][0-9]*)?')`;
  const groups = `regexp_full_match(${narrowed(field)}, '-?([0-9]+|[0-9]{1,8}([ ,-]+[0-9]{1,8})+)([.][0-9]*)?')`;
  return `coalesce(${one} and ${groups}, false)`;
}

function isNamed({ name, title }: LakeField, { titles, names }: Named): boolean {
  return new RegExp(titles).test(title) || new RegExp(names, 'i').test(name);
}

/** Who could be wrong is held to be right only by what speaks for it: few values, or a name that says nothing, leave it a telephone number. Pure. */
export function looksLikePhones(field: LakeField, counts: Counts, profile: NumberProfile): boolean {
  const { near, valid, segments } = counts;
  if (valid === 0) return false;
  if (isNamed(field, profile.phone)) return true;
  if (!isNamed(field, profile.other)) return near < profile.fewest || valid / near >= profile.share;
  if (valid / near < profile.other.share) return false;
  // Codes that run on share their beginnings; numbers of people do not.
  return near < profile.fewest || segments / valid >= profile.other.segments;
}

/** Cells that hold nothing but a number, where their column is one of telephone numbers. */
export async function numbersIn(
  session: DuckSession,
  from: string,
  field: LakeField,
  profile: NumberProfile,
): Promise<number> {
  const whole = `case when ${isNumber(field)} then split_part(${plain(field)}, '.', 1) end`;
  const valid = `regexp_matches(n, ${quoteText(profile.valid)})`;
  const [row] = await session.run(
    `select count(*) filter (regexp_matches(n, ${quoteText(profile.near)}))::int as near, count(*) filter (${valid})::int as valid,
       count(distinct left(n, 7)) filter (${valid})::int as segments
     from (select ${whole} as n from ${from})`,
  );
  const [near, held, segments] = [row?.['near'], row?.['valid'], row?.['segments']].map((value) =>
    Number(value ?? 0),
  );
  const counts = { near: near ?? 0, valid: held ?? 0, segments: segments ?? 0 };
  return looksLikePhones(field, counts, profile) ? counts.valid : 0;
}
