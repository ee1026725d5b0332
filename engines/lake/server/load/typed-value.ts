/** A source's text as a typed value of the standard layer, in DuckDB's SQL; what cannot be read becomes null. */
import type { LakeField } from '../../field.ts';
import { quoteColumn } from './quote.ts';

/** The text with nothing around it; empty counts as absent. */
export function textOf(field: LakeField): string {
  return `nullif(trim(${quoteColumn(field.source)}, ' \t\r\n　'), '')`;
}

const dateForms = "['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d', '%Y.%m.%d', '%Y年%m月%d日', '%Y-%m-%d %H:%M:%S']";
const momentForms = "['%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y%m%d%H%M%S', '%Y年%m月%d日 %H:%M:%S']";
const zoned = String.raw`':\d\d(\.\d+)?\s*(Z|[+-]\d\d(:?\d\d)?)$'`;

/** A text without a zone is Shanghai time, as departments write it; kept as UTC without a zone. */
function momentOf(value: string): string {
  const plain = `coalesce(try_cast(${value} as timestamp), try_strptime(${value}, ${momentForms}))`;
  return `case when regexp_matches(${value}, ${zoned}) then try_cast(${value} as timestamptz)::timestamp
    else ${plain} - interval 8 hour end`;
}

/** A cast alone would round '1.5' and read '3E17': where there is a point or an E only digits with a zero part are an integer. */
function integerOf(value: string): string {
  return `case when contains(${value}, '.') or contains(${value}, 'e') or contains(${value}, 'E')
    then case when regexp_full_match(${value}, '[+-]?\\d{1,19}\\.0+') then try_cast(split_part(${value}, '.', 1) as bigint) end
    else try_cast(${value} as bigint) end`;
}

const yes = "('1', '是', 'true', 't', 'y', 'yes')";
const no = "('0', '否', 'false', 'f', 'n', 'no')";

export function typedValue(field: LakeField): string {
  const value = textOf(field);
  switch (field.type) {
    case 'text':
      return value;
    case 'integer':
      return integerOf(value);
    case 'decimal':
      // Eighteen digits fit a machine word; a wider decimal is read ninety times slower.
      return `try_cast(replace(${value}, ',', '') as decimal(18, 6))`;
    case 'date':
      return `case when regexp_full_match(${value}, '\\d{4}-\\d{2}-\\d{2}') then try_cast(${value} as date) else try_strptime(${value}, ${dateForms})::date end`;
    case 'moment':
      return momentOf(value);
    case 'boolean':
      return `case when lower(${value}) in ${yes} then true when lower(${value}) in ${no} then false end`;
  }
}
