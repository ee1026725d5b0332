/** Lets what a person filled in through the form of its case type, on opening and on acting. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Work } from '../../../store/index.ts';
import type { Admitted } from '../../../forms/service.ts';
import type { CaseKind, PlainRow } from './case-kinds.ts';
import { isSystem } from './decide-powers.ts';
import type { FlowEngine } from './flow-engine.ts';

export interface FilledIn {
  readonly values: PlainRow;
  readonly before?: PlainRow & { readonly id: string };
  readonly work: Work;
  /** Done by a system inside a transaction of its own: nobody filled in a form. */
  readonly inner: boolean;
}

/** The machine's own steps have no form either. */
export async function admitForm(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  { values, before, work, inner }: FilledIn,
): Promise<Admitted> {
  if (engine.forms === undefined || inner || isSystem(principal))
    return { values, computed: {}, version: undefined };
  const known = before === undefined ? {} : { before };
  return engine.forms.admit({ register: kind.id, given: values, principal, work, ...known });
}
