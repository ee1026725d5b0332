/** What a person may do with a case of several items: which of them he may act on, himself or for somebody whom he acts for. */
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import type { CaseProcess } from '../../../../../kernel/case.ts';
import type { Work } from '../../../../store/index.ts';
import type { CaseKind } from '../../case/case-kinds.ts';
import { isCandidate, isSystem, readableCase } from '../../case/decide-powers.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { openItems } from '../token/decide-tokens.ts';
import type { Item, TokenCase, TokenPowers } from '../token/types.ts';
import type { LoadedCase } from './load-token-case.ts';

export interface FoundPowers extends TokenPowers {
  /** Item → the one for whom this person acts on it. */
  readonly actingFor: ReadonlyMap<string, Principal>;
}

type Engine = Pick<FlowEngine, 'access'>;

/** The list of who holds a case goes by person first, then unit, then area. */
export function candidateOf(item: Pick<Item, 'unit'>): 'unit' | 'area' {
  return item.unit === null ? 'area' : 'unit';
}

/** The item's own sides; to whom it is given by name, it lies in his unit too. */
function governedItem({ row }: TokenCase, item: Item, principal: Principal) {
  const holder = item.claimedBy ?? item.person;
  const own = holder === principal.id ? principal.departments : [];
  return {
    area: row.caseArea ?? undefined,
    departments: [item.unit, row.leadUnit, ...own].filter((each): each is string => each !== null),
    subjects: [row.initiator, item.person, item.claimedBy].filter((each): each is string => each !== null),
  };
}

export function mayHold(
  { access }: Engine,
  kind: CaseKind,
  process: CaseProcess,
  before: TokenCase,
  item: Item,
  principal: Principal,
): boolean {
  const stage = process.stages[item.node];
  if (stage === undefined) return false;
  const decision = access.decide(principal, `${kind.system}:${stage.allow}`);
  return isCandidate(principal, candidateOf(item), decision, governedItem(before, item, principal), item);
}

export async function tokenPowers(
  engine: Engine,
  principal: Principal,
  kind: CaseKind,
  process: CaseProcess,
  { before, reads, owners }: LoadedCase,
  work?: Work,
): Promise<FoundPowers> {
  const { row } = before;
  const system = isSystem(principal);
  const open = openItems(before.tokens);
  const found = await Promise.all(owners.map((owner) => engine.access.findRepresented(owner, work)));
  // Nobody acts for an account that is out of use.
  const deputies = found.filter((owner) => owner !== undefined);
  const holds = new Set<string>();
  const actingFor = new Map<string, Principal>();
  for (const item of open) {
    const mine = system || mayHold(engine, kind, process, before, item, principal);
    // A deputy takes what lies with the other by name, not what any of a unit could take.
    const holder = item.claimedBy ?? item.person;
    const owner = mine
      ? undefined
      : deputies.find((each) => each.id === holder && mayHold(engine, kind, process, before, item, each));
    if (mine || owner !== undefined) holds.add(item.id);
    if (owner !== undefined) actingFor.set(item.id, owner);
  }
  const opened = row.initiator === principal.id && principal.kind !== 'anonymous';
  const governed = {
    area: row.caseArea ?? undefined,
    departments: [row.unit, row.leadUnit, ...open.map((item) => item.unit)].filter(
      (each): each is string => each !== null,
    ),
    subjects: [row.initiator].filter((each): each is string => each !== null),
  };
  const decide = (permission: string) => engine.access.decide(principal, `${kind.system}:${permission}`);
  return {
    holds,
    actingFor,
    opened,
    automatic: system,
    sees:
      system ||
      opened ||
      reads ||
      decisionMatches(decide(kind.declaration.allow.read), readableCase(kind, row, governed)),
    may: (permission) => system || decisionMatches(decide(permission), governed),
  };
}

/** Is there anything here for this person? Otherwise the case is as good as missing. */
export function isVisibleTo(process: CaseProcess, powers: FoundPowers): boolean {
  if (powers.sees || powers.holds.size > 0) return true;
  const { open: _open, ...over } = process.allow;
  const deciders = Object.values(process.requests ?? {}).map((request) => request.decide);
  return [...Object.values(over), ...deciders].some(
    (permission) => permission !== undefined && powers.may(permission),
  );
}
