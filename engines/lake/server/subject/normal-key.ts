/** Keys as people write them → the one form by which records are joined, in DuckDB's SQL; and what is wrong with those that have none. */
import type { SubjectField } from '../../subject.ts';
import { brokenCreditCode, brokenIdCard, idCardCheck } from '../load/check-characters-sql.ts';

const wide = Array.from({ length: 26 }, (_, index) => String.fromCharCode(0xff21 + index)).join('');
const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index)).join('');
const [wideDigits, digits] = ['０１２３４５６７８９', '0123456789'];

/** Capital, half-width, without the blanks and strokes that people put between groups. */
function plainText(value: string): string {
  return `nullif(regexp_replace(translate(upper(${value}), '${wideDigits}${wide}', '${digits}${letters}'), '[\\s　·-]', '', 'g'), '')`;
}

/** A number of 15 digits is that of a person born 19YY, without the check character (GB 11643-1989). */
function wholeIdCard(plain: string): string {
  const seventeen = `(substr(${plain}, 1, 6) || '19' || substr(${plain}, 7))`;
  return `case when regexp_full_match(${plain}, '\\d{15}') then ${seventeen} || ${idCardCheck(seventeen)} else ${plain} end`;
}

/** Of a column, in two steps, so that the first is worked out once; keys without a format are only trimmed by the layer before. */
export function plainKey(field: SubjectField, column: string): string {
  return field.format === undefined ? column : plainText(`${column}::varchar`);
}

export function wholeKey(field: SubjectField, plain: string): string {
  return field.format === 'id-card' ? wholeIdCard(plain) : plain;
}

/** Both steps, of a value given by somebody. */
export function normalKey(field: SubjectField, value: string): string {
  return wholeKey(field, plainKey(field, value));
}

function brokenKey(format: SubjectField['format'], value: string): string {
  if (format === 'id-card') return brokenIdCard(value);
  if (format === 'credit-code') return brokenCreditCode(value);
  return format === 'phone' ? `not regexp_full_match(${value}, '1[3-9]\\d{9}')` : 'false';
}

/** Why a value in its one form is no key; null where it is one. */
export function keyProblem(field: SubjectField, value: string): string {
  return `case when ${value} is null then 'required' when ${brokenKey(field.format, value)} then 'format' end`;
}
