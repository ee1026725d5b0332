/** Whom an action or 转办 may name: units that somebody can act for, and people who hold the next stage's permission over this case. */
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import type { CaseProcess } from '../../../../kernel/case.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { isId } from '../../../../kernel/ids.ts';
import {
  type AskedCandidates,
  type Candidates,
  findGraphCandidates,
} from '../graph/case/find-graph-candidates.ts';
import { runsByGraph } from '../graph/case/runs-by-graph.ts';
import { findAction } from '../step/take-action.ts';
import type { CaseFacts, CaseState } from '../step/types.ts';
import type { CaseKind } from './case-kinds.ts';
import { decidePowers, governedCase } from './decide-powers.ts';
import type { FlowEngine } from './flow-engine.ts';
import { loadState } from './load-state.ts';

const mostShown = 100;

function stageAfter(process: CaseProcess, state: CaseState, action: string): string | undefined {
  if (action === 'verb.reassign') return state.row.stage ?? undefined;
  const found = findAction(process, state, action);
  return found !== undefined && 'stage' in found.to ? found.to.stage : undefined;
}

function matches(search: string, ...texts: readonly string[]): boolean {
  return search === '' || texts.some((text) => text.toLowerCase().includes(search.toLowerCase()));
}

/** Deciding acts of this person narrow where 转办 may lead. */
function reaches(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  process: CaseProcess,
  row: CaseFacts,
  unit: string,
): boolean {
  const department = engine.access.findDepartment(unit);
  if (department === undefined) return false;
  if (unit === row.unit) return true;
  const place = { area: department.area, departments: [unit] };
  return [process.stages[row.stage ?? '']?.allow, process.allow.supervise].some(
    (each) =>
      each !== undefined && decisionMatches(engine.access.decide(principal, `${kind.system}:${each}`), place),
  );
}

async function holdersAt(
  engine: FlowEngine,
  kind: CaseKind,
  process: CaseProcess,
  stage: string,
): Promise<readonly Principal[]> {
  const permission = `${kind.system}:${process.stages[stage]?.allow}`;
  const ids = await engine.access.holdersOf(permission, {});
  return Promise.all(ids.map((id) => engine.access.principalOf(id)));
}

export async function findCandidates(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  asked: AskedCandidates,
): Promise<Candidates> {
  const row = isId(asked.id)
    ? ((await kind.rows.trusted.find(engine.store.db, asked.id)) as unknown as CaseFacts | undefined)
    : undefined;
  if (row === undefined) throw commonErrors.missing();
  if (await runsByGraph(engine, kind, asked.id))
    return findGraphCandidates(engine, principal, kind, row, asked);
  const { state } = await loadState(engine.store.db, row, { requestKey: undefined, by: principal.id });
  const process = await engine.definitions.of(kind, Number(row['processVersion']));
  const powers = decidePowers(engine.access, principal, kind, process, state);
  const { supervise } = process.allow;
  // Names of colleagues are for those who hand the work on.
  if (!powers.holds && !(supervise !== undefined && powers.may(supervise))) throw commonErrors.missing();
  const stage = stageAfter(process, state, asked.action);
  if (stage === undefined) return { units: [], people: [] };
  const byUnit = process.stages[stage]?.candidate.kind === 'unit';
  const permission = `${kind.system}:${process.stages[stage]?.allow}`;
  const units = new Map<string, { id: string; name: string }>();
  const people: Candidates['people'] = [];
  for (const holder of await holdersAt(engine, kind, process, stage)) {
    const decision = engine.access.decide(holder, permission);
    for (const unit of byUnit ? holder.departments : [null]) {
      if (!decisionMatches(decision, governedCase({ ...row, unit }, undefined))) continue;
      if (
        unit !== null &&
        asked.action === 'verb.reassign' &&
        !reaches(engine, principal, kind, process, row, unit)
      )
        continue;
      const department = unit === null ? undefined : engine.access.findDepartment(unit);
      const unitName = department?.shortName ?? '';
      if (department !== undefined && matches(asked.search, department.name, unitName, department.pinyin))
        units.set(department.id, { id: department.id, name: department.name });
      if (
        holder.kind === 'official' &&
        people.length < mostShown &&
        matches(asked.search, holder.name, unitName)
      )
        people.push({ id: holder.id, name: holder.name, unitName });
    }
  }
  return { units: [...units.values()].slice(0, mostShown), people };
}
