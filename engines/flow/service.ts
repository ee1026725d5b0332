/** What the flow engine offers: opening and moving cases by their declared process. */
import type { Principal } from '../../kernel/access.ts';
import type { CaseType } from '../../kernel/case.ts';
import type { Row, RowInput } from '../../kernel/register.ts';
import { service, type Services } from '../../kernel/system.ts';
import type { TimeLimit } from '../../kernel/working-time.ts';
import type { Work } from '../store/service.ts';

export interface OpenCase<T> {
  readonly values: RowInput<T>;
  /** One of process.start; default the first. */
  readonly stage?: string;
  readonly opinion?: string;
  readonly files?: readonly string[];
  /** Id made by the client, so that a repeated submit opens one case. */
  readonly id?: string;
}

/** An action of the current stage, or a verb. */
export interface Act {
  readonly id: string;
  /** The case version that the person saw. */
  readonly version: number;
  /** Action name of the current stage, or 'verb.<name>': claim, return, reassign, dispute, delay, suspend, resume, urge, supervise, comment, withdraw, reopen, terminate, merge, split, decide. */
  readonly action: string;
  readonly opinion?: string;
  readonly unit?: string;
  readonly person?: string;
  readonly files?: readonly string[];
  readonly values?: Readonly<Record<string, unknown>>;
  /** return: target stage; merge: target case id; decide: request id and verdict; delay: asked limit; split: the parts. */
  readonly target?: { readonly stage?: string; readonly caseId?: string; readonly requestId?: string; readonly granted?: boolean; readonly limit?: TimeLimit; readonly parts?: readonly Readonly<Record<string, unknown>>[] };
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

/** Code behind a case type; every part is optional. */
export interface CaseBinding<T> {
  /** Asked when a case enters a stage: the limit of the stage and, when it starts, of the whole case. */
  readonly limits?: (at: { row: Row<T>; stage: string; work: Work; services: Services }) => Promise<{ stage?: TimeLimit; whole?: TimeLimit } | undefined>;
  /** Asked when a case enters a stage whose candidate is a unit and the action named none. */
  readonly assign?: (at: { row: Row<T>; stage: string; work: Work; services: Services }) => Promise<{ unit?: string; person?: string } | undefined>;
  /** Checks and completes the values of an opening or action (throws a CityError to refuse). Returns extra values to set. */
  readonly before?: (at: { row: Row<T> | undefined; action: string; values: RowInput<T>; principal: Principal; work: Work; services: Services }) => Promise<RowInput<T> | undefined>;
  /** After the step, in the same transaction: messages, linked records. */
  readonly after?: (at: { row: Row<T>; action: string; principal: Principal; work: Work; services: Services }) => Promise<void>;
}

export interface FlowService {
  open<T extends CaseType>(principal: Principal, type: T, input: OpenCase<T>, work?: Work): Promise<Row<T>>;
  act<T extends CaseType>(principal: Principal, type: T, act: Act, work?: Work): Promise<Row<T>>;
  timeline(principal: Principal, type: string, caseId: string): Promise<readonly TimelineEntry[]>;
  /** Bulk load of rows that come with their own history (imports, seeds): opens at a stage with given moments, no messages. */
}

export const flow = service<FlowService>('flow');

export function bindCase<T extends CaseType>(type: T, binding: CaseBinding<T>): { readonly type: T; readonly binding: CaseBinding<T> } {
  return { type, binding };
}
