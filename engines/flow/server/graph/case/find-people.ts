/** Candidate rules against the real city: who has the post, who heads the unit, who has least to do, who is on duty. */
import type { CaseType } from '../../../../../kernel/case.ts';
import { isId } from '../../../../../kernel/ids.ts';
import type { CandidateRule, ProcessModel, UserNode, Whose } from '../../../../../kernel/process.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { sql, type Work } from '../../../../store/index.ts';
import type { CaseKind, PlainRow } from '../../case/case-kinds.ts';
import type { FlowEngine } from '../../case/flow-engine.ts';
import { stageFacts } from '../../case/gather-facts.ts';
import type { CaseFacts } from '../../step/types.ts';
import type { Arrival, Assignee, TokenCommand } from '../token/types.ts';
import { userNodeOf } from '../token/work.ts';
import { onDuty } from './read-duty.ts';

export interface Looking {
  readonly engine: FlowEngine;
  readonly kind: CaseKind;
  readonly model: ProcessModel;
  /** The row with the values of the step already. */
  readonly row: CaseFacts;
  readonly command: TokenCommand;
  readonly work: Work;
}

export async function unitOfPerson(
  { engine, work }: Pick<Looking, 'engine'> & { readonly work: Work | undefined },
  person: string | null,
): Promise<string | null> {
  // What begins by itself was begun by the engine's own hand, which sits in no unit.
  if (person === null || !isId(person)) return null;
  return (await engine.access.findRepresented(person, work))?.departments[0] ?? null;
}

async function unitOf(looking: Looking, whose: Whose): Promise<string | null> {
  const { row, command } = looking;
  if (whose === 'case') return row.leadUnit ?? row.unit ?? (await unitOfPerson(looking, row.initiator));
  return whose === 'previous' ? command.by.department : unitOfPerson(looking, row.initiator);
}

async function holdersIn(
  looking: Looking,
  permission: string,
  unit: string | null,
): Promise<readonly Assignee[]> {
  if (unit === null) return [];
  const { engine, kind, work } = looking;
  const ids = await engine.access.holdersOf(`${kind.system}:${permission}`, { department: unit }, work);
  return ids.map((person) => ({ unit, person }));
}

async function holdersAround(looking: Looking, permission: string): Promise<readonly Assignee[]> {
  const { engine, kind, row, work } = looking;
  const where = row.caseArea === null ? {} : { area: row.caseArea };
  const posts = await engine.access.holdingPosts(`${kind.system}:${permission}`, where, work);
  const units = new Map<string, string>();
  for (const { subject, department } of posts) if (!units.has(subject)) units.set(subject, department);
  return [...units].map(([person, unit]) => ({ unit, person }));
}

/** At a tie the first by id, so that the same question has the same answer. Until the commit nobody else counts: two cases that come at once go to two people. */
async function leastLoaded({ work }: Looking, people: readonly Assignee[]): Promise<readonly Assignee[]> {
  const ids = people.flatMap(({ person }) => person ?? []);
  if (ids.length < 2) return people;
  await work.inTurn('flow.least-loaded');
  const found = await sql<{ person: string }>`select p.person from unnest(${ids}::text[]) as p(person)
    left join flow_work_item as i on i.holder = p.person and i.closed_at is null
    group by p.person order by count(i.id), p.person limit 1`.execute(work.db);
  return people.filter(({ person }) => person === found.rows[0]?.person);
}

async function ruledPeople(
  looking: Looking,
  rule: CandidateRule,
  task: UserNode,
): Promise<readonly Assignee[]> {
  switch (rule.kind) {
    case 'post':
      return holdersIn(looking, rule.holds ?? task.allow, await unitOf(looking, rule.of));
    case 'head':
      return holdersIn(looking, looking.model.head ?? task.allow, await unitOf(looking, rule.of));
    case 'least-loaded': {
      const around = rule.of === 'area';
      const people = around
        ? await holdersAround(looking, task.allow)
        : await holdersIn(looking, task.allow, await unitOf(looking, rule.of));
      return leastLoaded(looking, people);
    }
    case 'on-duty': {
      const { engine, kind, row, work } = looking;
      // The row is of this very case type; the binding was declared beside it.
      const at = {
        row: row as unknown as Row<CaseType>,
        roster: rule.roster,
        work,
        services: engine.services,
      };
      const asked = { roster: rule.roster, area: row.caseArea, now: work.now };
      const people = await (kind.binding.onDuty?.(at) ?? onDuty(engine, work.glance, asked));
      return Promise.all(
        people.map(async (person) => ({ unit: await unitOfPerson(looking, person), person })),
      );
    }
    default:
      return [];
  }
}

/** Candidates and limits of a user task that a token comes to. */
export async function findArrival(looking: Looking, node: string): Promise<Arrival> {
  const { engine, kind, model, row, command, work } = looking;
  const task = userNodeOf({ model }, node);
  const { limits, assigned } = await stageFacts(
    engine,
    kind,
    row as PlainRow,
    node,
    work,
    command.unit !== null,
  );
  const ruled = await ruledPeople(looking, task.candidate, task);
  const bound =
    assigned === undefined ? [] : [{ unit: assigned.unit ?? null, person: assigned.person ?? null }];
  return { assignees: ruled.length > 0 ? ruled : bound, limit: limits?.stage, whole: limits?.whole };
}
