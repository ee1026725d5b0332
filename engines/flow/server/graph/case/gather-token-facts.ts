/** What a step of a graph must know: settings, calendar, decisions, candidates of the tasks that tokens come to, who may be reached. */
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import { flowErrors } from '../../../contract.ts';
import { decidePowers, governedCase, isSystem } from '../../case/decide-powers.ts';
import type { Work } from '../../../../store/index.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { plainFacts } from '../../case/gather-facts.ts';
import type { CaseFacts } from '../../step/types.ts';
import { decideTokens } from '../token/decide-tokens.ts';
import type {
  Arrival,
  Asking,
  Assignee,
  Conclusion,
  Item,
  Question,
  TokenCase,
  TokenDecided,
  TokenFacts,
  TokenStep,
} from '../token/types.ts';
import { findArrival, type Looking, unitOfPerson } from './find-people.ts';
import type { PlainRow } from '../../case/case-kinds.ts';

export interface Asked extends Looking {
  readonly principal: Principal;
  readonly before: TokenCase;
  readonly item: Item | undefined;
  readonly extra: PlainRow;
  /** merge: the case to merge into. */
  readonly target: CaseFacts | undefined;
}

/** Whoever is named for a task must hold its permission somewhere in his own units, or over the case's area. */
async function canSign(
  { engine, kind, row, model, work }: Asked,
  node: string,
  to: Assignee,
): Promise<boolean> {
  const task = model.nodes[node];
  if (task?.kind !== 'user') return false;
  const permission = `${kind.system}:${task.allow}`;
  if (to.person === null) return to.unit !== null && engine.access.findDepartment(to.unit) !== undefined;
  try {
    const person = await engine.access.principalOf(to.person, work);
    if (to.unit !== null && !person.departments.includes(to.unit)) return false;
    const place = {
      area: row.caseArea ?? undefined,
      departments: person.departments,
      subjects: [person.id],
    };
    return decisionMatches(engine.access.decide(person, permission), place);
  } catch (problem) {
    if (problem instanceof CityError) return false;
    throw problem;
  }
}

/** Naming a unit takes a permission that reaches there, the task's or the supervisor's. */
function reachesUnit({ engine, kind, model, principal, item }: Asked, unit: string | null): boolean {
  if (unit === null || unit === item?.unit || isSystem(principal)) return true;
  const department = engine.access.findDepartment(unit);
  if (department === undefined) return false;
  const task = model.nodes[item?.node ?? ''];
  const allow = task?.kind === 'user' ? task.allow : undefined;
  const place = { area: department.area, departments: [unit] };
  return [allow, model.allow.supervise].some(
    (each) =>
      each !== undefined && decisionMatches(engine.access.decide(principal, `${kind.system}:${each}`), place),
  );
}

const naming = new Set(['verb.reassign', 'verb.delegate', 'verb.add-signer']);

async function isReachable(asked: Asked): Promise<boolean | undefined> {
  const { command, item } = asked;
  if (!naming.has(command.action) || item === undefined) return undefined;
  const people = command.target.people ?? [{ unit: command.unit, person: command.person }];
  for (const to of people) {
    if (!(await canSign(asked, item.node, to))) return false;
    if (to.person === null && !reachesUnit(asked, to.unit)) return false;
  }
  return true;
}

/** An ordinary action may name who does the task that it leads to: he must be able to hold it, as in stages. */
async function checkNamed(asked: Asked, node: string, arrival: Arrival): Promise<void> {
  const { command, model } = asked;
  const task = model.nodes[node];
  if (task?.kind !== 'user' || command.action.startsWith('verb.')) return;
  const { kind } = task.candidate;
  // Other candidate rules look at nobody's choice.
  if (kind !== 'unit' && kind !== 'area' && kind !== 'chosen') return;
  const ruled = kind === 'unit' ? (arrival.assignees[0]?.unit ?? null) : null;
  const alone = [{ unit: kind === 'area' ? null : (command.unit ?? ruled), person: command.person }];
  for (const to of kind === 'chosen' ? (command.target.people ?? alone) : alone)
    if (to.person !== null && !(await canSign(asked, node, to)))
      throw flowErrors.unknownPerson({}, [{ path: 'person', message: '该人员不能办理此环节' }]);
}

