/**
 * A process as a graph of nodes and sequence flows: BPMN 2.0 (ISO/IEC 19510) with the approval semantics of Chinese offices.
 * Pure data, JSON through and through, versioned; engines/flow runs it, exchange forms and designers read and write it.
 */
import type { CaseProcess, Need, Verb } from './case.ts';
import type { TimeLimit } from './working-time.ts';

/** A FEEL expression (DMN 1.3, clause 10) over the case's fields and `case` { number, area, unit, initiator, openedAt }. */
export type Expression = string;

/** What wakes a waiting event. A timer has a length on the working clock, or a moment that an expression gives. */
export type Trigger =
  | { readonly kind: 'timer'; readonly after: TimeLimit; readonly times?: number }
  | { readonly kind: 'timer'; readonly at: Expression }
  /** `key` picks the one case that a message is for; default its number. */
  | { readonly kind: 'message'; readonly message: string; readonly key?: Expression }
  | { readonly kind: 'signal'; readonly signal: string }
  /** Without a name: any error. */
  | { readonly kind: 'error'; readonly error?: string };

/** What an end or a throwing event does. */
export type Effect =
  | { readonly kind: 'message'; readonly message: string; readonly key?: Expression }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'error'; readonly error: string }
  /** Ends the scope that it stands in, with all its other tokens. */
  | { readonly kind: 'terminate' };

/** 或签 any · 会签 all (everybody answers) · veto (the first 'against' ends it) · percent · in-order 依次 (an 'against' ends it). */
export type Countersign =
  | { readonly mode: 'single' | 'any' | 'all' | 'veto' | 'in-order' }
  /** Whole per cent of the signers, 1–100, whose 'for' is enough. */
  | { readonly mode: 'percent'; readonly percent: number };

/** Whose unit or area a rule looks at: the case's own, the initiator's, or that of the holder before. */
export type Whose = 'case' | 'initiator' | 'previous';

/** Who gets the work of a user task. Several people are a pool for one item, or one signer each under a countersign. */
export type CandidateRule =
  /** Whoever holds the task's permission over the case's area. */
  | { readonly kind: 'area' }
  /** The unit given by the action that led here or by the binding; within it whoever holds the permission. */
  | { readonly kind: 'unit' }
  | { readonly kind: 'initiator' }
  /** Chosen by the previous holder with his action: people, or units. */
  | { readonly kind: 'chosen' }
  /** Everybody who holds the permission (of the case's system; default the task's) in that unit. */
  | { readonly kind: 'post'; readonly holds?: string; readonly of: Whose }
  /** The head of that unit: who holds the permission that the model names as `head`. */
  | { readonly kind: 'head'; readonly of: Whose }
  /** Of those who hold the permission over the area or in the unit, the one with the fewest open items. */
  | { readonly kind: 'least-loaded'; readonly of: 'area' | Whose }
  /** Whoever the roster has on duty now. */
  | { readonly kind: 'on-duty'; readonly roster: string }
  /** People or units by id: one, or a list. */
  | { readonly kind: 'field'; readonly people: Expression }
  | { readonly kind: 'field'; readonly units: Expression };

/** The verbs that a user task may offer besides its actions. */
export type TaskVerb =
  | Verb
  /** 委派: somebody else gives an opinion, then it comes back. */
  | 'delegate'
  /** 加签 and 减签. */
  | 'add-signer'
  | 'drop-signer'
  /** 撤回 by the previous holder, while the next has not acted. */
  | 'take-back'
  /** 抄送 and 传阅. */
  | 'copy'
  | 'circulate';

export type TaskNeed = Need | 'signature';

/** One way to finish a user task: 同意, 拒绝 … */
export interface TaskAction {
  readonly title: string;
  /** Id of the outgoing flow it takes; without one the conditions of the outgoing flows decide. */
  readonly flow?: string;
  /** Counts in a countersign; default 'for', with `negative` 'against'. */
  readonly vote?: 'for' | 'against';
  readonly needs?: readonly TaskNeed[];
  /** Fields that it may set (besides those that the task lets edit), and those of them that must be given. */
  readonly sets?: readonly string[];
  readonly requires?: readonly string[];
  readonly negative?: boolean;
  /** Taken by a rule or system, never offered to people. */
  readonly automatic?: boolean;
}

export type FieldRight = 'editable' | 'visible' | 'hidden';

/** Runs an activity several times. `over` gives a list, or `count` a number; `done` ends it early: a truth over `item`, `done`, `total`, `agreed`. */
export interface Repeats {
  readonly order: 'sequential' | 'parallel';
  readonly over?: Expression;
  readonly count?: Expression;
  /** Name of the element inside; default 'item'. */
  readonly item?: string;
  readonly done?: Expression;
}

interface NodeBase {
  readonly title: string;
  /** The sub-process that it stands in; absent: the process itself. */
  readonly within?: string;
}

export interface StartNode extends NodeBase {
  readonly kind: 'start';
  /** Absent: a person opens the case here. */
  readonly on?: Exclude<Trigger, { readonly kind: 'error' }>;
}

export interface EndNode extends NodeBase {
  readonly kind: 'end';
  readonly does?: Effect;
  /** Outcome of the case; the one of the last end counts. Default 'done'. */
  readonly outcome?: string;
}

