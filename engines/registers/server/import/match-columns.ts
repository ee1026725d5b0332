/** Which column of a sheet fills which field: by title or field name, or as the importer said. */
import { tidyText } from '../field/check-text.ts';
import type { ShapeField } from '../shape/describe-shape.ts';

/** A point may come in two columns. */
export interface Target {
  readonly field: ShapeField;
  readonly part: 'whole' | 'lon' | 'lat';
}

export interface MatchedColumns {
  /** By position; undefined is a column that nobody asked for. */
  readonly targets: readonly (Target | undefined)[];
  readonly unknown: readonly string[];
  /** Why the file cannot be taken at all. */
  readonly problems: readonly string[];
}

/** '*编码', '编码(必填)' and '编码 ' are all 编码. */
function headerKey(text: string): string {
  return tidyText(text)
    .replace(/[((]必填[))]$/, '')
    .replace(/^\*|\*$/g, '')
    .trim();
}

function possibleTargets(fields: readonly ShapeField[]): Map<string, Target> {
  const targets = new Map<string, Target>();
  const points = fields.filter((each) => each.field.type === 'point');
  for (const field of fields) {
    const { name } = field;
    const { title, type } = field.field;
    if (type === 'files') continue;
    for (const key of [title, name]) targets.set(key, { field, part: 'whole' });
    if (type !== 'point') continue;
    const spaced = points.length === 1 ? [''] : [];
    for (const head of [title, ...spaced]) {
      targets.set(`${head}经度`, { field, part: 'lon' });
      targets.set(`${head}纬度`, { field, part: 'lat' });
    }
    targets.set(`${name}.lon`, { field, part: 'lon' });
    targets.set(`${name}.lat`, { field, part: 'lat' });
  }
  return targets;
}

/**
 * @param mapping header → field name, or '<field>.lon' / '<field>.lat'; '' leaves a column out.
 * @param allowed names of fields that may be filled; the others are as good as unknown.
 */
export function matchColumns(
  fields: readonly ShapeField[],
  header: readonly string[],
  mapping: Readonly<Record<string, string>>,
): MatchedColumns {
  const possible = possibleTargets(fields);
  const targets: (Target | undefined)[] = [];
  const unknown: string[] = [];
  const problems: string[] = [];
  const taken = new Map<string, string>();
  for (const raw of header) {
    const key = headerKey(raw);
    const asked = mapping[raw] ?? mapping[key];
    const target = asked === '' ? undefined : possible.get(asked ?? key);
    targets.push(target);
    if (target === undefined) {
      if (key !== '' && asked !== '') unknown.push(key.slice(0, 100));
      continue;
    }
    const name = `${target.field.name}.${target.part}`;
    const other = taken.get(name);
    if (other !== undefined) problems.push(`“${key}”与“${other}”两列填写同一项`);
    taken.set(name, key);
  }
  if (taken.size === 0) problems.push('第一行没有可识别的列名,请使用导入模板');
  for (const { name, field } of fields) {
    const given = taken.has(`${name}.whole`) || (taken.has(`${name}.lon`) && taken.has(`${name}.lat`));
    if (field.required && !given && taken.size > 0) problems.push(`缺少必填列“${field.title}”`);
  }
  return { targets, unknown, problems };
}
