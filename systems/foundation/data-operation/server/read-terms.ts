/** What an applicant writes about groups and numbers, as the engine's terms. Pure. */
import { isFreeText, Terms } from '../../../../engines/privacy/contract.ts';
import { errors } from '../errors.ts';

const groupingHint = '一行一个“字段=组、组”';
const numberHint = '一行一个“字段=下限~上限/步长”';

function linesOf(text: string | null | undefined): readonly string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function readGrouping(line: string): Terms['groupings'][number] {
  const [, field, names = ''] = /^([a-z][a-z0-9_]*)\s*[=＝]\s*(.+)$/.exec(line) ?? [];
  const groups = [...new Set(names.split(/[,，、]/).map((name) => name.trim()))].filter(
    (name) => name !== '',
  );
  if (field === undefined || groups.length === 0) throw errors.badTerms({ part: '分组', hint: groupingHint });
  const odd = groups.find(isFreeText);
  if (odd !== undefined) throw errors.freeText({ group: odd.slice(0, 10) });
  return { field, groups };
}

function readNumber(line: string): Terms['numbers'][number] {
  const form =
    /^([a-z][a-z0-9_]*)\s*[=＝]\s*(-?\d+(?:\.\d+)?)\s*[~～]\s*(-?\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)$/;
  const [, field, low, high, step] = form.exec(line) ?? [];
  if (field === undefined) throw errors.badTerms({ part: '数值及上下限', hint: numberHint });
  return { field, low: Number(low), high: Number(high), step: Number(step) };
}

export interface WrittenTerms {
  readonly person?: string | null | undefined;
  readonly perPerson?: number | null | undefined;
  readonly groupings?: string | null | undefined;
  readonly numbers?: string | null | undefined;
}

/** Throws data-operation.badTerms, freeText. */
export function readTerms(written: WrittenTerms): Terms {
  const read = Terms.safeParse({
    person: written.person?.trim(),
    perPerson: written.perPerson ?? 1,
    groupings: linesOf(written.groupings).map(readGrouping),
    numbers: linesOf(written.numbers).map(readNumber),
  });
  if (!read.success) throw errors.badTerms({ part: '统计范围', hint: `${groupingHint}；${numberHint}` });
  return read.data;
}

export function fieldsOfTerms(terms: Terms): readonly string[] {
  return [
    terms.person,
    ...terms.groupings.map(({ field }) => field),
    ...terms.numbers.map(({ field }) => field),
  ];
}
