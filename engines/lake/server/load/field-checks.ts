/** The rules that follow from a field, each as a condition over the received text that is true where the rule is broken. */
import placeholder from '../../data/placeholder-dates.json' with { type: 'json' };
import { type LakeField, type Reason, reasonIndicators } from '../../field.ts';
import { brokenCreditCode, brokenIdCard } from './check-characters-sql.ts';
import { quoteText } from './quote.ts';
import { textOf, typedValue } from './typed-value.ts';

export interface FieldCheck {
  readonly field: string;
  readonly reason: Reason;
  /** Indicator of GB/T 36344-2018. */
  readonly indicator: string;
  readonly strict: boolean;
  readonly broken: string;
}

function formatBroken(field: LakeField, value: string): string | undefined {
  if (field.format === 'id-card') return brokenIdCard(value);
  if (field.format === 'credit-code') return brokenCreditCode(value);
  if (field.format === 'phone') return `not regexp_full_match(${value}, '1[3-9]\\d{9}')`;
  return undefined;
}

function rangeBroken(field: LakeField, typed: string): string | undefined {
  const parts = [
    ...(field.minimum === undefined ? [] : [`${typed} < ${field.minimum}`]),
    ...(field.maximum === undefined ? [] : [`${typed} > ${field.maximum}`]),
  ];
  const numeric = field.type === 'integer' || field.type === 'decimal';
  return numeric && parts.length > 0 ? parts.join(' or ') : undefined;
}

/** What is odd about the text itself, before its type is looked at. */
function spoiledBroken(field: LakeField, value: string): Partial<Record<Reason, string>> {
  const dated = field.type === 'date' || field.type === 'moment';
  const days = placeholder.dates.map(quoteText).join(', ');
  const serial = `regexp_full_match(${value}, '\\d{5}(\\.\\d+)?')`;
  return {
    ...(field.type === 'text' || field.type === 'integer'
      ? {
          scientific: `contains(upper(${value}), 'E') and regexp_full_match(${value}, '\\d(\\.\\d+)?[eE]\\+?\\d{1,3}')`,
        }
      : {}),
    ...(dated ? { serial } : {}),
    ...(dated ? { placeholder: `${typedValue({ ...field, type: 'date' })}::varchar in (${days})` } : {}),
    ...(field.type === 'text'
      ? {}
      : {
          type: `${value} is not null and ${typedValue(field)} is null ${dated ? `and not ${serial}` : ''}`,
        }),
  };
}

export function checksOf(field: LakeField): readonly FieldCheck[] {
  const value = textOf(field);
  const broken: Partial<Record<Reason, string | undefined>> = {
    ...(field.required || field.key ? { required: `${value} is null` } : {}),
    ...spoiledBroken(field, value),
    pattern:
      field.pattern === undefined
        ? undefined
        : `not regexp_full_match(${value}, ${quoteText(field.pattern)})`,
    format: formatBroken(field, value),
    length:
      field.maxLength === undefined
        ? undefined
        : `strlen(${value}) > ${field.maxLength} and length(${value}) > ${field.maxLength}`,
    codes:
      field.codes === undefined || field.codes.length === 0
        ? undefined
        : `${value} not in (${field.codes.map(quoteText).join(', ')})`,
    range: rangeBroken(field, typedValue(field)),
  };
  return Object.entries(broken).flatMap(([name, condition]) => {
    if (condition === undefined) return [];
    const reason = name as Reason;
    // A row without its key cannot be told from others, whatever the field says.
    const strict = field.strict || field.key;
    return [
      {
        field: field.name,
        reason,
        indicator: reasonIndicators[reason],
        strict,
        broken: `coalesce(${condition}, false)`,
      },
    ];
  });
}
