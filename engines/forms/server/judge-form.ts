/** Looks a form over at the server, against the registers and the FEEL that it will be run with. */
import { checkForm, type FormProblem } from '../form/check-form.ts';
import type { FormModel } from '../form/form-model.ts';
import type { FormDeps } from './form-deps.ts';
import { fieldsOf } from './form-versions.ts';

export function judgeForm(
  { registers, rules }: Pick<FormDeps, 'registers' | 'rules'>,
  register: string,
  model: FormModel,
): readonly FormProblem[] {
  const fields = fieldsOf(registers, register);
  return checkForm(model, {
    fields,
    fieldsOf: (id) => registers.find(id)?.declaration.fields,
    kind: registers.get(register).declaration.kind,
    compile: (text, names) => void rules.compile(text, names),
  });
}
