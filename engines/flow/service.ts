/** What the flow engine offers: opening and moving cases by their declared process. */
import type { Principal } from '../../kernel/access.ts';
import type { CaseType } from '../../kernel/case.ts';
import type { Row, RowInput } from '../../kernel/register.ts';
import { service, type Services } from '../../kernel/system.ts';
import type { TimeLimit, WorkingCalendar } from '../../kernel/working-time.ts';
import type { Work } from '../store/service.ts';

export interface OpenCase<T> {
  readonly values: RowInput<T>;
  /** For a starting stage that goes to a unit; default what the binding assigns. */
  readonly unit?: string;
  readonly person?: string;
  /** One of process.start; default the first. */
  readonly stage?: string;
  readonly opinion?: string;
  readonly files?: readonly string[];
  /** Id made by the client, so that a repeated submit opens one case. */
  readonly id?: string;
  /** Graphs: the next holders, where the first task wants them chosen. */
  readonly people?: readonly { readonly unit: string | null; readonly person: string | null }[];
  /** Graphs: for whom the engine's own principal opens it; default the principal. */
  readonly initiator?: string;
}

/** An action of the current stage, or a verb. */
export interface Act {
  readonly id: string;
  /** The case version that the person saw. */
  readonly version: number;
  /** Action name of the current stage, or 'verb.<name>' (graphs: also answer, delegate, add-signer, drop-signer, take-back, copy, circulate, jump, retry): claim, return, reassign, dispute, delay, suspend, resume, urge, supervise, comment, withdraw, reopen, terminate, merge, split, decide. */
  readonly action: string;
  readonly opinion?: string;
  readonly unit?: string;
  readonly person?: string;
  readonly files?: readonly string[];
  readonly values?: Readonly<Record<string, unknown>>;
  /** Name of the client's request: a repeated act with the same key by the same person changes nothing and answers the same. */
  readonly requestKey?: string;
  /** return: target stage; merge: target case id; decide: request id and verdict; delay: asked limit; split: the parts. */
  readonly target?: {
    readonly stage?: string;
    readonly caseId?: string;
    readonly requestId?: string;
    readonly granted?: boolean;
    readonly limit?: TimeLimit;
    readonly parts?: readonly Readonly<Record<string, unknown>>[];
    /** Graphs: return through everything again or straight back; where added signers stand; the people meant; the item meant. */
    readonly mode?: 'through' | 'straight';
    readonly position?: 'before' | 'after' | 'parallel';
    readonly people?: readonly { readonly unit: string | null; readonly person: string | null }[];
    readonly item?: string;
  };
  /** Graphs: which of the person's items; may be left out where he holds one only. */
  readonly item?: string;
  /** Graphs: file of a signature written by hand. */
  readonly signature?: string;
}

export interface TimelineEntry {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly actorName: string;
  readonly department: string | null;
  readonly action: string;
  readonly title: string;
  readonly fromStage: string | null;
  readonly toStage: string | null;
  readonly opinion: string | null;
  readonly files: readonly string[];
  /** Working milliseconds that the stage took, when an action ended it. */
  readonly took: number | null;
  readonly late: boolean | null;
}

export interface WorkItem {
  readonly id: string;
  readonly type: string;
  readonly caseId: string;
  readonly number: string;
  readonly title: string;
  readonly stage: string;
  readonly stageTitle: string;
  readonly area: string | null;
  readonly unit: string | null;
  readonly person: string | null;
  readonly claimedBy: string | null;
  readonly createdAt: string;
  readonly dueAt: string | null;
  readonly light: 'none' | 'green' | 'yellow' | 'red';
  readonly urged: number;
  readonly supervised: boolean;
}

/** What the hooks of a binding are told. */
export interface BindingMoment {
  readonly work: Work;
  readonly services: Services;
}

/** The request that a 'verb.decide' answers. */
export interface AnsweredRequest {
  readonly kind: 'dispute' | 'delay' | 'suspend';
  readonly granted: boolean;
  readonly unit: string | null;
  readonly askedBy: string;
}

