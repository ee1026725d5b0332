/** 准标识符: fields that name nobody by themselves and somebody together, known by how they are called. Pure. */
import known from './data/quasi-identifiers.json' with { type: 'json' };

export interface QuasiField {
  readonly field: string;
  /** What the field seems to tell of a person. */
  readonly title: string;
}

const kinds = known.kinds.map(({ title, titles, names }) => ({
  title,
  titles: new RegExp(titles, 'u'),
  names: new RegExp(names, 'u'),
}));

export function suggestQuasi(
  fields: readonly { readonly name: string; readonly title: string }[],
): readonly QuasiField[] {
  return fields.flatMap((field) => {
    const found = kinds.find((kind) => kind.titles.test(field.title) || kind.names.test(field.name));
    return found === undefined ? [] : [{ field: field.name, title: found.title }];
  });
}
