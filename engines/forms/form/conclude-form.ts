/** Concludes from the values what a form shows, demands, locks and works out. The browser and the server ask this same code. */
import type { Fields } from '../../../kernel/register.ts';
import type { FormModel, FormSection, PlacedField } from './form-model.ts';
import { placedFields } from './form-model.ts';
import { orderOf } from './form-order.ts';
import { type Evaluate, feelValue, type FormPerson, type FormValues, tryEvaluate } from './form-scope.ts';

export interface FieldState {
  readonly shown: boolean;
  /** Only what is shown and not worked out is ever demanded. */
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly computed: boolean;
}

export interface Conclusion {
  readonly states: ReadonlyMap<string, FieldState>;
  /** Sections with something in them to be seen. */
  readonly sections: ReadonlySet<string>;
  /** All values given, with worked-out ones in their place and hidden ones null. */
  readonly values: FormValues;
}

export interface FormSetting {
  readonly model: FormModel;
  readonly fields: Fields;
  readonly evaluate: Evaluate;
  readonly me: FormPerson;
}

interface Seen {
  readonly section: FormSection;
  readonly field: PlacedField;
}

/** Asked once a form, not once a keystroke. */
const orders = new WeakMap<FormModel, readonly string[]>();

function orderKept(model: FormModel): readonly string[] {
  const known = orders.get(model) ?? orderOf(model).names;
  orders.set(model, known);
  return known;
}

export function scopeOf({ fields, me }: FormSetting, values: FormValues): Record<string, unknown> {
  const names = new Set([...Object.keys(fields), ...Object.keys(values)]);
  return {
    ...Object.fromEntries([...names].map((name) => [name, feelValue(fields[name], values[name])])),
    me,
  };
}

export function concludeForm(setting: FormSetting, given: FormValues): Conclusion {
  const { model, fields, evaluate } = setting;
  const placed = new Map<string, Seen>(placedFields(model).map((each) => [each.field.name, each]));
  const values: Record<string, unknown> = { ...given };
  const scope = scopeOf(setting, given);
  const holds = (text: string | undefined) =>
    text === undefined || tryEvaluate(evaluate, text, scope) === true;
  const shown = new Set<string>();
  for (const name of orderKept(model)) {
    const seen = placed.get(name);
    if (seen === undefined) continue;
    const visible = holds(seen.section.show) && holds(seen.field.show);
    if (visible) shown.add(name);
    if (visible && seen.field.compute === undefined) continue;
    const value =
      visible && seen.field.compute !== undefined ? tryEvaluate(evaluate, seen.field.compute, scope) : null;
    values[name] = value;
    scope[name] = feelValue(fields[name], value);
  }
  const states = new Map<string, FieldState>();
  for (const [name, { field }] of placed) {
    const visible = shown.has(name);
    const computed = field.compute !== undefined;
    const demanded = fields[name]?.required === true || (field.require !== undefined && holds(field.require));
    states.set(name, {
      shown: visible,
      required: visible && !computed && demanded,
      readOnly: computed || (field.readOnly !== undefined && holds(field.readOnly)),
      computed,
    });
  }
  const sections = model.sections.filter((section) => section.fields.some(({ name }) => shown.has(name)));
  return { states, sections: new Set(sections.map(({ id }) => id)), values };
}

/** What an empty new form begins with. */
export function presetValues(setting: FormSetting): FormValues {
  const scope = scopeOf(setting, {});
  return Object.fromEntries(
    placedFields(setting.model).flatMap(({ field }) => {
      if (field.preset === undefined) return [];
      const value = tryEvaluate(setting.evaluate, field.preset, scope);
      return value === null ? [] : [[field.name, value] as const];
    }),
  );
}
