/** The names that a process of a case type may use: its fields, the permissions of its system, the case types it may call. */
import type { AccessService } from '../../../../access/index.ts';
import type { Vocabulary } from '../../../routes/definition-routes.ts';
import type { CaseKind, CaseKinds } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { builtInJobs } from '../../graph/case/built-in-jobs.ts';
import { rosterNames } from '../../graph/case/read-duty.ts';
import type { Vocabulary as CheckedNames } from '../check/checking.ts';

export interface VocabularySources extends Pick<FlowEngine, 'problemOf' | 'registers' | 'rules' | 'store'> {
  readonly access: AccessService;
  readonly kinds: CaseKinds;
}

/** Fields that a person or the process may fill; what the engine keeps itself is no form field. */
export async function describeVocabulary(
  { access, kinds, registers, rules, store }: VocabularySources,
  kind: CaseKind,
): Promise<Vocabulary> {
  const contract = access.contracts.find((each) => each.id === kind.system);
  const permissions: Readonly<Record<string, string>> = contract?.permissions ?? {};
  return {
    fields: Object.entries(kind.declaration.fields).flatMap(([value, field]) =>
      field.managed === true ? [] : [{ value, title: field.title }],
    ),
    permissions: Object.entries(permissions).map(([value, title]) => ({ value, title })),
    caseTypes: kinds.all().map((each) => ({ value: each.id, title: each.declaration.title })),
    jobs: [
      ...Object.entries(builtInJobs).map(([value, { title }]) => ({ value, title })),
      ...Object.keys(kind.binding.jobs ?? {}).map((value) => ({ value, title: value })),
    ],
    decisions: (await rules?.published())?.map(({ key, title }) => ({ value: key, title })) ?? null,
    // A system that finds those on duty itself has names of its own.
    rosters:
      kind.binding.onDuty === undefined
        ? (await rosterNames({ registers }, store.db)).map((value) => ({ value, title: value }))
        : null,
  };
}

function names(choices: readonly { readonly value: string }[]): ReadonlySet<string> {
  return new Set(choices.map((choice) => choice.value));
}

export async function checkedNames(sources: VocabularySources, kind: CaseKind): Promise<CheckedNames> {
  const { fields, permissions, caseTypes, jobs, decisions, rosters } = await describeVocabulary(
    sources,
    kind,
  );
  const { problemOf } = sources;
  return {
    fields: names(fields),
    kept: new Set(Object.keys(kind.declaration.fields)),
    permissions: names(permissions),
    caseTypes: names(caseTypes),
    jobs: jobs === null ? undefined : names(jobs),
    decisions: decisions === null ? undefined : names(decisions),
    ...(rosters === null ? {} : { rosters: names(rosters) }),
    ...(problemOf === undefined ? {} : { expressionProblem: problemOf }),
  };
}
