/** Takes in a form that a system brings along: a new version when it changed, and never over one that people designed. */
import { newId } from '../../../kernel/ids.ts';
import { formModel, type FormModel } from '../form/form-model.ts';
import { judgeForm } from './judge-form.ts';
import type { FormDeps } from './form-deps.ts';
import { currentOf, type KeptVersions, listVersions, tablesOf } from './form-versions.ts';

/** Order of keys does not matter: jsonb keeps its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

/** Throws RangeError for a form that could not be published: that is a fault of the system's code. */
export async function keepForm(
  deps: FormDeps,
  versions: KeptVersions,
  register: string,
  given: FormModel,
): Promise<void> {
  const model = formModel.parse(given);
  const [broken] = judgeForm(deps, register, model).filter(({ level }) => level === 'error');
  if (broken !== undefined) throw new RangeError(`form of ${register}: ${broken.path}: ${broken.message}`);
  await deps.store.transaction(async (work) => {
    const known = await listVersions(work.db, register);
    const current = currentOf(known);
    const brought = known.find(({ origin, state }) => origin === 'system' && state !== 'draft');
    if (brought !== undefined && canonical(brought.model) === canonical(model)) return;
    if (current?.origin === 'people') return;
    const number = Math.max(0, ...known.map((each) => each.number)) + 1;
    await tablesOf(work.db)
      .insertInto('forms_version')
      .values({
        id: newId(),
        register,
        number,
        state: 'published',
        origin: 'system',
        model: JSON.stringify(model) as unknown as FormModel,
        revision: 1,
        changed_by: register.split('.')[0] ?? '',
        changed_at: work.now.toISOString(),
        published_at: work.now.toISOString(),
        retired_because: null,
      })
      // Two processes that start at once bring the same form.
      .onConflict((conflict) => conflict.columns(['register', 'number']).doNothing())
      .execute();
    work.afterCommit(() => versions.forget(register));
  });
}
