/** The fields of a register as pages know them: what they are, and no value. */
import type { FieldInfo } from '../../routes/catalogue-routes.ts';
import type { Shape, ShapeField } from './describe-shape.ts';

export function fieldInfo(
  { name, field, class: fieldClass, sortable }: ShapeField,
  hidden: ReadonlySet<string>,
): FieldInfo {
  return {
    name,
    type: field.type,
    title: field.title,
    required: field.required ?? false,
    unique: field.unique ?? false,
    search: field.search ?? false,
    list: field.list ?? false,
    filter: field.filter ?? false,
    sortable,
    class: fieldClass,
    masked: hidden.has(name),
    managed: field.managed ?? false,
    format: field.format ?? null,
    pattern: field.pattern?.source ?? null,
    minimum: field.minimum ?? null,
    maximum: field.maximum ?? null,
    maxLength: field.maxLength ?? null,
    unit: field.unit ?? null,
    codeList: field.codeList ?? null,
    to: field.to ?? null,
    hint: field.hint ?? null,
  };
}

/** The fields of a register for whoever designs forms and rules over it: what they are, and no value. */
export function describeFields(shape: Shape): readonly FieldInfo[] {
  return shape.fields.map((each) => fieldInfo(each, new Set()));
}
