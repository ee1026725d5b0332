/** A check said in words, and the field that it is about first. Pure; for pages and for the titles of suggested rules. */
import { fieldFormats, type QualityCheck } from '../../../engines/lake/contract.ts';

/** Titles of the dataset's own fields, and of the dataset that it is compared with. */
export interface Known {
  readonly field: (name: string) => string;
  readonly dataset: (id: string) => string;
}

export function firstField(check: QualityCheck): string | undefined {
  switch (check.kind) {
    case 'unique':
      return check.fields[0];
    case 'reference':
      return check.on[0]?.field;
    case 'volume':
      return undefined;
    default:
      return check.field;
  }
}

function bounds(minimum: number | undefined, maximum: number | undefined, unit = ''): readonly string[] {
  return [
    ...(minimum === undefined ? [] : [`不小于${minimum}${unit}`]),
    ...(maximum === undefined ? [] : [`不大于${maximum}${unit}`]),
  ];
}

export function checkWords(check: QualityCheck, known: Known): string {
  const name = (field: string) => `“${known.field(field)}”`;
  switch (check.kind) {
    case 'filled':
      return `${name(check.field)}应当填写`;
    case 'filled-when':
      return `${name(check.when)}为${check.values.join('、')}时，${name(check.field)}应当填写`;
    case 'pattern':
      return `${name(check.field)}符合格式 ${check.pattern}`;
    case 'format':
      return `${name(check.field)}是正确的${fieldFormats[check.format]}`;
    case 'codes':
      return `${name(check.field)}在${check.codes.length}个代码之内`;
    case 'range':
      return `${name(check.field)}${bounds(check.minimum, check.maximum).join('、')}`;
    case 'order':
      return `${name(check.field)}不晚于（不大于）${name(check.other)}`;
    case 'id-card-agrees':
      return `${name(check.other)}与${name(check.field)}里的${check.part === 'sex' ? '性别' : '出生日期'}一致`;
    case 'unique':
      return `${check.fields.map(name).join('与')}不重复`;
    case 'reference':
      return `${check.on.map(({ field }) => name(field)).join('与')}在《${known.dataset(check.dataset)}》中存在`;
    case 'equal':
      return `${name(check.field)}与《${known.dataset(check.dataset)}》一致`;
    case 'fresh':
      return `${name(check.field)}的最新值在${check.days}天以内`;
    case 'volume':
      return `行数${[
        ...bounds(check.minimum, check.maximum, '行'),
        ...(check.change === undefined ? [] : [`与上一批相差不超过${check.change}%`]),
      ].join('、')}`;
  }
}