export interface UserNode extends NodeBase {
  readonly kind: 'user';
  /** Short name of the permission that acting takes. */
  readonly allow: string;
  readonly candidate: CandidateRule;
  /** Default single. */
  readonly sign?: Countersign;
  readonly actions: Readonly<Record<string, TaskAction>>;
  readonly verbs?: readonly TaskVerb[];
  /** User tasks that 驳回 may go back to; default every one on the way here. */
  readonly returnTo?: readonly string[];
  readonly limit?: TimeLimit;
  /** Absent fields are visible. */
  readonly fields?: Readonly<Record<string, FieldRight>>;
  /** Wanted with every action. */
  readonly needs?: readonly TaskNeed[];
  readonly repeats?: Repeats;
}

/** Work of the machine: the job named by the case type's binding; its answer may set fields. */
export interface ServiceNode extends NodeBase {
  readonly kind: 'service';
  readonly job: string;
  readonly repeats?: Repeats;
}

/** A decision table or expression by name; its outputs go into the fields named. */
export interface DecisionNode extends NodeBase {
  readonly kind: 'decision';
  readonly decision: string;
  /** Field → name of the output; absent: outputs set the fields of their own name. */
  readonly sets?: Readonly<Record<string, string>>;
}

/** Done outside any system: noted in the timeline, passed at once. */
export interface ManualNode extends NodeBase {
  readonly kind: 'manual';
}

export interface SendNode extends NodeBase {
  readonly kind: 'send';
  readonly message: string;
  readonly key?: Expression;
}

export interface ReceiveNode extends NodeBase {
  readonly kind: 'receive';
  readonly message: string;
  readonly key?: Expression;
}

/** exclusive: the first flow whose condition holds · inclusive: all of them · parallel: all · event: whichever catching event comes first. */
export interface GatewayNode extends NodeBase {
  readonly kind: 'exclusive' | 'inclusive' | 'parallel' | 'event';
}

export interface CatchNode extends NodeBase {
  readonly kind: 'catch';
  readonly on: Exclude<Trigger, { readonly kind: 'error' }>;
}

export interface ThrowNode extends NodeBase {
  readonly kind: 'throw';
  readonly does?: Exclude<Effect, { readonly kind: 'terminate' | 'error' }>;
}

/** Sits on an activity while that is at work. */
export interface BoundaryNode extends NodeBase {
  readonly kind: 'boundary';
  readonly host: string;
  readonly on: Trigger;
  /** Ends the activity; an error always does. */
  readonly interrupting: boolean;
}

export interface SubProcessNode extends NodeBase {
  readonly kind: 'sub-process';
  readonly repeats?: Repeats;
}

/** Opens a case of another type (or its own) and goes on when that is closed. */
export interface CallNode extends NodeBase {
  readonly kind: 'call';
  /** '<system>.<case>' */
  readonly calls: string;
  /** Field of the called case → expression here. */
  readonly gives?: Readonly<Record<string, Expression>>;
  /** Field here → expression over the called case's fields and `outcome`. */
  readonly takes?: Readonly<Record<string, Expression>>;
  readonly repeats?: Repeats;
}

export type ProcessNode =
  | StartNode
  | EndNode
  | UserNode
  | ServiceNode
  | DecisionNode
  | ManualNode
  | SendNode
  | ReceiveNode
  | GatewayNode
  | CatchNode
  | ThrowNode
  | BoundaryNode
  | SubProcessNode
  | CallNode;

export type NodeKind = ProcessNode['kind'];

/** A sequence flow. Out of a gateway the order of `flows` is the order of asking. */
export interface ProcessFlow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly title?: string;
  readonly when?: Expression;
  /** Taken when no other condition holds. */
  readonly otherwise?: true;
}

/** What a process is, staged or drawn; permissions are short names of the case's system. */
export interface ProcessModel
  extends Pick<CaseProcess, 'version' | 'outcomes' | 'requests' | 'marks' | 'counts'> {
  readonly title: string;
  readonly nodes: Readonly<Record<string, ProcessNode>>;
  readonly flows: readonly ProcessFlow[];
  /** Titles of what is waited for and thrown, by name. */
  readonly messages?: Readonly<Record<string, string>>;
  readonly signals?: Readonly<Record<string, string>>;
  readonly errors?: Readonly<Record<string, string>>;
  /** Permission that makes a head of a unit, for the candidate rule 'head'. */
  readonly head?: string;
  /** Limit of the whole case. */
  readonly limit?: TimeLimit;
  /** User tasks in which the initiator may still withdraw; default: every one. */
  readonly withdraw?: readonly string[];
  /** Permissions of verbs that need no work item; `administer`: 跳转, 终止, incidents. */
  readonly allow: CaseProcess['allow'] & { readonly administer?: string };
}

/** May a token rest here, being worked on? Boundary events sit on these, and a limit of instances counts them. */
export function isActivity(node: ProcessNode): boolean {
  return activities.has(node.kind);
}

const activities: ReadonlySet<NodeKind> = new Set([
  'user',
  'service',
  'decision',
  'manual',
  'send',
  'receive',
  'sub-process',
  'call',
] as const);
