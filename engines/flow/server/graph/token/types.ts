/** The words of the token game: where the tokens of a case stand, who works on what, what is waited for, and all that one command changes. */
import type { CaseFacts, Command, Facts, NewEntry, RequestKind, StepNotice } from '../../step/types.ts';
import type { CityError } from '../../../../../kernel/errors.ts';
import type { LimitUnit, TimeLimit } from '../../../../../kernel/working-time.ts';

/** Node → the visit that lies on this token's way, newest only. */
export type Trail = Readonly<Record<string, string>>;

export interface Token {
  readonly id: string;
  readonly scope: string;
  readonly node: string;
  /** The flow it came by. */
  readonly via: string | null;
  readonly trail: Trail;
  /** Why it rests: people at work, a join, an event or job, a scope inside. */
  readonly rests: 'work' | 'join' | 'wait' | 'scope';
  /** Which instance of a repeated activity, from 0. */
  readonly instance?: number;
}

/** The process itself ('root'), a sub-process at work, or the instances of a repeated activity. */
export interface Scope {
  readonly id: string;
  /** The token outside that waits for it; null for the root. */
  readonly token: string | null;
  readonly outer: string | null;
  /** Its node; null for the root. */
  readonly node: string | null;
  /** Outcome that the last end here named. */
  readonly outcome: string | null;
  readonly loop?: {
    readonly items: readonly unknown[];
    readonly next: number;
    readonly done: number;
    readonly agreed: number;
  };
}

/**
 * signer: as the rule says · parallel and after: added signers · before, delegate: give an opinion, then it comes back ·
 * detour: corrects something and hands it straight back.
 */
export type Manner = 'signer' | 'parallel' | 'after' | 'before' | 'delegate' | 'detour';

/** One person's (or pool's) part of a user task; open ones are work items, the others belong to its countersign. */
export interface Item {
  readonly id: string;
  readonly token: string;
  /** The user task that it shows; a detour shows the one gone back to. */
  readonly node: string;
  readonly state: 'open' | 'parked' | 'waiting' | 'done';
  readonly manner: Manner;
  /** The item that is parked for it. */
  readonly parent: string | null;
  /** Who added it. */
  readonly addedBy: string | null;
  readonly unit: string | null;
  readonly person: string | null;
  readonly claimedBy: string | null;
  readonly claimedAt: string | null;
  readonly createdAt: string;
  /** Case version at which it was made or changed; an act that saw an older one is stale. */
  readonly since: number;
  readonly limit: TimeLimit | null;
  readonly dueAt: string | null;
  /** Due by its own limit; dueAt may come from the whole case. */
  readonly stageDueAt: string | null;
  readonly yellowAt: string | null;
  readonly paused: number;
  /** When it was parked: its clock stands. */
  readonly parkedAt: string | null;
  readonly urgedAt: string | null;
  readonly action: string | null;
  readonly vote: 'for' | 'against' | null;
}

/** What a resting token waits for besides people. */
export interface Wait {
  readonly id: string;
  readonly token: string;
  /** The event, boundary, receive, service or call node. */
  readonly node: string;
  readonly kind: 'timer' | 'message' | 'signal' | 'job' | 'call';
  /** Message, signal, job or called case type. */
  readonly name: string;
  readonly key: string | null;
  readonly dueAt: string | null;
  readonly clock: LimitUnit;
  /** Firings left of a repeated timer. */
  readonly left: number;
  /** A job that failed for good, an event whose way on is barred; an administrator repeats or jumps. */
  readonly incident: string | null;
  /** What the barred event brought, for when it is repeated. */
  readonly came?: Readonly<Record<string, unknown>>;
}

/** A user task that was left: the newest of each task, and those that lie on the way of a living token. */
export interface Visit {
  readonly id: string;
  readonly node: string;
  readonly scope: string;
  readonly instance?: number;
  readonly unit: string | null;
  readonly person: string | null;
  /** What lay on the way when it was entered. */
  readonly trail: Trail;
  /** Of a countersign whose signers somebody chose: they, so that going back asks the same again. */
  readonly signers?: readonly Assignee[];
}

export interface TokenState {
  /** Of the last id given. */
  readonly serial: number;
  /** Limit of the whole case. */
  readonly whole: TimeLimit | null;
  readonly tokens: Readonly<Record<string, Token>>;
  readonly scopes: Readonly<Record<string, Scope>>;
  readonly items: Readonly<Record<string, Item>>;
  readonly waits: Readonly<Record<string, Wait>>;
  readonly visits: Readonly<Record<string, Visit>>;
}

export const collections = ['tokens', 'scopes', 'items', 'waits', 'visits'] as const;
export type Collection = (typeof collections)[number];

/** What changed, entry by entry (null: gone); the timeline keeps it, and all of them in order give the state. */
export type StateChange = Pick<TokenState, 'serial' | 'whole'> & {
  readonly [C in Collection]?: Readonly<Record<string, TokenState[C][string] | null>>;
};

