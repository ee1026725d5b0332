/** Lets a plain input in when it is of its declared type and allowed, made into FEEL's values. */
import { ruleErrors } from '../errors.ts';
import type { Feel } from '../feel/create-feel.ts';
import { isContext, toFeel } from '../feel/feel-value.ts';
import type { ItemType } from './decision-model.ts';

/** What is given under this very name; a name like 'constructor' must not reach what every object has. */
export function ownValue(given: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(given, name) ? given[name] : null;
}

/** Throws rules.value with the dotted name of the broken part, never with its value. */
export function admitValue(value: unknown, type: ItemType, name: string, feel: Feel): unknown {
  if (value === null || value === undefined) return null;
  if (type.list) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.map((one) => admitValue(one, { ...type, list: false }, name, feel));
  }
  if (type.parts !== undefined) {
    if (!isContext(value)) throw ruleErrors.value({ name, reason: '应为一组值' });
    const parts = Object.entries(type.parts).map(([key, part]) => [
      key,
      admitValue(ownValue(value, key), part, `${name}.${key}`, feel),
    ]);
    return { ...value, ...Object.fromEntries(parts) };
  }
  const made = type.base === 'context' ? value : toFeel(value, type.base, name);
  if (type.allowed !== undefined && feel.test(type.allowed, made) !== true)
    throw ruleErrors.value({ name, reason: `不在允许的取值 ${type.allowed.slice(0, 200)} 之内` });
  return made;
}
