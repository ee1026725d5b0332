/** Checks the values of a whole row: known fields only, each by its check, required ones present. */
import { commonErrors, type Problem } from '../../../../kernel/errors.ts';
import type { Shape } from '../shape/describe-shape.ts';
import { disagreements } from './check-agreement.ts';
import { type FieldCheck, fieldCheck } from './check-field.ts';
import type { Lookups } from './lookups.ts';
import { problemSentence, Refused } from './refused.ts';

export interface ValueChecks {
  readonly byName: ReadonlyMap<string, FieldCheck>;
}

export function valueChecks(shape: Shape, lookups: Lookups): ValueChecks {
  return { byName: new Map(shape.fields.map((each) => [each.name, fieldCheck(each.field, lookups)])) };
}

export interface CheckOptions {
  /** Every required field must have a value. */
  readonly whole: boolean;
  /** The engine that owns the row may write managed fields; a person may not. */
  readonly managed: boolean;
  /** The row as it is, for a change: agreement is between what stays and what comes. */
  readonly before?: Readonly<Record<string, unknown>>;
}

/** The kept values of the fields that were given. Throws city.invalid with one problem for each broken field. */
export function checkValues(
  shape: Shape,
  checks: ValueChecks,
  given: Readonly<Record<string, unknown>>,
  options: CheckOptions,
): Record<string, unknown> {
  const problems: Problem[] = [];
  const kept: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(given)) {
    if (raw === undefined) continue;
    const each = shape.byName.get(name);
    const check = checks.byName.get(name);
    if (each === undefined || check === undefined) {
      problems.push({ path: name.slice(0, 100), message: '没有这个字段' });
      continue;
    }
    if (each.field.managed && !options.managed) {
      problems.push({ path: name, message: `“${each.field.title}”由系统填写,不能修改` });
      continue;
    }
    const value = check.fromJson(raw);
    if (value instanceof Refused)
      problems.push({ path: name, message: problemSentence(each.field.title, value) });
    else kept[name] = value;
  }
  for (const { name, field } of shape.fields) {
    const value = kept[name];
    const missing = options.whole ? value === undefined || value === null : value === null;
    if (field.required && missing && !problems.some((problem) => problem.path === name))
      problems.push({ path: name, message: `“${field.title}”必须填写` });
  }
  problems.push(...disagreements(shape.fields, { ...options.before, ...kept }));
  if (problems.length > 0) throw commonErrors.invalid({}, problems);
  return kept;
}
