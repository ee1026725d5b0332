/** Rules that the fields and the profile of a dataset suggest; what the fields themselves ask already is not said again. Pure. */
import data from '../../data/suggested-rules.json' with { type: 'json' };
import type { LakeField } from '../../field.ts';
import type { ColumnProfile, DatasetProfile, ElementCodes, SuggestedRule } from '../../quality.ts';
import type { DatasetRow } from '../../types.ts';
import { patternOf } from './plain-shape.ts';

const { fewestRows, nearlyAll, mostCodes, mostReferences, volumeChange } = data;
const cardParts = data.cardParts.map(({ part, title, fields }) => ({
  part: part === 'sex' ? ('sex' as const) : ('birthday' as const),
  title,
  fields: new RegExp(fields),
}));

/** Of one rule (QualityCheck). */
const mostListed = 2000;

const percent = (share: number) => `${(Math.floor(share * 1000) / 10).toFixed(1)}%`;

function ofColumn(
  field: LakeField,
  column: ColumnProfile,
  rows: number,
  isListed: boolean,
): readonly SuggestedRule[] {
  const { name } = field;
  const made: SuggestedRule[] = [];
  if (!field.required && !field.key && column.filled / rows >= nearlyAll)
    made.push({
      check: { kind: 'filled', field: name },
      reason: `现有数据 ${percent(column.filled / rows)} 已填`,
    });
  const listed = column.values.reduce((sum, each) => sum + each.rows, 0);
  const isCoded =
    isListed || field.codes !== undefined || field.format !== undefined || field.pattern !== undefined;
  if (field.type !== 'text' || isCoded) return made;
  if (column.values.length > 0 && column.distinct <= mostCodes && listed === column.filled)
    return [
      ...made,
      {
        check: { kind: 'codes', field: name, codes: column.values.map(({ value }) => value) },
        reason: `现有数据只有 ${column.values.length} 种取值`,
      },
    ];
  const [shape] = column.shapes;
  const pattern = shape === undefined || shape.share < nearlyAll ? undefined : patternOf(shape.shape);
  if (shape !== undefined && pattern !== undefined)
    made.push({
      check: { kind: 'pattern', field: name, pattern },
      reason: `抽样中 ${percent(shape.share)} 是这种形态：${shape.shape}`,
    });
  return made;
}

function ofNumber(field: LakeField, column: ColumnProfile): readonly SuggestedRule[] {
  const isNumber = field.type === 'integer' || field.type === 'decimal';
  if (!isNumber || field.minimum !== undefined || column.minimum === null || Number(column.minimum) < 0)
    return [];
  return [{ check: { kind: 'range', field: field.name, minimum: 0 }, reason: '现有数据没有负数' }];
}

function ofUnique(fields: readonly LakeField[], column: ColumnProfile): readonly SuggestedRule[] {
  const field = fields.find(({ name }) => name === column.name);
  const keys = fields.filter(({ key }) => key);
  const isKey = field?.key === true && keys.length === 1;
  if (field === undefined || isKey || field.type === 'decimal' || field.type === 'boolean') return [];
  if (column.filled < fewestRows || column.distinct / column.filled < nearlyAll) return [];
  if (field.format === undefined && field.element === undefined && field.type !== 'integer') return [];
  return [
    {
      check: { kind: 'unique', fields: [field.name] },
      reason: `${column.filled.toLocaleString('zh-CN')} 个值里约有 ${column.distinct.toLocaleString('zh-CN')} 个不同`,
    },
  ];
}

function ofIdCard(fields: readonly LakeField[]): readonly SuggestedRule[] {
  return fields
    .filter(({ format }) => format === 'id-card')
    .flatMap((card) =>
      cardParts.flatMap(({ part, title, fields: names }) =>
        fields
          .filter((other) => names.test(other.title))
          .map(
            (other): SuggestedRule => ({
              check: { kind: 'id-card-agrees', field: card.name, other: other.name, part },
              reason: `“${card.title}”里已经有${title}`,
            }),
          ),
      ),
    );
}

/** Another dataset whose only key is of the same format or follows the same data element. */
function ofReferences(own: DatasetRow, others: readonly DatasetRow[]): readonly SuggestedRule[] {
  return own.fields
    .filter(({ format, element }) => format !== undefined || element !== undefined)
    .flatMap((field) =>
      others.flatMap((other): readonly SuggestedRule[] => {
        const [key, ...more] = other.fields.filter((each) => each.key);
        const isSame =
          key !== undefined &&
          more.length === 0 &&
          ((field.element !== undefined && field.element === key.element) ||
            (field.format !== undefined && field.format !== 'phone' && field.format === key.format));
        return other.id === own.id || !isSame
          ? []
          : [
              {
                check: {
                  kind: 'reference',
                  dataset: other.id,
                  on: [{ field: field.name, other: key.name }],
                },
                reason: `“${other.title}”以同一种标识为主键`,
              },
            ];
      }),
    )
    .slice(0, mostReferences);
}

type Codes = Awaited<ReturnType<ElementCodes>>;

/** A field that names its values itself is checked as it comes. */
function ofElements(fields: readonly LakeField[], codes: Codes): readonly SuggestedRule[] {
  return fields.flatMap((field): readonly SuggestedRule[] => {
    const found = codes.get(field.element ?? '');
    if (found === undefined || field.codes !== undefined || found.codes.length > mostListed) return [];
    const check = { kind: 'codes' as const, field: field.name, codes: [...found.codes] };
    return [{ check, reason: `数据元 ${field.element} 的代码表：${found.list}` }];
  });
}

export function suggestRules(
  own: DatasetRow,
  profile: DatasetProfile | undefined,
  others: readonly DatasetRow[],
  codes: Codes,
): readonly SuggestedRule[] {
  const known = new Map(own.fields.map((field) => [field.name, field]));
  const ofColumns =
    profile === undefined || profile.rows < fewestRows
      ? []
      : profile.columns.flatMap((column) => {
          const field = known.get(column.name);
          return field === undefined
            ? []
            : [
                ...ofColumn(field, column, profile.rows, codes.has(field.element ?? '')),
                ...ofNumber(field, column),
                ...ofUnique(own.fields, column),
              ];
        });
  return [
    ...ofColumns,
    ...ofElements(own.fields, codes),
    ...ofIdCard(own.fields),
    ...ofReferences(own, others),
    { check: { kind: 'volume', change: volumeChange }, reason: '行数突然大增大减，多半是来源出了问题' },
  ];
}
