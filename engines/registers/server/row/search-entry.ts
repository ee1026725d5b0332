/** The search entry of a row: title and texts that an internal clearance may read. */
import { isMasked } from '../../../../kernel/access.ts';
import type { SearchEntry } from '../../../search/service.ts';
import type { Lookups } from '../field/lookups.ts';
import { showValue } from '../field/show-value.ts';
import type { Shape } from '../shape/describe-shape.ts';
import { governedBy, type PlainRow } from './row-context.ts';

export function searchEntry(shape: Shape, row: PlainRow, lookups: Lookups): SearchEntry {
  const title = shape.byName.get(shape.info.declaration.titleField);
  const sides = governedBy(shape, row);
  const open = shape.searchable.filter((each) => !isMasked(each.class, 'internal'));
  return {
    register: shape.info.id,
    id: String(row['id']),
    title:
      title === undefined || isMasked(title.class, 'internal')
        ? ''
        : showValue(title.field, row[title.name], lookups),
    texts: open.map((each) => showValue(each.field, row[each.name], lookups)).filter((text) => text !== ''),
    area: sides.area ?? null,
    departments: sides.departments ?? [],
    subjects: sides.subjects ?? [],
  };
}

/** What of the entry a change touches: its words, only who may find it, or nothing. */
export function entryChanges(
  shape: Shape,
  before: PlainRow,
  values: PlainRow,
): 'words' | 'scope' | 'nothing' {
  const { area, departments, subjects } = shape.scopeFields;
  const changed = Object.keys(values).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(values[name]),
  );
  const isWord = (name: string) =>
    name === shape.info.declaration.titleField || shape.byName.get(name)?.field.search === true;
  if (changed.some(isWord)) return 'words';
  const isScope = (name: string) => name === area || departments.includes(name) || subjects.includes(name);
  return changed.some(isScope) ? 'scope' : 'nothing';
}