function mergeTarget(asked: Asked): TokenFacts['target'] {
  const { target, kind, engine, principal, command, before, item } = asked;
  if (target === undefined) return undefined;
  const allow = asked.model.allow.merge ?? kind.process.stages[item?.node ?? '']?.allow;
  const process = kind.process;
  const state = { row: before.row, item: undefined, requests: [], refusedUnits: [], visits: [] };
  const powers = decidePowers(engine.access, principal, kind, process, state);
  const allowed =
    command.powers.automatic ||
    (powers.sees &&
      allow !== undefined &&
      decisionMatches(
        engine.access.decide(principal, `${kind.system}:${allow}`),
        governedCase(target, undefined),
      ));
  return { id: target.id, number: target.number, status: target.status, allowed };
}

/** How far a step, and a case, may go; as set. */
export function boundsOf({ store }: Pick<FlowEngine, 'store'>): TokenFacts['bounds'] {
  const value = (name: string) => store.settings.value(`flow.${name}`);
  return { steps: value('most-steps'), instances: value('most-instances'), alive: value('most-alive') };
}

interface Found {
  readonly arrivals: ReadonlyMap<string, Arrival>;
  /** By decision and what it was asked over. */
  readonly conclusions: ReadonlyMap<string, Conclusion>;
}

function keyOf({ decision, context }: Question): string {
  return JSON.stringify([decision, context]);
}

/** By the version in force; why it decided so is kept in the timeline. Refusals of the rules are those of the step. */
async function conclude({ engine, work }: Asked, { decision, context }: Question): Promise<Conclusion> {
  if (engine.rules === undefined) throw flowErrors.noDecision({ decision });
  const { value, version, matched } = await engine.rules.decide(decision, context, work.now);
  const rows = matched.flatMap((table) => table.rows.map(({ row }) => row));
  const hit = rows.length === 0 ? '没有命中的行' : `命中第 ${rows.join('、')} 行`;
  return { value, because: `按规则“${decision}”第 ${version} 版，${hit}` };
}

function tokenFacts(
  asked: Asked,
  { arrivals, conclusions }: Found,
  reachable: boolean | undefined,
): TokenFacts {
  const { engine, work } = asked;
  const target = mergeTarget(asked);
  return {
    ...plainFacts(engine, work.now),
    bounds: boundsOf(engine),
    arrivals,
    evaluate: engine.evaluate,
    conclude: (question) => conclusions.get(keyOf(question)),
    ...(reachable === undefined ? {} : { reachable }),
    ...(target === undefined ? {} : { target }),
  };
}

function isAsking(decided: TokenDecided): decided is Asking {
  return 'asks' in decided && Array.isArray(decided.asks);
}

/** Decides the step, finding out about tasks as tokens come to them; throws a refusal. */
export async function decideGraphStep(asked: Asked): Promise<TokenStep> {
  const { model, before, command, extra } = asked;
  const reachable = await isReachable(asked);
  const arrivals = new Map<string, Arrival>();
  const conclusions = new Map<string, Conclusion>();
  for (;;) {
    const facts = tokenFacts(asked, { arrivals, conclusions }, reachable);
    const decided = decideTokens(model, before, command, facts, extra);
    if (decided instanceof CityError) throw decided;
    if (!isAsking(decided)) return decided as TokenStep;
    for (const node of decided.asks) {
      const arrival = await findArrival(asked, node);
      await checkNamed(asked, node, arrival);
      arrivals.set(node, arrival);
    }
    for (const question of decided.questions)
      conclusions.set(keyOf(question), await conclude(asked, question));
  }
}

/** Units of those to whom something is given by name only: their lists go by it, and a list of signers says where each sits. */
export async function unitsOf(
  engine: FlowEngine,
  items: readonly Item[],
  work?: Work,
): Promise<ReadonlyMap<string, string | null>> {
  const units = new Map<string, string | null>();
  for (const { unit, person } of items)
    if (unit === null && person !== null && !units.has(person))
      units.set(person, await unitOfPerson({ engine, work }, person));
  return units;
}
