/** What the parts of the engine share. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Command } from '../step/types.ts';
import type { FormService } from '../../../forms/service.ts';
import type { MessageService } from '../../../messages/service.ts';
import type { RegisterService } from '../../../registers/index.ts';
import type { RuleService } from '../../../rules/service.ts';
import type { Definitions } from '../definition/keep-definitions.ts';
import type { CaseKinds } from './case-kinds.ts';
import type { FactSources } from './gather-facts.ts';
import type { Numbers } from './take-numbers.ts';

export interface FlowEngine extends FactSources {
  readonly registers: RegisterService;
  /** Absent: nobody is told (tests of other parts). */
  readonly messages: MessageService | undefined;
  readonly kinds: CaseKinds;
  readonly definitions: Definitions;
  readonly numbers: Numbers;
  /** Conditions and expressions of graphs (FEEL). */
  readonly evaluate: Evaluate;
  /** What is wrong with an expression where these variables are in sight; absent: nobody can tell before it runs. */
  readonly problemOf?: ((expression: string, names: ReadonlySet<string>) => string | undefined) | undefined;
  /** Decisions of business rule tasks; absent: such a task is refused (tests of other parts). */
  readonly rules?: Pick<RuleService, 'decide' | 'published'> | undefined;
  /** Absent: what people fill in goes by the declared fields alone (tests of other parts). */
  readonly forms: FormService | undefined;
}

export type Evaluate = (expression: string, context: Readonly<Record<string, unknown>>) => unknown;

/** Who stands in the timeline; a person with several posts acts for the unit that holds the case, else for his first. */
export function actorOf(principal: Principal, unit: string | null): Command['by'] {
  const { departments } = principal;
  const department = unit !== null && departments.includes(unit) ? unit : (departments[0] ?? null);
  return { id: principal.id, name: principal.name, department };
}
