/** Lets what a person filled in through its form: by the very conclusions that his page drew, drawn again here. */
import { commonErrors, type Problem } from '../../../kernel/errors.ts';
import type { Principal } from '../../../kernel/access.ts';
import { type Conclusion, concludeForm, type FormSetting, presetValues } from '../form/conclude-form.ts';
import { placedFields } from '../form/form-model.ts';
import { type FormPerson, type FormValues, isBlank } from '../form/form-scope.ts';
import type { Admitted, Filled } from '../service.ts';
import { type PrefillDeps, prefillValues } from './prefill-values.ts';

export function personOf(principal: Principal): FormPerson {
  return { id: principal.id, name: principal.name, department: principal.departments[0] ?? null };
}

function same(left: unknown, right: unknown): boolean {
  if (isBlank(left) && isBlank(right)) return true;
  return JSON.stringify(left) === JSON.stringify(right);
}

interface Seen {
  readonly setting: FormSetting;
  readonly conclusion: Conclusion;
  readonly given: FormValues;
  /** What stands without the person: the row, or presets and what registers say. */
  readonly standing: FormValues;
}

function titleOf({ setting }: Seen, name: string): string {
  const placed = placedFields(setting.model).find(({ field }) => field.name === name)?.field;
  return placed?.title ?? setting.fields[name]?.title ?? name;
}

function problemsOf(seen: Seen): readonly Problem[] {
  const { conclusion, given, standing } = seen;
  return [...conclusion.states].flatMap(([name, state]): Problem[] => {
    if (!state.shown || state.computed) return [];
    const value = conclusion.values[name];
    if (state.readOnly && name in given && !same(given[name], standing[name]))
      return [{ path: name, message: `“${titleOf(seen, name)}”现在不能修改` }];
    if (state.required && isBlank(value)) return [{ path: name, message: `请填写“${titleOf(seen, name)}”` }];
    return [];
  });
}

/** What goes into the row: hidden fields lose their value, computed ones get the server's. */
function keptValues({ conclusion, given, standing, setting }: Seen, before: FormValues | undefined) {
  const values: Record<string, unknown> = { ...given };
  const computed: Record<string, unknown> = {};
  for (const [name, state] of conclusion.states) {
    const value = conclusion.values[name];
    if (state.computed || state.readOnly) {
      delete values[name];
      const kept = state.computed ? value : standing[name];
      if (!same(state.shown ? kept : null, before?.[name]))
        computed[name] = (state.shown ? kept : null) ?? null;
    } else if (!state.shown) {
      delete values[name];
      // A field that the register itself demands is never hidden by a published form.
      if (!isBlank(before?.[name]) && setting.fields[name]?.required !== true) values[name] = null;
    } else if (before === undefined && !(name in given) && !isBlank(value)) values[name] = value;
  }
  return { values, computed };
}

export async function admitValues(
  deps: PrefillDeps,
  setting: FormSetting,
  { given, before, principal }: Filled,
  version: string,
): Promise<Admitted> {
  const touched = placedFields(setting.model).some(({ field }) => Object.hasOwn(given, field.name));
  if (before !== undefined && !touched) return { values: given, computed: {}, version };
  const presets = before === undefined ? presetValues(setting) : {};
  const first = { ...presets, ...before, ...given };
  // What is fetched and may not be changed is fetched again; the page's word is not taken for it.
  const states = concludeForm(setting, first).states;
  const locked = await prefillValues(deps, principal, setting, first, ({ name }) => {
    const state = states.get(name);
    return before === undefined && state?.readOnly === true && state.shown;
  });
  const fetched = Object.fromEntries(Object.entries(locked).map(([name, found]) => [name, found.value]));
  const standing = before ?? { ...presets, ...fetched };
  const conclusion = concludeForm(setting, { ...first, ...fetched });
  const seen = { setting, conclusion, given, standing };
  const problems = problemsOf(seen);
  if (problems.length > 0) throw commonErrors.invalid({}, problems);
  return { ...keptValues(seen, before), version };
}
