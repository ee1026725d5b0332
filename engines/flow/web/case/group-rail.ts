/** Turns a declared process and a timeline into the steps of the stage rail: where the case is, what it passed, how often it came back. Pure. */

export interface RailStage {
  readonly name: string;
  readonly title: string;
}

export interface RailEntry {
  readonly at: string;
  readonly fromStage: string | null;
  readonly toStage: string | null;
  /** Working milliseconds in the stage that the step ended. */
  readonly took: number | null;
  readonly late: boolean | null;
}

export type RailState = 'passed' | 'current' | 'waiting' | 'skipped';

export interface RailStep {
  readonly name: string;
  readonly title: string;
  readonly state: RailState;
  /** How often the case entered the stage. */
  readonly visits: number;
  /** Of these, how often it came back from a later stage of the process. */
  readonly returns: number;
  /** When it first came here. */
  readonly enteredAt: string | null;
  /** Working milliseconds of all visits that ended. */
  readonly took: number;
  readonly late: boolean;
}

interface Visit {
  visits: number;
  returns: number;
  enteredAt: string | null;
  took: number;
  late: boolean;
}

/** `stages` in the declared order, `entries` oldest first, `current` null when the case has ended. */
export function groupRail(
  stages: readonly RailStage[],
  entries: readonly RailEntry[],
  current: string | null,
): readonly RailStep[] {
  const order = new Map(stages.map((stage, index) => [stage.name, index]));
  const visited = new Map<string, Visit>();
  for (const entry of entries) {
    // A verb that leaves the case where it is (comment, urge) neither enters nor ends a stage.
    if (entry.fromStage === entry.toStage && entry.took === null) continue;
    leave(visited, entry);
    if (entry.toStage !== null) enter(visited, entry, order);
  }
  const furthest = Math.max(-1, ...[...visited.keys()].map((name) => order.get(name) ?? -1));
  return stages.map((stage, index) => {
    const visit = visited.get(stage.name);
    return {
      ...stage,
      ...(visit ?? untouched()),
      state: stateOf(stage.name, current, visit, index < furthest),
    };
  });
}

function enter(visited: Map<string, Visit>, entry: RailEntry, order: ReadonlyMap<string, number>): void {
  const name = entry.toStage ?? '';
  const visit = visited.get(name) ?? untouched();
  visit.visits += 1;
  visit.enteredAt ??= entry.at;
  // Without a stage before, a closed case was taken up again.
  const from = entry.fromStage === null ? Number.POSITIVE_INFINITY : order.get(entry.fromStage);
  const to = order.get(name);
  if (visit.visits > 1 && from !== undefined && to !== undefined && from >= to) visit.returns += 1;
  visited.set(name, visit);
}

function leave(visited: Map<string, Visit>, entry: RailEntry): void {
  if (entry.fromStage === null) return;
  const visit = visited.get(entry.fromStage);
  if (!visit) return;
  visit.took += entry.took ?? 0;
  visit.late ||= entry.late === true;
}

function untouched(): Visit {
  return { visits: 0, returns: 0, enteredAt: null, took: 0, late: false };
}

function stateOf(name: string, current: string | null, visit: Visit | undefined, before: boolean): RailState {
  if (name === current) return 'current';
  if (visit) return 'passed';
  // An earlier stage that the case never saw was not needed; a later one may still come while the case runs.
  return before || current === null ? 'skipped' : 'waiting';
}
