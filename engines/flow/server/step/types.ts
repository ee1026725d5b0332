/** The words of the pure step: what a case is before it, what somebody wants, what is known around it, and all that the step changes. */
import type { CaseProcess } from '../../../../kernel/case.ts';
import type { CityError } from '../../../../kernel/errors.ts';
import type { TimeLimit, WorkingCalendar } from '../../../../kernel/working-time.ts';

export type CaseStatus = 'open' | 'suspended' | 'closed';
export type RequestKind = 'dispute' | 'delay' | 'suspend';

/** The process fields of a case row (kernel/case.ts caseFields); moments are ISO text. Marks and counters stand beside them by name. */
export interface CaseFacts {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly stage: string | null;
  readonly status: CaseStatus;
  readonly outcome: string | null;
  readonly caseArea: string | null;
  readonly unit: string | null;
  readonly leadUnit: string | null;
  readonly initiator: string | null;
  readonly openedAt: string;
  readonly dueAt: string | null;
  readonly stageDueAt: string | null;
  readonly closedAt: string | null;
  readonly suspendedAt: string | null;
  readonly urged: number | null;
  readonly supervised: boolean | null;
  readonly mergedInto: string | null;
  readonly splitFrom: string | null;
  readonly [field: string]: unknown;
}

/** The one open work item of an open case. */
export interface OpenItem {
  readonly id: string;
  readonly stage: string;
  readonly unit: string | null;
  readonly person: string | null;
  readonly claimedBy: string | null;
  readonly claimedAt: string | null;
  readonly createdAt: string;
  /** Case version at which this item was made or changed; an act that saw an older version is stale. */
  readonly since: number;
  readonly limit: TimeLimit | null;
  readonly wholeLimit: TimeLimit | null;
  /** The stage's due, or the whole case's where the stage has none. */
  readonly dueAt: string | null;
  readonly yellowAt: string | null;
  /** Milliseconds of its own clock that did not count. */
  readonly paused: number;
  readonly urgedAt: string | null;
}

export interface OpenRequest {
  readonly id: string;
  readonly kind: RequestKind;
  readonly askedBy: string;
  readonly unit: string | null;
  readonly limit: TimeLimit | null;
}

/** Where a stage was held last. */
export interface Visit {
  readonly stage: string;
  readonly unit: string | null;
  readonly person: string | null;
}

export interface CaseState {
  readonly row: CaseFacts;
  readonly item: OpenItem | undefined;
  /** Open ones; at most one. */
  readonly requests: readonly OpenRequest[];
  /** Units whose dispute of this case was refused. */
  readonly refusedUnits: readonly string[];
  readonly visits: readonly Visit[];
}

/** What the principal was found to be, over this very row, before the step is asked (case/decide-powers.ts). */
export interface Powers {
  /** May act on the open work item. */
  readonly holds: boolean;
  readonly opened: boolean;
  /** May read the case, or it is his own. */
  readonly sees: boolean;
  /** A rule or system calling an automatic action. */
  readonly automatic: boolean;
  /** Permission of the process, by its short name. */
  may(permission: string): boolean;
}

export interface Command {
  /** Action of the current stage, or 'verb.<name>'. */
  readonly action: string;
  readonly by: { readonly id: string; readonly name: string; readonly department: string | null };
  readonly powers: Powers;
  readonly opinion: string | null;
  readonly unit: string | null;
  readonly person: string | null;
  readonly files: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly target: {
    readonly stage?: string | undefined;
    readonly caseId?: string | undefined;
    readonly requestId?: string | undefined;
    readonly granted?: boolean | undefined;
    readonly limit?: TimeLimit | undefined;
    readonly parts?: readonly Readonly<Record<string, unknown>>[] | undefined;
  };
}

export interface LightRules {
  /** Yellow when at most this share of the limit is left, percent. */
  readonly percent: number;
  /** Or at most this many hours of its clock. */
  readonly hours: number;
}

export interface Facts {
  readonly now: Date;
  readonly calendar: WorkingCalendar;
  readonly lights: LightRules;
  readonly urgeMinutes: number;
  /** Limits of the stage that the command leads to, and of the whole case. */
  readonly limits?: { readonly stage?: TimeLimit; readonly whole?: TimeLimit } | undefined;
  /** What the case type's own rule assigns for the stage that the command leads to. */
  readonly assigned?: { readonly unit?: string; readonly person?: string } | undefined;
  /** reassign: may the given unit or person be reached and hold the stage? */
  readonly reachable?: boolean | undefined;
  /** merge: the case to merge into. */
  readonly target?:
    | { readonly id: string; readonly number: string; readonly status: CaseStatus; readonly allowed: boolean }
    | undefined;
}

export interface NewItem {
  readonly stage: string;
  readonly unit: string | null;
  readonly person: string | null;
  readonly limit: TimeLimit | null;
  readonly wholeLimit: TimeLimit | null;
  readonly dueAt: string | null;
  readonly yellowAt: string | null;
}

export interface ItemChange {
  readonly claimedBy?: string;
  readonly claimedAt?: string;
  readonly dueAt?: string | null;
  readonly yellowAt?: string | null;
  readonly paused?: number;
  readonly urgedAt?: string;
  readonly supervised?: boolean;
  readonly suspended?: boolean;
  /** Counts one more urging. */
  readonly urged?: true;
}

export interface NewEntry {
  readonly action: string;
  readonly title: string;
  readonly fromStage: string | null;
  readonly toStage: string | null;
  readonly opinion: string | null;
  readonly files: readonly string[];
  readonly took: number | null;
  readonly late: boolean | null;
}

export type Audience = 'holder' | 'initiator' | 'asker' | 'decider';

export interface StepNotice {
  readonly to: Audience;
  readonly kind: 'urge' | 'supervise' | 'notice' | 'result';
  /** Goes before the number: '督办', '延期申请'. */
  readonly title: string;
  readonly body: string;
  /** Permission of deciders, short name. */
  readonly permission?: string;
}

/** All that one command changes; written by case/write-step.ts in one transaction, played by step/play-step.ts in tests and replay. */
export interface Step {
  /** New values of process fields, marks, counters and form fields; absent keys stay. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly closes?: { readonly action: string; readonly took: number; readonly late: boolean | null };
  readonly opens?: NewItem;
  readonly changes?: ItemChange;
  readonly asks?: { readonly kind: RequestKind; readonly limit: TimeLimit | null };
  readonly decides?: { readonly id: string; readonly granted: boolean };
  readonly entry: NewEntry;
  readonly notices: readonly StepNotice[];
  /** split: values of the new cases, opened where this one stood. */
  readonly children?: readonly Readonly<Record<string, unknown>>[];
  /** merge: the case that takes it in. */
  readonly mergesInto?: string;
}

export type Decided = Step | CityError;

/** One verb: who may, when, and what it does. */
export interface VerbRule {
  readonly title: string;
  /** What the page must ask for. */
  readonly needs: readonly (
    | 'opinion'
    | 'stage'
    | 'unit-or-person'
    | 'limit'
    | 'case'
    | 'verdict'
    | 'parts'
  )[];
  /** Looks like a refusal in the page. */
  readonly negative?: boolean;
  /** Why this person may not do it now; undefined when he may. Asked by the page's offer and again by the step. */
  refuses(process: CaseProcess, state: CaseState, powers: Powers, by: string): CityError | undefined;
  decide(process: CaseProcess, state: CaseState, command: Command, facts: Facts): Decided;
}