export interface Assignee {
  readonly unit: string | null;
  readonly person: string | null;
}

/** What the shell found out about a user task that a token comes to. */
export interface Arrival {
  readonly assignees: readonly Assignee[];
  readonly limit?: TimeLimit | undefined;
  /** Limit of the whole case, asked when it has none yet. */
  readonly whole?: TimeLimit | undefined;
}

export interface Bounds {
  /** Nodes that one command may pass. */
  readonly steps: number;
  /** Instances of one repeated activity, and signers of one countersign. */
  readonly instances: number;
  /** Tokens, items and waits alive in one case. */
  readonly alive: number;
}

/** What a business rule task asks of the rules. */
export interface Question {
  readonly decision: string;
  readonly context: Readonly<Record<string, unknown>>;
}

export interface Conclusion {
  /** Outputs by name, or the one output itself. */
  readonly value: unknown;
  /** Version and rows that decided, for the timeline. */
  readonly because: string;
}

export interface TokenFacts extends Facts {
  readonly bounds: Bounds;
  /** By user task; one that is missing is asked for. */
  readonly arrivals: ReadonlyMap<string, Arrival>;
  evaluate(expression: string, context: Readonly<Record<string, unknown>>): unknown;
  /** The answer of a decision over these values; one that is missing is asked for. */
  readonly conclude?: (question: Question) => Conclusion | undefined;
}

/** `holds`: items this person may act on, himself or for somebody whom he acts for. */
export interface TokenPowers {
  readonly holds: ReadonlySet<string>;
  readonly opened: boolean;
  readonly sees: boolean;
  readonly automatic: boolean;
  may(permission: string): boolean;
}

export interface TokenCommand extends Omit<Command, 'powers' | 'target'> {
  readonly powers: TokenPowers;
  /** File of a signature written by hand. */
  readonly signature: string | null;
  /** Which work item; may be left out where the person holds one only. */
  readonly item: string | null;
  readonly target: Command['target'] & {
    /** return: through everything again, or straight back to the one who returns it. */
    readonly mode?: 'through' | 'straight' | undefined;
    /** add-signer: where the added ones stand; chosen next holders, added signers, readers. */
    readonly position?: 'before' | 'after' | 'parallel' | undefined;
    readonly people?: readonly Assignee[] | undefined;
    /** drop-signer, jump: the item meant. */
    readonly item?: string | undefined;
    /** add-signer before and delegate: what the opinion says. */
    readonly vote?: 'for' | 'against' | undefined;
    /** The wait that an engine's own command answers. */
    readonly wait?: string | undefined;
    readonly error?: string | undefined;
    /** engine.migrate: boundary events that the old version had too; one that has fired does not begin again. */
    readonly carried?: readonly string[] | undefined;
  };
}

/** The case as the token game sees it: its row, where the tokens are, and open requests. */
export interface TokenCase {
  readonly row: CaseFacts;
  readonly tokens: TokenState;
  readonly requests: readonly {
    readonly id: string;
    readonly kind: RequestKind;
    readonly askedBy: string;
    readonly unit: string | null;
    readonly limit: TimeLimit | null;
    /** Item that asks. */
    readonly item?: string;
  }[];
  readonly refusedUnits: readonly string[];
}

/** An item that is over: by an action, or because the task needs it no more ('cancelled'). */
export interface ClosedItem {
  readonly item: Item;
  readonly action: string;
  readonly by: string | null;
  readonly took: number;
  readonly late: boolean | null;
}

/** All that one command changes. */
export interface TokenStep {
  readonly tokens: TokenState;
  readonly change: StateChange;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly closed: readonly ClosedItem[];
  readonly opened: readonly Item[];
  /** Open before and after, but different. */
  readonly changed: readonly Item[];
  /** Urging, supervising: for all open items of the case. */
  readonly mark?: { readonly urged?: true; readonly supervised?: true; readonly suspended?: boolean };
  readonly entry: NewEntry;
  /** Titles of what passed by itself. */
  readonly notes: readonly string[];
  readonly notices: readonly StepNotice[];
  readonly asks?: { readonly kind: RequestKind; readonly limit: TimeLimit | null; readonly item: string };
  readonly decides?: { readonly id: string; readonly granted: boolean };
  readonly sends: readonly Sent[];
  readonly calls: readonly {
    readonly wait: string;
    readonly type: string;
    readonly values: Readonly<Record<string, unknown>>;
  }[];
  /** 抄送, 传阅: who is to read. */
  readonly readers: readonly { readonly person: string; readonly kind: 'copy' | 'circulate' }[];
  readonly mergesInto?: string;
  readonly children?: readonly Readonly<Record<string, unknown>>[];
}

export interface Sent {
  readonly kind: 'message' | 'signal';
  readonly name: string;
  readonly key: string | null;
}

/** The shell must find these user tasks' candidates and limits and put these questions to the rules, and ask again. */
export interface Asking {
  readonly asks: readonly string[];
  readonly questions: readonly Question[];
}

export type TokenDecided = TokenStep | CityError | Asking;
