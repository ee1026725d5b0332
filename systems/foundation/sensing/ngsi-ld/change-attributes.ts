/** What a write makes of the attributes that are there: append, update, merge, replace (ETSI GS CIM 009, clauses 5.6.2 to 5.6.5, 5.6.17 and 5.6.18). Pure. */
import type { Attribute, Attributes } from './entity.ts';

type Given = Readonly<Record<string, Attribute | null>>;

export interface NotUpdated {
  readonly attributeName: string;
  readonly reason: string;
}

export interface Change {
  readonly after: Attributes;
  /** Names that were written or taken away. */
  readonly updated: readonly string[];
  readonly notUpdated: readonly NotUpdated[];
}

export type Way = 'append' | 'append-new' | 'update' | 'merge' | 'replace';

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 7396. */
function mergeValue(before: unknown, given: unknown): unknown {
  if (!isPlain(given) || !isPlain(before)) return given;
  const merged: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(given)) {
    if (value === null) delete merged[name];
    else merged[name] = mergeValue(merged[name], value);
  }
  return merged;
}

function mergeAttribute(before: Attribute | undefined, given: Attribute): Attribute {
  if (before === undefined || before.type !== given.type) return given;
  if (before.type === 'Property' && given.type === 'Property')
    return { ...before, ...given, value: mergeValue(before.value, given.value) };
  return { ...before, ...given } as Attribute;
}

function write(way: Way, name: string, before: Attribute | undefined, given: Attribute): Attribute | string {
  switch (way) {
    case 'append-new':
      return before === undefined ? given : `属性 ${name} 已存在`;
    case 'update':
      return before === undefined ? `没有属性 ${name}` : given;
    case 'merge':
      return mergeAttribute(before, given);
    case 'append':
    case 'replace':
      return given;
  }
}

export function changeAttributes(before: Attributes, given: Given, way: Way): Change {
  const kept = new Map(way === 'replace' ? [] : Object.entries(before));
  const updated = new Set<string>();
  const notUpdated: NotUpdated[] = [];
  for (const [name, attribute] of Object.entries(given)) {
    const known = Object.hasOwn(before, name) ? before[name] : undefined;
    if (attribute === null) {
      if (known === undefined) notUpdated.push({ attributeName: name, reason: `没有属性 ${name}` });
      else updated.add(name);
      kept.delete(name);
      continue;
    }
    const written = write(way, name, known, attribute);
    if (typeof written === 'string') notUpdated.push({ attributeName: name, reason: written });
    else {
      kept.set(name, written);
      updated.add(name);
    }
  }
  if (way === 'replace') for (const name of Object.keys(before)) if (!kept.has(name)) updated.add(name);
  return { after: Object.fromEntries(kept), updated: [...updated], notUpdated };
}
