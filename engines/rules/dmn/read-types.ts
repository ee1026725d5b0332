/** Item definitions of a model (DMN 1.3, 7.3.2): which values an input may have, and what their parts are called. */
import { ruleErrors } from '../errors.ts';
import { findFeelType } from '../feel/feel-value.ts';
import type { ItemType } from './decision-model.ts';
import { type Element, elementOf, elementsOf, textOf } from './moddle.ts';

const deepest = 20;

const anything: ItemType = { base: 'Any', list: false };

export type FindType = (name: string) => ItemType;

function allowedOf(definition: Element): { allowed?: string } {
  const allowed = textOf(elementOf(definition, 'allowedValues'), 'text').trim();
  return allowed === '' ? {} : { allowed };
}

/** The types of a model by name; a name that is neither its own nor FEEL's throws rules.dmn. */
export function readTypes(root: Element): FindType {
  const definitions = new Map(elementsOf(root, 'itemDefinition').map((one) => [textOf(one, 'name'), one]));

  function resolve(definition: Element, level: number): ItemType {
    if (level > deepest) throw ruleErrors.dmn({ reason: '数据类型嵌套过深或互相引用' });
    const list = definition.get('isCollection') === true;
    const parts = elementsOf(definition, 'itemComponent');
    if (parts.length > 0) {
      const resolved = parts.map((part) => [textOf(part, 'name'), resolve(part, level + 1)] as const);
      return { base: 'context', list, parts: Object.fromEntries(resolved) };
    }
    const inner = find(textOf(definition, 'typeRef'), level + 1);
    return { ...inner, list: list || inner.list, ...allowedOf(definition) };
  }

  function find(name: string, level: number): ItemType {
    if (name === '') return anything;
    const own = definitions.get(name) ?? definitions.get(name.slice(name.indexOf(':') + 1));
    if (own !== undefined) return resolve(own, level);
    const base = findFeelType(name);
    if (base === undefined) throw ruleErrors.dmn({ reason: `没有定义数据类型“${name.slice(0, 60)}”` });
    return { base, list: false };
  }

  return (name) => find(name, 0);
}
