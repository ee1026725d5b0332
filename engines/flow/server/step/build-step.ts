/** The parts that actions and verbs build their steps from: entering a stage, ending a case, counting and marking. */
import type { CaseProcess, Stage } from '../../../../kernel/case.ts';
import { flowErrors } from '../../contract.ts';
import { dueOf, isLate, usedTime, yellowFrom } from './clock.ts';
import type { CaseState, Command, Decided, Facts, NewEntry, NewItem, Step } from './types.ts';

/** Titles of the ends that every case type has without declaring them. */
const commonOutcomes: Readonly<Record<string, string>> = {
  withdrawn: '撤回',
  terminated: '作废',
  merged: '并案',
  split: '拆分',
};

export function outcomeTitle(process: CaseProcess, outcome: string): string {
  return process.outcomes[outcome]?.title ?? commonOutcomes[outcome] ?? outcome;
}

export function stageOf(process: CaseProcess, stage: string): Stage {
  const found = process.stages[stage];
  if (found === undefined) throw flowErrors.unknownStage({ stage });
  return found;
}

export interface Assignee {
  readonly unit: string | null;
  readonly person: string | null;
  /** Somebody chose this unit for this case: it becomes the lead unit. */
  readonly named?: boolean;
}

/** Who gets the item of a stage; undefined when the stage wants a unit and nobody names one. */
export function assigneeOf(
  process: CaseProcess,
  state: CaseState,
  stage: string,
  given: { readonly unit: string | null; readonly person: string | null },
  facts: Facts,
  previousFirst = false,
): Assignee | undefined {
  const { kind } = stageOf(process, stage).candidate;
  if (kind === 'initiator') return { unit: null, person: state.row.initiator };
  if (kind === 'area') return { unit: null, person: given.person ?? facts.assigned?.person ?? null };
  if (given.unit !== null) return { unit: given.unit, person: given.person, named: true };
  const last = state.visits.find((visit) => visit.stage === stage && visit.unit !== null);
  const before = last === undefined ? undefined : { unit: last.unit, person: null };
  const { unit, person = null } = facts.assigned ?? {};
  const ruled = unit === undefined ? undefined : { unit, person: given.person ?? person };
  return previousFirst ? (before ?? ruled) : (ruled ?? before);
}

export interface Entered {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly item: NewItem;
}

/**
 * The case stands in `stage`, with a fresh limit of the stage. The limit of the whole case starts when its binding first
 * gives one, and again when a closed case is reopened.
 */
export function enterStage(state: CaseState, stage: string, to: Assignee, facts: Facts): Entered {
  const stageLimit = facts.limits?.stage ?? null;
  const restarts = state.row.dueAt === null || state.row.status === 'closed';
  const wholeLimit = restarts ? (facts.limits?.whole ?? null) : (state.item?.wholeLimit ?? null);
  const dueAt = restarts ? (dueOf(facts, wholeLimit) ?? state.row.dueAt) : state.row.dueAt;
  const stageDueAt = dueOf(facts, stageLimit);
  const itemDue = stageDueAt ?? dueAt;
  // The unit of a later check does not take the lead from the one that the work was given to.
  const leads = to.unit !== null && (to.named === true || state.row.leadUnit === null);
  const lead = leads ? { leadUnit: to.unit } : {};
  return {
    fields: { stage, status: 'open', unit: to.unit, ...lead, stageDueAt, dueAt, suspendedAt: null },
    item: {
      stage,
      unit: to.unit,
      person: to.person,
      limit: stageLimit,
      wholeLimit,
      dueAt: itemDue,
      yellowAt: yellowFrom(facts.calendar, facts.now, itemDue, stageLimit ?? wholeLimit, facts.lights),
    },
  };
}

/** The fields of a case that ended. */
export function endFields(
  state: CaseState,
  outcome: string,
  facts: Facts,
): Readonly<Record<string, unknown>> {
  return {
    stage: null,
    status: 'closed',
    outcome,
    unit: null,
    stageDueAt: null,
    suspendedAt: null,
    closedAt: facts.now.toISOString(),
    closedLate: isLate(facts, state.row.dueAt, state.row.suspendedAt) ?? false,
  };
}

/** How the open item ends with this action. */
export function closing(
  state: CaseState,
  action: string,
  facts: Facts,
): NonNullable<Step['closes']> | undefined {
  const { item } = state;
  if (item === undefined) return undefined;
  const { suspendedAt } = state.row;
  return { action, took: usedTime(facts, item, suspendedAt), late: isLate(facts, item.dueAt, suspendedAt) };
}

/** Counters and marks that this source ('accept.file', 'verb.return', 'grant.dispute') moves. */
export function counted(
  process: CaseProcess,
  state: CaseState,
  source: string,
  facts: Facts,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, from] of Object.entries(process.counts ?? {})) {
    if (from === source) fields[`${name}Count`] = Number(state.row[`${name}Count`] ?? 0) + 1;
  }
  for (const [name, from] of Object.entries(process.marks ?? {})) {
    if (from !== source || (state.row[`${name}At`] ?? null) !== null) continue;
    fields[`${name}At`] = facts.now.toISOString();
    const due = state.item?.dueAt ?? null;
    fields[`${name}Late`] = isLate(facts, due, state.row.suspendedAt) ?? false;
  }
  return fields;
}

/** The timeline entry of a command, before anything is said about where it led. */
export function entryOf(state: CaseState, command: Command, title: string): NewEntry {
  return {
    action: command.action,
    title,
    fromStage: state.row.stage,
    toStage: state.row.stage,
    opinion: command.opinion,
    files: command.files,
    took: null,
    late: null,
  };
}

/** A step that leaves the present item for a stage. */
export function moveTo(
  process: CaseProcess,
  state: CaseState,
  command: Command,
  facts: Facts,
  move: {
    readonly title: string;
    readonly stage: string;
    readonly to: Assignee | undefined;
    readonly fields?: Readonly<Record<string, unknown>>;
    /** What the counters and marks see. */
    readonly source: string;
  },
): Decided {
  if (move.to === undefined) return flowErrors.unitMissing({}, [{ path: 'unit', message: '请选择承办单位' }]);
  const entered = enterStage(state, move.stage, move.to, facts);
  const closes = closing(state, command.action, facts);
  return {
    fields: { ...move.fields, ...entered.fields, ...counted(process, state, move.source, facts) },
    ...(closes === undefined ? {} : { closes }),
    opens: entered.item,
    entry: {
      ...entryOf(state, command, move.title),
      toStage: move.stage,
      took: closes?.took ?? null,
      late: closes?.late ?? null,
    },
    notices: [],
  };
}

/** A step that ends the case. */
export function endWith(
  process: CaseProcess,
  state: CaseState,
  command: Command,
  facts: Facts,
  end: {
    readonly title: string;
    readonly outcome: string;
    readonly fields?: Readonly<Record<string, unknown>>;
    readonly source: string;
  },
): Step {
  const closes = closing(state, command.action, facts);
  return {
    fields: {
      ...end.fields,
      ...endFields(state, end.outcome, facts),
      ...counted(process, state, end.source, facts),
    },
    ...(closes === undefined ? {} : { closes }),
    entry: {
      ...entryOf(state, command, end.title),
      toStage: null,
      took: closes?.took ?? null,
      late: closes?.late ?? null,
    },
    notices: [
      {
        to: 'initiator',
        kind: 'result',
        title: outcomeTitle(process, end.outcome),
        body: `您上报的事项已${outcomeTitle(process, end.outcome)}`,
      },
    ],
  };
}
