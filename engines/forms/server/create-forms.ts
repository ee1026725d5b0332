/** Makes the forms engine: values let through at the server, forms that systems bring along, and their versions. */
import type { FormSetting } from '../form/conclude-form.ts';
import type { FormModel } from '../form/form-model.ts';
import type { FormPerson } from '../form/form-scope.ts';
import type { FormService } from '../service.ts';
import { admitValues, personOf } from './admit-values.ts';
import type { FormDeps } from './form-deps.ts';
import { fieldsOf, type KeptVersions, keepVersions, tablesOf } from './form-versions.ts';
import { keepForm } from './keep-form.ts';

export interface FormEngine extends FormService {
  readonly deps: FormDeps;
  readonly versions: KeptVersions;
  settingOf(register: string, model: FormModel, me: FormPerson): FormSetting;
}

export function createForms(deps: FormDeps): FormEngine {
  const { registers, rules } = deps;
  const versions = keepVersions(deps.store);
  const settingOf = (register: string, model: FormModel, me: FormPerson): FormSetting => ({
    model,
    me,
    fields: fieldsOf(registers, register),
    evaluate: (text, scope) => rules.evaluate(text, scope),
  });

  const service: FormService = {
    async admit(filled) {
      const { register, given, before, principal, work } = filled;
      const current = await versions.current(register, work.glance);
      const info = registers.find(register);
      // A case keeps the form that it began with; a row of a register is always changed by the one in force.
      const version =
        before !== undefined && info?.declaration.kind === 'case'
          ? await versions.ofRow(work.glance, register, before.id)
          : current;
      if (version === undefined) return { values: given, computed: {}, version: undefined };
      return admitValues(deps, settingOf(register, version.model, personOf(principal)), filled, version.id);
    },
    begin(work, _register, row, version) {
      if (version !== undefined)
        work.send(tablesOf(work.db).insertInto('forms_use').values({ row, version }).compile());
      return Promise.resolve();
    },
    keep: (register, model) => keepForm(deps, versions, register, model),
  };
  registers.setWriteGate((written) => service.admit(written));
  return { ...service, deps, versions, settingOf };
}
