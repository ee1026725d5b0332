/** A form as data: where the fields of a register or case type stand, when each is shown, demanded or locked, and what is worked out. */
import { z } from 'zod';

const expression = z.string().trim().min(1).max(2000);
const fieldName = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/);
/** In one section. */
export const mostFields = 60;
const columns = z.union([z.literal(1), z.literal(2), z.literal(3)]);

/** Fetches a value from the one row of another register whose fields equal what these FEEL expressions give. */
export const prefill = z.strictObject({
  /** '<system>.<register>' */
  register: z.string().min(3).max(200),
  match: z
    .record(fieldName, expression)
    .refine((match) => Object.keys(match).length > 0, '请写明按哪个字段查找'),
  /** Its field whose value is taken. */
  take: fieldName,
});
export type Prefill = z.infer<typeof prefill>;

/** Conditions are FEEL over the fields of the form and `me` { id, name, department }; anything but true is no. */
export const placedField = z.strictObject({
  name: fieldName,
  /** Columns that it takes; no more than its section has. */
  width: columns.default(1),
  title: z.string().trim().min(1).max(60).optional(),
  hint: z.string().trim().min(1).max(200).optional(),
  /** Shown only while it holds; a hidden field has no value. */
  show: expression.optional(),
  /** Demanded while it holds (and while it is shown). */
  require: expression.optional(),
  /** Not to be changed while it holds. */
  readOnly: expression.optional(),
  /** Worked out, never typed; the server works it out again and its value stands. */
  compute: expression.optional(),
  /** What an empty new form begins with. */
  preset: expression.optional(),
  prefill: prefill.optional(),
});
export type PlacedField = z.infer<typeof placedField>;

export const formSection = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  title: z.string().trim().min(1, '请填写分组名称').max(40),
  hint: z.string().trim().min(1).max(200).optional(),
  columns: columns.default(2),
  show: expression.optional(),
  fields: z.array(placedField).max(mostFields),
});
export type FormSection = z.infer<typeof formSection>;

export const formModel = z.strictObject({
  title: z.string().trim().min(1, '请填写表单名称').max(60),
  sections: z.array(formSection).min(1, '至少要有一个分组').max(20),
  print: z
    .strictObject({
      /** Boxes at the foot of the paper that are signed by hand. */
      signatures: z.array(z.string().trim().min(1).max(20)).max(6).default([]),
      note: z.string().trim().min(1).max(300).optional(),
    })
    .optional(),
});
export type FormModel = z.infer<typeof formModel>;

/** Every placed field with the section it stands in, in reading order. */
export function placedFields(
  model: FormModel,
): readonly { readonly section: FormSection; readonly field: PlacedField }[] {
  return model.sections.flatMap((section) => section.fields.map((field) => ({ section, field })));
}