/** Code behind a case type; every part is optional. */
export interface CaseBinding<T> {
  /** Asked when a case enters a stage: the limit of the stage and, when it starts, of the whole case. The row holds the values of the step already. */
  readonly limits?: (
    at: BindingMoment & { row: Row<T>; stage: string },
  ) => Promise<{ stage?: TimeLimit; whole?: TimeLimit } | undefined>;
  /** Asked when a case enters a stage and the action named no unit: the unit of a unit stage, or a person. */
  readonly assign?: (
    at: BindingMoment & { row: Row<T>; stage: string },
  ) => Promise<{ unit?: string; person?: string } | undefined>;
  /**
   * Checks and completes the values of an opening ('open'), action or verb (throws a CityError to refuse). Returns extra values to set,
   * managed fields of the system's own among them.
   */
  readonly before?: (
    at: BindingMoment & {
      row: Row<T> | undefined;
      action: string;
      values: RowInput<T>;
      principal: Principal;
      act?: Act;
      request?: AnsweredRequest;
    },
  ) => Promise<RowInput<T> | undefined>;
  /** After the step, in the same transaction: messages, linked records. */
  readonly after?: (
    at: BindingMoment & {
      row: Row<T>;
      action: string;
      principal: Principal;
      act?: Act;
      request?: AnsweredRequest;
    },
  ) => Promise<void>;
  /** Graphs, candidate rule 'on-duty': people whom the roster has on duty now. */
  readonly onDuty?: (at: BindingMoment & { row: Row<T>; roster: string }) => Promise<readonly string[]>;
  /**
   * Graphs, service tasks by the name of their job: work of the machine outside the case's own transaction; repeated when it throws, so it
   * must be safe to run twice. What it returns is set on the row.
   */
  readonly jobs?: Readonly<Record<string, (at: { row: Row<T>; services: Services }) => Promise<RowInput<T>>>>;
  /**
   * Sheet imports: the stage that imported cases start in (default the first), and managed fields that a sheet may fill
   * besides `openedAt`.
   */
  readonly import?: { readonly stage?: string; readonly managed?: readonly string[] };
  /** Path of the case's page, for notices; default the engine's own page. */
  readonly link?: (id: string) => string;
}

/** A case that comes in bulk (sheet import, seed): opened at a starting stage, without notices. */
export interface LoadedCase<T> {
  readonly id?: string;
  readonly values: RowInput<T>;
  readonly openedAt?: string;
  readonly initiator?: string;
}

/** What silence says: the action that an open case takes once the time of the stage is over. */
export interface Lapse {
  readonly stage: string;
  /** An `automatic` action of the stage, or one that the city's own hand may take. */
  readonly action: string;
  readonly opinion?: string;
}

export interface Absence {
  readonly owner: string;
  readonly deputy: string;
  /** '<system>.<case>' */
  readonly types: readonly string[];
  /** ISO moments. */
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

export interface FlowService {
  /** Opens a case; asks process.allow.open. The engine's own principal ('system') may always. */
  open<T extends CaseType>(principal: Principal, type: T, input: OpenCase<T>, work?: Work): Promise<Row<T>>;
  /** Takes an action or verb. Errors: city.missing, city.stale (who and when), flow.* and city.invalid with a problem for each field. */
  act<T extends CaseType>(principal: Principal, type: T, act: Act, work?: Work): Promise<Row<T>>;
  /** For jobs: every open case past the limit of the stage takes the action, some hundred a round. Returns how many took it. */
  lapse(type: CaseType, lapse: Lapse): Promise<number>;
  /**
   * The row as the case's page shows it to this person, also where his reach does not cover it but he has a part in the case; fields that his
   * task hides are absent. Throws city.missing where the page would not show the row.
   */
  read<T extends CaseType>(principal: Principal, type: T, id: string): Promise<Row<T>>;
  /** Who did what, oldest first, as this person may see it. Throws city.missing where the case is not his to see. */
  timeline(principal: Principal, type: string, caseId: string): Promise<readonly TimelineEntry[]>;
  /**
   * Opens many cases in the given transaction, a few statements for all of them; up to 500 at a time is meant. The caller has decided that
   * `principal` may, or names the permission (process name) whose reach each row must lie in. Returns ids in order; the first refused row throws with its index in the problem's path ('rows.3.…').
   */
  load<T extends CaseType>(
    principal: Principal,
    type: T,
    input: {
      readonly rows: readonly LoadedCase<T>[];
      readonly stage?: string;
      readonly batch?: string;
      readonly within?: string;
    },
    work: Work,
  ): Promise<readonly string[]>;
  /**
   * Brings a message or signal from outside to the cases that wait for it, and starts those whose process begins with it; `values` are set on
   * the row. Returns how many went on. Repeating it does no harm: what has come is waited for no more.
   */
  deliver(message: {
    readonly kind: 'message' | 'signal';
    readonly name: string;
    readonly key: string | null;
    readonly values?: Readonly<Record<string, unknown>>;
  }): Promise<number>;
  /**
   * 离岗: another system (attendance, leave, business trips) or a superior says who is away until when, and who does his work of these case
   * types (none: all) meanwhile. Ends by itself; `principal` is the engine's own hand, or somebody who may arrange it for the owner's unit. Throws city.invalid.
   */
  setAbsence(principal: Principal, absence: Absence): Promise<{ readonly id: string }>;
  /** Open cases of a type now waiting in a stage; for boards. Capped at 10,000. */
  countOpen(type: string, stage?: string): Promise<number>;
  /** The working calendar in force, for limits and days that a system counts itself. */
  calendar(): WorkingCalendar;
}

export const flow = service<FlowService>('flow');

/** What a system puts under `cases` of its defineSystem. */
export interface BoundCase {
  readonly type: CaseType;
  readonly binding: CaseBinding<CaseType>;
}

export function bindCase<T extends CaseType>(type: T, binding: CaseBinding<T>): BoundCase {
  // The binding is only ever handed rows of its own type.
  return { type, binding } as unknown as BoundCase;
}
