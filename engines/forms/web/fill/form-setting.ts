/** The form of a register on the page: asked from the server, concluded in the browser by the server's own code. */
import { useMemo } from 'react';
import contractOfRules from '../../../rules/contract.ts';
import { createFeel, toPlain } from '../../../rules/service.ts';
import type { Fields } from '../../../../kernel/register.ts';
import { type Session, useSession } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { type Conclusion, concludeForm, type FormSetting, presetValues } from '../../form/conclude-form.ts';
import { defaultForm } from '../../form/default-form.ts';
import { type FormModel, placedFields } from '../../form/form-model.ts';
import { type Evaluate, type FormPerson, type FormValues, isBlank } from '../../form/form-scope.ts';

const limit = (name: 'expression-length' | 'expression-depth' | 'cached-expressions') =>
  contractOfRules.settings?.[name]?.value ?? 0;

/** The server concludes again with its own limits; here a slow expression holds up nobody but its reader. */
export const feel = createFeel({
  limits: () => ({
    length: limit('expression-length'),
    depth: limit('expression-depth'),
    cached: limit('cached-expressions'),
  }),
  guard: (work) => work(),
  now: () => new Date(),
});

export const evaluate: Evaluate = (text, scope) => toPlain(feel.evaluate(text, scope).value);

export function personOf({ subject }: Session): FormPerson {
  const [first] = subject.departments;
  const department = typeof first === 'string' ? first : (first?.id ?? null);
  return { id: subject.id, name: subject.name, department };
}

export interface HeldForm {
  /** Null where nobody designed one. */
  readonly model: FormModel | null;
  readonly settled: boolean;
}

/**
 * The form in force; of a case, the one that it began with, so that no act on the case changes it. A form that cannot be had is as good as
 * none: the server judges anyway.
 */
export function useForm(register: string, row?: string): HeldForm {
  const input = row === undefined ? { register } : { register, row };
  const asked = useCall(contract.routes.current, input, {
    fresh: 60_000,
    still: true,
    enabled: register !== '',
  });
  return { model: asked.data?.model ?? null, settled: !asked.isPending };
}

/** The designed form; without one, or where a page wants some fields only, the declared ones in their order. */
export function modelOr(held: FormModel | null, fields: Fields, only?: readonly string[]): FormModel {
  if (held !== null && only === undefined) return held;
  const names = only ?? Object.keys(fields);
  const shown = names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]] as const]));
  return defaultForm('表单', Object.fromEntries(shown));
}

/** What an empty form begins with. */
export function startOf(setting: FormSetting): FormValues {
  return presetValues(setting);
}

/** Required and empty, with what is said about it. */
export function missingOn(setting: FormSetting, conclusion: Conclusion): Readonly<Record<string, string>> {
  const { model, fields } = setting;
  return Object.fromEntries(
    placedFields(model).flatMap(({ field }) => {
      const { name, title } = field;
      const required = conclusion.states.get(name)?.required === true;
      if (!required || !isBlank(conclusion.values[name])) return [];
      return [[name, `请填写${title ?? fields[name]?.title ?? name}`]];
    }),
  );
}

export function useSetting(model: FormModel, fields: Fields): FormSetting {
  const session = useSession();
  return useMemo(() => ({ model, fields, evaluate, me: personOf(session) }), [model, fields, session]);
}

export function useConclusion(setting: FormSetting, values: FormValues): Conclusion {
  return useMemo(() => concludeForm(setting, values), [setting, values]);
}

/** What is sent: nothing hidden and nothing worked out; what may not be changed stays as it is in the row. */
export function sendable(conclusion: Conclusion, values: FormValues, row: FormValues = {}): FormValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const state = conclusion.states.get(name);
      if (state === undefined) return [[name, value]];
      if (!state.shown) return [];
      if (!state.readOnly) return [[name, value]];
      return name in row ? [[name, row[name]]] : [];
    }),
  );
}
