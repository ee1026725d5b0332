/** A source's text as a typed value of the standard layer, in DuckDB's SQL; what cannot be read becomes null. */
import type { LakeField } from '../../field.ts';
import { quoteColumn, quoteText } from './quote.ts';

const blanks = [' ', '\t', '\r', '\n', '　'];

/** The column's text with nothing around it; empty counts as absent. */
export function textOf(source: string): string {
  const column = quoteColumn(source);
  // trim() with a set of characters costs ten times these comparisons, and few cells need it.
  const ends = blanks.map((blank) => `ends_with(${column}, ${quoteText(blank)})`).join(' or ');
  return `nullif(case when ${column} < '!' or starts_with(${column}, '　') or ${ends}
    then trim(${column}, ${quoteText(blanks.join(''))}) else ${column} end, '')`;
}

const dateForms = "['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d', '%Y.%m.%d', '%Y年%m月%d日', '%Y-%m-%d %H:%M:%S']";
const momentForms = "['%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y%m%d%H%M%S', '%Y年%m月%d日 %H:%M:%S']";
const zoned = String.raw`':\d\d(\.\d+)?\s*(Z|[+-]\d\d(:?\d\d)?)$'`;

/** The usual form by a cast, which is quick; the first character keeps out years before Christ. */
function dateOf(text: string): string {
  return `coalesce(case when ${text} like '____-__-__' and ${text} >= '0' and ${text} < ':' then try_cast(${text} as date) end,
    try_strptime(${text}, ${dateForms})::date)`;
}

/** A text without a zone is Shanghai time, as departments write it; kept as UTC without a zone. */
function momentOf(text: string): string {
  const plain = `coalesce(try_cast(${text} as timestamp), try_strptime(${text}, ${momentForms}))`;
  const mayHaveZone = `ends_with(${text}, 'Z') or contains(${text}, '+') or ${text} like '%:%-%'`;
  return `case when case when ${mayHaveZone} then regexp_matches(${text}, ${zoned}) else false end
    then try_cast(${text} as timestamptz)::timestamp else ${plain} - interval 8 hour end`;
}

/** A cast alone would round '1.5' and read '3E17': where there is a point or an E only digits with a zero part are an integer. */
function integerOf(text: string): string {
  return `case when contains(${text}, '.') or contains(${text}, 'e') or contains(${text}, 'E')
    then case when regexp_full_match(${text}, '[+-]?\\d{1,19}\\.0+') then try_cast(split_part(${text}, '.', 1) as bigint) end
    else try_cast(${text} as bigint) end`;
}

/** Eighteen digits fit a machine word; a wider decimal is read ninety times slower. */
function decimalOf(text: string): string {
  return `coalesce(try_cast(${text} as decimal(18, 6)), try_cast(replace(${text}, ',', '') as decimal(18, 6)))`;
}

const yes = "('1', '是', 'true', 't', 'y', 'yes')";
const no = "('0', '否', 'false', 'f', 'n', 'no')";

/** Of an expression that holds the field's text (`textOf`). */
export function typedValue(field: LakeField, text: string): string {
  switch (field.type) {
    case 'text':
      return text;
    case 'integer':
      return integerOf(text);
    case 'decimal':
      return decimalOf(text);
    case 'date':
      return dateOf(text);
    case 'moment':
      return momentOf(text);
    case 'boolean':
      return `case when lower(${text}) in ${yes} then true when lower(${text}) in ${no} then false end`;
  }
}
