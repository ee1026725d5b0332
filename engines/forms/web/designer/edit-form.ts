/** Changes to a form in the designer, each giving a new form. Pure. */
import { type FormModel, type FormSection, type PlacedField, placedFields } from '../../form/form-model.ts';

/** What is chosen on the canvas. */
export type Chosen =
  | { readonly kind: 'form' }
  | { readonly kind: 'section'; readonly id: string }
  | { readonly kind: 'field'; readonly name: string };

/** In front of `before`, or at the end of the section. */
export interface Place {
  readonly section: string;
  readonly before?: string | undefined;
}

function mapSections(model: FormModel, change: (section: FormSection) => FormSection): FormModel {
  return { ...model, sections: model.sections.map(change) };
}

export function findField(model: FormModel, name: string): PlacedField | undefined {
  return placedFields(model).find(({ field }) => field.name === name)?.field;
}

export function removeField(model: FormModel, name: string): FormModel {
  return mapSections(model, (section) => ({
    ...section,
    fields: section.fields.filter((field) => field.name !== name),
  }));
}

/** Places a field, or moves it with all that was set on it. */
export function placeField(model: FormModel, name: string, place: Place, width: 1 | 2 | 3 = 1): FormModel {
  if (place.before === name) return model;
  const moved = findField(model, name) ?? { name, width };
  return mapSections(removeField(model, name), (section) => {
    if (section.id !== place.section) return section;
    const found = section.fields.findIndex((field) => field.name === place.before);
    const at = found < 0 ? section.fields.length : found;
    const narrowed = { ...moved, width: Math.min(moved.width, section.columns) as 1 | 2 | 3 };
    return { ...section, fields: section.fields.toSpliced(at, 0, narrowed) };
  });
}

/** One place up or down; over the edge of its section into the next one. */
export function shiftField(model: FormModel, name: string, by: -1 | 1): FormModel {
  const at = model.sections.findIndex(({ fields }) => fields.some((field) => field.name === name));
  const section = model.sections[at];
  if (section === undefined) return model;
  const index = section.fields.findIndex((field) => field.name === name);
  const beside = section.fields[index + by];
  if (beside !== undefined) {
    const before = by < 0 ? beside.name : section.fields[index + 2]?.name;
    return placeField(model, name, { section: section.id, before });
  }
  const next = model.sections[at + by];
  if (next === undefined) return model;
  return placeField(model, name, { section: next.id, before: by < 0 ? undefined : next.fields[0]?.name });
}

/** An absent or empty value takes the property away. */
export function changeField(
  model: FormModel,
  name: string,
  part: Readonly<Record<string, unknown>>,
): FormModel {
  return mapSections(model, (section) => ({
    ...section,
    fields: section.fields.map((field) => (field.name === name ? withPart(field, part) : field)),
  }));
}

export function changeSection(
  model: FormModel,
  id: string,
  part: Readonly<Record<string, unknown>>,
): FormModel {
  return mapSections(model, (section) => {
    if (section.id !== id) return section;
    const changed = withPart(section, part);
    const { columns } = changed;
    return {
      ...changed,
      fields: changed.fields.map((field) => (field.width > columns ? { ...field, width: columns } : field)),
    };
  });
}

function withPart<T extends object>(thing: T, part: Readonly<Record<string, unknown>>): T {
  const merged = Object.entries({ ...thing, ...part });
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined && value !== '')) as T;
}

export function addSection(model: FormModel): { readonly model: FormModel; readonly id: string } {
  const taken = new Set(model.sections.map(({ id }) => id));
  let number = model.sections.length + 1;
  while (taken.has(`section-${number}`)) number += 1;
  const id = `section-${number}`;
  const section: FormSection = { id, title: `分组 ${number}`, columns: 2, fields: [] };
  return { model: { ...model, sections: [...model.sections, section] }, id };
}

/** Its fields go back to the palette. The last section stays: a form has one at least. */
export function removeSection(model: FormModel, id: string): FormModel {
  if (model.sections.length < 2) return model;
  return { ...model, sections: model.sections.filter((section) => section.id !== id) };
}

export function shiftSection(model: FormModel, id: string, by: -1 | 1): FormModel {
  const at = model.sections.findIndex((section) => section.id === id);
  const section = model.sections[at];
  const to = at + by;
  if (section === undefined || to < 0 || to >= model.sections.length) return model;
  return { ...model, sections: model.sections.toSpliced(at, 1).toSpliced(to, 0, section) };
}
