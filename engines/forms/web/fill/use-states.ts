/** What the form of a row says of its fields, for places that draw some of them only: actions of a case. */
import type { Fields } from '../../../../kernel/register.ts';
import type { FieldState } from '../../form/conclude-form.ts';
import type { FormModel } from '../../form/form-model.ts';
import type { FormValues } from '../../form/form-scope.ts';
import { useConclusion, useForm, useSetting } from './form-setting.ts';

const blank: FormModel = { title: '', sections: [] };

/** Undefined where the row has no form. */
export function useStates(
  register: string,
  row: string,
  fields: Fields,
  values: FormValues,
): ReadonlyMap<string, FieldState> | undefined {
  const { model } = useForm(register, row);
  const conclusion = useConclusion(useSetting(model ?? blank, fields), values);
  return model === null ? undefined : conclusion.states;
}
