/** Rules of quality as DuckDB asks them. Pure. */
import type { LakeField } from '../../field.ts';
import type { QualityCheck } from '../../quality.ts';
import { formatBroken } from '../load/field-checks.ts';
import { quoteColumn, quoteText } from '../load/quote.ts';

/** Two conditions over one row; `looked` leaves out what the rule does not speak of, `broken` holds for looked ones alone. */
export interface RowRule {
  readonly looked: string;
  readonly broken: string;
}

type RowCheck = Extract<
  QualityCheck,
  {
    kind: 'filled' | 'filled-when' | 'pattern' | 'format' | 'codes' | 'range' | 'order' | 'id-card-agrees';
  }
>;

const rowKinds: ReadonlySet<string> = new Set([
  'filled',
  'filled-when',
  'pattern',
  'format',
  'codes',
  'range',
  'order',
  'id-card-agrees',
] satisfies RowCheck['kind'][]);

export function isRowCheck(check: QualityCheck): check is RowCheck {
  return rowKinds.has(check.kind);
}

const asText = (name: string) => `${quoteColumn(name)}::varchar`;
const filled = (...names: readonly string[]) =>
  names.map((name) => `${quoteColumn(name)} is not null`).join(' and ');
const list = (values: readonly string[]) => values.map(quoteText).join(', ');

function rangeBroken(name: string, minimum: number | undefined, maximum: number | undefined): string {
  const parts = [
    ...(minimum === undefined ? [] : [`${quoteColumn(name)} < ${minimum}`]),
    ...(maximum === undefined ? [] : [`${quoteColumn(name)} > ${maximum}`]),
  ];
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
}

/** GB 11643-1999: characters 7–14 are the birthday, the 17th is odd for men. */
function cardDisagrees(card: string, other: string, part: 'birthday' | 'sex'): string {
  const said = asText(other);
  if (part === 'birthday')
    return `substr(${quoteColumn(card)}, 7, 8) <> substr(regexp_replace(${said}, '\\D', '', 'g'), 1, 8)`;
  const man = `ascii(substr(${quoteColumn(card)}, 17, 1)) % 2 = 1`;
  return `case when ${said} in ('1', '男', '男性') then not (${man}) when ${said} in ('2', '女', '女性') then ${man} else true end`;
}

export function rowRule(check: RowCheck): RowRule {
  switch (check.kind) {
    case 'filled':
      return { looked: 'true', broken: `${quoteColumn(check.field)} is null` };
    case 'filled-when': {
      const looked = `coalesce(${asText(check.when)} in (${list(check.values)}), false)`;
      return { looked, broken: `${looked} and ${quoteColumn(check.field)} is null` };
    }
    case 'pattern':
      return {
        looked: filled(check.field),
        broken: `not regexp_full_match(${asText(check.field)}, ${quoteText(check.pattern)})`,
      };
    case 'format':
      return {
        looked: filled(check.field),
        // Both sides of an 'and' would be worked out for every row.
        broken: `case when ${filled(check.field)} then ${formatBroken(check.format, quoteColumn(check.field))} else false end`,
      };
    case 'codes':
      return {
        looked: filled(check.field),
        broken: `${asText(check.field)} not in (${list(check.codes)})`,
      };
    case 'range':
      return {
        looked: filled(check.field),
        broken: rangeBroken(check.field, check.minimum, check.maximum),
      };
    case 'order':
      return {
        looked: filled(check.field, check.other),
        broken: `${quoteColumn(check.field)} > ${quoteColumn(check.other)}`,
      };
    case 'id-card-agrees': {
      // A number that is wrong itself is another rule's fault.
      const looked = `(${filled(check.field, check.other)} and strlen(${quoteColumn(check.field)}) = 18)`;
      return { looked, broken: `${looked} and ${cardDisagrees(check.field, check.other, check.part)}` };
    }
  }
}

const ordered: ReadonlySet<LakeField['type']> = new Set(['integer', 'decimal', 'date', 'moment']);
const numbers: ReadonlySet<LakeField['type']> = new Set(['integer', 'decimal']);
const days: ReadonlySet<LakeField['type']> = new Set(['date', 'moment']);

/** Fields of the dataset itself that the check names. */
export function fieldsIn(check: QualityCheck): readonly string[] {
  switch (check.kind) {
    case 'unique':
      return check.fields;
    case 'reference':
      return check.on.map((pair) => pair.field);
    case 'equal':
      return [...check.on.map((pair) => pair.field), check.field];
    case 'filled-when':
      return [check.field, check.when];
    case 'order':
    case 'id-card-agrees':
      return [check.field, check.other];
    case 'volume':
      return [];
    default:
      return [check.field];
  }
}

function typeProblem(check: QualityCheck, known: ReadonlyMap<string, LakeField>): string | undefined {
  const typeOf = (name: string) => known.get(name)?.type ?? 'text';
  const title = (name: string) => known.get(name)?.title ?? name;
  if (check.kind === 'range' && !numbers.has(typeOf(check.field))) return `“${title(check.field)}”不是数值`;
  if (check.kind === 'fresh' && !days.has(typeOf(check.field))) return `“${title(check.field)}”不是日期`;
  if ((check.kind === 'format' || check.kind === 'id-card-agrees') && typeOf(check.field) !== 'text')
    return `“${title(check.field)}”不是文本`;
  if (check.kind === 'order') {
    const [one, other] = [typeOf(check.field), typeOf(check.other)];
    if (!ordered.has(one) || one !== other)
      return `“${title(check.field)}”与“${title(check.other)}”不能比较先后`;
  }
  return undefined;
}

function emptyProblem(check: QualityCheck): string | undefined {
  if (check.kind === 'range' && check.minimum === undefined && check.maximum === undefined)
    return '最小值和最大值至少填一个';
  if (check.kind === 'range' && (check.minimum ?? -Infinity) > (check.maximum ?? Infinity))
    return '最小值大于最大值';
  if (check.kind === 'volume') {
    if (check.minimum === undefined && check.maximum === undefined && check.change === undefined)
      return '行数下限、上限和变化幅度至少填一个';
    if ((check.minimum ?? 0) > (check.maximum ?? Infinity)) return '行数下限大于上限';
  }
  return undefined;
}

/** Why the check cannot be made over these fields; undefined when it can. Without `otherFields` those of the other dataset are not looked at. */
export function problemOf(
  check: QualityCheck,
  fields: readonly LakeField[],
  otherFields?: readonly LakeField[],
): string | undefined {
  const known = new Map(fields.map((each) => [each.name, each]));
  const lacks = fieldsIn(check).find((name) => !known.has(name));
  if (lacks !== undefined) return `没有字段“${lacks}”`;
  if ((check.kind === 'reference' || check.kind === 'equal') && otherFields !== undefined) {
    const there = new Set(otherFields.map((each) => each.name));
    const wanted = [...check.on.map((pair) => pair.other), ...(check.kind === 'equal' ? [check.other] : [])];
    const lacking = wanted.find((name) => !there.has(name));
    if (lacking !== undefined) return `对照的数据集没有字段“${lacking}”`;
  }
  return emptyProblem(check) ?? typeProblem(check, known);
}
