/** What a principal may do with one case, by the one access decision, the row's scopes and the candidate rule of the stage. */
import {
  type Decision,
  decisionMatches,
  type Governed,
  type Principal,
  scopeMatches,
} from '../../../../kernel/access.ts';
import type { Candidate, CaseProcess } from '../../../../kernel/case.ts';
import { type AccessService, systemPrincipal } from '../../../access/index.ts';
import type { CaseFacts, CaseState, OpenItem, Powers } from '../step/types.ts';
import type { CaseKind } from './case-kinds.ts';

/** The engine's own hand: rules and systems calling automatic actions. It can only be held by code, never by a session. */
export function isSystem(principal: Principal): boolean {
  return principal === systemPrincipal;
}

/** The sides of the case that scopes look at: those of its row, and whoever holds it now. */
export function governedCase(row: CaseFacts, item: OpenItem | undefined): Governed {
  const departments = [row.unit, row.leadUnit].filter((each): each is string => each !== null);
  const subjects = [row.initiator, item?.person ?? null, item?.claimedBy ?? null].filter(
    (each): each is string => each !== null,
  );
  return { area: row.caseArea ?? undefined, departments, subjects };
}

/** The same for reading, where the case type names further units and people that may. */
export function readableCase(kind: CaseKind, row: CaseFacts, governed: Governed): Governed {
  const { departments = [], subjects = [] } = kind.declaration.scope ?? {};
  const named = (fields: readonly string[]) =>
    fields.flatMap((field) => row[field]).filter((each) => typeof each === 'string');
  return {
    ...governed,
    departments: [...(governed.departments ?? []), ...named(departments)],
    subjects: [...(governed.subjects ?? []), ...named(subjects)],
  };
}

/** The candidate rule, given that the stage's permission is decided; work-list/to-do.ts asks the same in SQL. */
export function isCandidate(
  principal: Principal,
  candidate: Candidate['kind'],
  decision: Decision,
  row: Governed,
  item: Pick<OpenItem, 'unit' | 'person' | 'claimedBy'>,
): boolean {
  if (!decisionMatches(decision, row)) return false;
  const holder = item.claimedBy ?? item.person;
  if (holder !== null) return principal.id === holder;
  if (candidate === 'unit') return item.unit !== null && principal.departments.includes(item.unit);
  if (candidate === 'initiator') return false;
  return (
    decision.permit &&
    decision.rows.some((scope) => (scope.kind === 'all' || scope.kind === 'area') && scopeMatches(scope, row))
  );
}

export function decidePowers(
  access: AccessService,
  principal: Principal,
  kind: CaseKind,
  process: CaseProcess,
  state: CaseState,
  follows = false,
): Powers {
  const { row, item } = state;
  const governed = governedCase(row, item);
  const system = isSystem(principal);
  const decide = (permission: string) => access.decide(principal, `${kind.system}:${permission}`);
  const stage = item === undefined ? undefined : process.stages[item.stage];
  const opened = row.initiator === principal.id && principal.kind !== 'anonymous';
  return {
    automatic: system,
    opened,
    holds:
      item !== undefined &&
      stage !== undefined &&
      (system || isCandidate(principal, stage.candidate.kind, decide(stage.allow), governed, item)),
    sees:
      system ||
      opened ||
      follows ||
      decisionMatches(decide(kind.declaration.allow.read), readableCase(kind, row, governed)),
    may: (permission) => system || decisionMatches(decide(permission), governed),
  };
}

/** Is there anything here for this person? Otherwise the case is as good as missing. */
export function isVisible(process: CaseProcess, powers: Powers): boolean {
  if (powers.sees || powers.holds) return true;
  const { open: _open, ...over } = process.allow;
  const deciders = Object.values(process.requests ?? {}).map((request) => request.decide);
  return [...Object.values(over), ...deciders].some(
    (permission) => permission !== undefined && powers.may(permission),
  );
}
