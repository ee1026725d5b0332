/** The names that a process of a case type may use: its fields, the permissions of its system, the case types it may call. */
import type { AccessService } from '../../../../access/index.ts';
import type { Vocabulary } from '../../../routes/definition-routes.ts';
import type { CaseKind, CaseKinds } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import type { Vocabulary as CheckedNames } from '../check/checking.ts';

export interface VocabularySources extends Pick<FlowEngine, 'problemOf'> {
  readonly access: AccessService;
  readonly kinds: CaseKinds;
}

/** Fields that a person or the process may fill; what the engine keeps itself is no form field. */
export function describeVocabulary({ access, kinds }: VocabularySources, kind: CaseKind): Vocabulary {
  const contract = access.contracts.find((each) => each.id === kind.system);
  const permissions: Readonly<Record<string, string>> = contract?.permissions ?? {};
  return {
    fields: Object.entries(kind.declaration.fields).flatMap(([value, field]) =>
      field.managed === true ? [] : [{ value, title: field.title }],
    ),
    permissions: Object.entries(permissions).map(([value, title]) => ({ value, title })),
    caseTypes: kinds.all().map((each) => ({ value: each.id, title: each.declaration.title })),
    jobs: Object.keys(kind.binding.jobs ?? {}).map((value) => ({ value, title: value })),
    decisions: null,
  };
}

function names(choices: readonly { readonly value: string }[]): ReadonlySet<string> {
  return new Set(choices.map((choice) => choice.value));
}

export function checkedNames(sources: VocabularySources, kind: CaseKind): CheckedNames {
  const { fields, permissions, caseTypes, jobs, decisions } = describeVocabulary(sources, kind);
  const { problemOf } = sources;
  return {
    fields: names(fields),
    kept: new Set(Object.keys(kind.declaration.fields)),
    permissions: names(permissions),
    caseTypes: names(caseTypes),
    jobs: jobs === null ? undefined : names(jobs),
    decisions: decisions === null ? undefined : names(decisions),
    ...(problemOf === undefined ? {} : { expressionProblem: problemOf }),
  };
}
