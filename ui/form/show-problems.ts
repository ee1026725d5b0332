/** Puts the server's problems under the inputs they are about; what belongs to no input is handed back to be said above the form. */
import type { FormInstance } from 'antd';
import type { Problem } from '../../kernel/errors.ts';
import { tell } from '../tell.ts';

/** `within` is the part of the path in front of the form's own names ('values'). */
export function showProblems<V>(
  form: FormInstance<V>,
  problems: readonly Problem[],
  within = '',
): readonly Problem[] {
  const names = new Set(Object.keys(form.getFieldsValue(true) as object));
  const found = new Map<string, string[]>();
  const left: Problem[] = [];
  for (const problem of problems) {
    const path =
      within !== '' && problem.path.startsWith(`${within}.`)
        ? problem.path.slice(within.length + 1)
        : problem.path;
    const [name = ''] = path.split('.');
    if (names.has(name) || form.getFieldInstance(name as never) !== undefined)
      found.set(name, [...(found.get(name) ?? []), problem.message]);
    else left.push(problem);
  }
  form.setFields([...found].map(([name, errors]) => ({ name: name as never, errors })));
  const [first] = found.keys();
  if (first !== undefined) form.scrollToField(first as never, { block: 'center' });
  return left;
}

/** For `onRefused` of a form: what belongs to an input stands under it, the rest is told. */
export function showRefusal<V>(
  form: FormInstance<V>,
  error: { readonly message: string; readonly problems: readonly Problem[] },
): void {
  const left = showProblems(form, error.problems);
  if (error.problems.length === 0 || left.length > 0) tell('error', left[0]?.message ?? error.message);
}
