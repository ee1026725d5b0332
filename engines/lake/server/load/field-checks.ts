/** The rules that follow from a field, each as a condition over its text and typed value that is true where the rule is broken. */
import placeholder from '../../data/placeholder-dates.json' with { type: 'json' };
import { type LakeField, type Reason, reasonIndicators } from '../../field.ts';
import { brokenCreditCode, brokenIdCard } from './check-characters-sql.ts';
import { quoteText } from './quote.ts';

export interface FieldCheck {
  readonly field: string;
  readonly reason: Reason;
  /** Indicator of GB/T 36344-2018. */
  readonly indicator: string;
  readonly strict: boolean;
  /** May be null where the field is empty. */
  readonly broken: string;
}

/** Names of the columns that hold the field's text and its typed value. */
export interface FieldColumns {
  readonly text: string;
  readonly value: string;
}

/** DuckDB works out both sides of an 'and' for every row, but the branch of a case only where it is taken: dear conditions stand there. */
function where(condition: string, then: string): string {
  return `case when ${condition} then ${then} else false end`;
}

/** True where the text is no value of the format. */
export function formatBroken(format: NonNullable<LakeField['format']>, text: string): string {
  if (format === 'id-card') return brokenIdCard(text);
  if (format === 'credit-code') return brokenCreditCode(text);
  return `not regexp_full_match(${text}, '1[3-9]\\d{9}')`;
}

function rangeBroken(field: LakeField, value: string): string | undefined {
  const parts = [
    ...(field.minimum === undefined ? [] : [`${value} < ${field.minimum}`]),
    ...(field.maximum === undefined ? [] : [`${value} > ${field.maximum}`]),
  ];
  const numeric = field.type === 'integer' || field.type === 'decimal';
  return numeric && parts.length > 0 ? parts.join(' or ') : undefined;
}

function scientificBroken(text: string): string {
  return where(
    `contains(${text}, 'E') or contains(${text}, 'e')`,
    `regexp_full_match(${text}, '\\d(\\.\\d+)?[eE]\\+?\\d{1,3}')`,
  );
}

/** What is odd about the text itself, before its type is looked at. */
function spoiledBroken(field: LakeField, { text, value }: FieldColumns): Partial<Record<Reason, string>> {
  const unread = `${text} is not null and ${value} is null`;
  if (field.type === 'text') return { scientific: scientificBroken(text) };
  if (field.type === 'integer') return { scientific: scientificBroken(text), type: unread };
  if (field.type !== 'date' && field.type !== 'moment') return { type: unread };
  const serial = `regexp_full_match(${text}, '\\d{5}(\\.\\d+)?')`;
  // A moment is kept in UTC; the day that was written is Shanghai's.
  const day = field.type === 'date' ? value : `(${value} + interval 8 hour)::date`;
  const days = placeholder.dates.map((each) => `date ${quoteText(each)}`).join(', ');
  return {
    serial: where(unread, serial),
    placeholder: `${day} in (${days})`,
    type: where(unread, `not ${serial}`),
  };
}

export function checksOf(field: LakeField, columns: FieldColumns): readonly FieldCheck[] {
  const { text, value } = columns;
  const { pattern, maxLength, codes = [] } = field;
  const broken: Partial<Record<Reason, string | undefined>> = {
    ...(field.required || field.key ? { required: `${text} is null` } : {}),
    ...spoiledBroken(field, columns),
    pattern: pattern === undefined ? undefined : `not regexp_full_match(${text}, ${quoteText(pattern)})`,
    format: field.format === undefined ? undefined : formatBroken(field.format, text),
    length:
      maxLength === undefined
        ? undefined
        : where(`strlen(${text}) > ${maxLength}`, `length(${text}) > ${maxLength}`),
    codes: codes.length === 0 ? undefined : `${text} not in (${codes.map(quoteText).join(', ')})`,
    range: rangeBroken(field, value),
  };
  return Object.entries(broken).flatMap(([name, condition]) => {
    if (condition === undefined) return [];
    const reason = name as Reason;
    // A row without its key cannot be told from others, whatever the field says.
    const strict = field.strict || field.key;
    return [{ field: field.name, reason, indicator: reasonIndicators[reason], strict, broken: condition }];
  });
}
