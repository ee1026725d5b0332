/** The form in work: its steps can be undone, it is looked over at every change, and saving sends what is there now. */
import { useMemo, useState } from 'react';
import type { Fields } from '../../../../kernel/register.ts';
import registersContract from '../../../registers/contract.ts';
import { toField } from '../../../registers/web/parts/use-register.ts';
import { useCall } from '../../../../ui/use-call.ts';
import { checkForm, type FormProblem } from '../../form/check-form.ts';
import { type FormModel, placedFields } from '../../form/form-model.ts';
import { feel } from '../fill/form-setting.ts';

const mostSteps = 100;

export interface Design {
  readonly model: FormModel;
  readonly dirty: boolean;
  readonly change: (model: FormModel) => void;
  readonly undo: (() => void) | undefined;
  readonly redo: (() => void) | undefined;
  /** What is there now is what was saved. */
  readonly saved: () => void;
}

export function useDesign(start: FormModel): Design {
  const [past, setPast] = useState<readonly FormModel[]>([]);
  const [model, setModel] = useState(start);
  const [future, setFuture] = useState<readonly FormModel[]>([]);
  const [kept, setKept] = useState(start);
  const before = past.at(-1);
  const [after] = future;
  return {
    model,
    dirty: model !== kept,
    change(next) {
      if (next === model) return;
      setPast([...past.slice(-mostSteps), model]);
      setFuture([]);
      setModel(next);
    },
    undo:
      before &&
      (() => {
        setPast(past.slice(0, -1));
        setFuture([model, ...future]);
        setModel(before);
      }),
    redo:
      after &&
      (() => {
        setFuture(future.slice(1));
        setPast([...past, model]);
        setModel(after);
      }),
    saved: () => setKept(model),
  };
}

/** The same looking-over as at the server, which looks again before it publishes. */
export function useProblems(
  model: FormModel,
  fields: Fields,
  kind: 'register' | 'case',
): readonly FormProblem[] {
  const asked = useCall(registersContract.routes.catalogue, {}, { fresh: 300_000 });
  const others = asked.data?.registers;
  return useMemo(() => {
    // A register that this designer may not read is left to the server.
    const unseen = new Set(
      placedFields(model)
        .filter(({ field }) => field.prefill && !others?.some(({ id }) => id === field.prefill?.register))
        .map(({ field }) => `fields.${field.name}.prefill`),
    );
    const found = checkForm(model, {
      fields,
      kind,
      compile: (text, names) => void feel.compile('expression', text, names),
      fieldsOf: (id) => {
        const other = others?.find((one) => one.id === id);
        if (other === undefined) return undefined;
        return Object.fromEntries(other.fields.map((info) => [info.name, toField(info)]));
      },
    });
    return found.filter(({ path }) => !unseen.has(path));
  }, [model, fields, kind, others]);
}
