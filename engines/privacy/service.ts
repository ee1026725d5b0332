/** What the privacy engine offers: matching two lists of which neither side sees the other's, figures with noise on a budget, checked tables. */
import { service } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';
import type { KeyKind } from './match/normalise.ts';
import type { NoisyCell } from './noise/answer.ts';
import type { Question, Terms } from './noise/question.ts';
import type { EarlierCell, Finding, OutputRules } from './output/check-output.ts';

/** Millionths of ε. */
export interface Account {
  readonly account: string;
  readonly total: number;
  readonly spent: number;
}

export interface Spending {
  readonly id: string;
  readonly amount: number;
  readonly left: number;
  readonly at: string;
}

export interface AskTable {
  readonly dataset: string;
  readonly terms: Terms;
  readonly question: Question;
  readonly rules: OutputRules;
  readonly earlier: readonly EarlierCell[];
}

export interface TableCell {
  readonly group: string | null;
  readonly value: number | null;
  /** How many people stand behind it: for later checks, not for the asker. Null where there is no value. */
  readonly people: number | null;
  readonly finding: Finding | null;
}

export interface AskNoisy {
  readonly id: string;
  /** Whose answers are remembered together. */
  readonly owner: string;
  readonly dataset: string;
  readonly terms: Terms;
  readonly question: Question;
  /** Millionths. */
  readonly epsilon: number;
  /** All are charged, or none. */
  readonly accounts: readonly string[];
}

export interface Answer {
  readonly id: string;
  /** SM3 over question and batch. */
  readonly question: string;
  readonly batch: string;
  readonly epsilon: number;
  readonly cells: readonly NoisyCell[];
}

export interface MatchPlan {
  readonly dataset: string;
  readonly field: string;
  readonly kind: KeyKind;
  /** x of the other party's a·G, 64 hexadecimal digits. */
  readonly commitment: string;
  /** Size of the other party's list, and fewest keys by which it must differ from earlier ones. */
  readonly least: number;
  readonly most: number;
  readonly apart: number;
  /** Fewest that must match for anything to be let go. */
  readonly fewest: number;
  /** The city's set is filled up to whole steps, with at least so many points that catch a forged answer. */
  readonly step: number;
  readonly canaries: number;
}

/** receiving → computing → offering → review → released; void ends it without a result. */
export type MatchState = 'receiving' | 'computing' | 'offering' | 'review' | 'released' | 'void';

export interface Match {
  readonly id: string;
  readonly owner: string;
  readonly state: MatchState;
  readonly plan: MatchPlan;
  readonly theirs: number;
  /** Points that the city offers; 0 until they are computed. */
  readonly ours: number;
  readonly problem: string | null;
  /** From review on; for the reviewer. */
  readonly matched: number | null;
}

export interface Matches {
  /** Throws privacy.badCommitment, privacy.tooFew. */
  begin(work: Work, given: { id: string; owner: string; theirs: number; plan: MatchPlan }): Promise<void>;
  find(id: string): Promise<Match | undefined>;
  /** Parts of `partPoints` points, the last one smaller, in base64. Throws privacy.badEncoding, wrongPart, wrongCount, wrongStep. */
  give(id: string, number: number, points: string): Promise<void>;
  /**
   * The list is whole: holds it against the project's earlier ones and starts computing. Returns the job. Throws privacy.wrongCount, repeated,
   * sameList, nearList, wrongStep.
   */
  compute(id: string, by: string): Promise<string>;
  /** The city's points of a part, base64. Throws privacy.wrongStep. */
  offer(id: string, number: number): Promise<string>;
  /** The same points raised by the other party, in an order of its own. Errors as of `give`. */
  answer(id: string, number: number, points: string): Promise<void>;
  /** Compares. Throws privacy.wrongCount, repeated, forged, fewMatched, nearMatch, and the match is void from then on but for the first. */
  finish(id: string): Promise<Match>;
  /** What is let go; the points and the city's secret are gone from then on. Throws privacy.wrongStep. */
  release(work: Work, id: string): Promise<{ readonly matched: number; readonly places: readonly number[] }>;
  cancel(work: Work, id: string, problem: string): Promise<void>;
  /** Takes away all that is left of an owner's matches. Returns how many parts and marks went. */
  forget(work: Work, owner: string): Promise<number>;
}

/** joining → giving → review → released; failed may be repeated with new keys, void ends it without a result. */
export type SumState = 'joining' | 'giving' | 'failed' | 'review' | 'released' | 'void';

/** What one party's number in a column lies between, in whole steps. */
export interface SumBound {
  readonly low: number;
  readonly high: number;
}

export interface Sum {
  readonly id: string;
  readonly owner: string;
  readonly state: SumState;
  /** From 1; every repetition has its own keys. */
  readonly attempt: number;
  readonly about: string;
  readonly parties: readonly string[];
  readonly bounds: readonly SumBound[];
  /** Of this attempt, by name. */
  readonly members: readonly { readonly party: string; readonly key: string; readonly given: boolean }[];
  /** Code of what made the last attempt fail or ended it, and who is named for it. */
  readonly problem: string | null;
  readonly named: readonly string[];
  /** In review only. */
  readonly totals: readonly number[] | null;
}

export interface Sums {
  /** Throws privacy.sumParties, sumBounds. */
  begin(
    work: Work,
    given: Pick<Sum, 'id' | 'owner' | 'about' | 'parties' | 'bounds'> & {
      readonly least: number;
      readonly most: number;
    },
  ): Promise<void>;
  find(id: string): Promise<Sum | undefined>;
  /** The last to join fixes the roster. Throws privacy.noSum, notParty, sumStep, sumAttempt, sumKey, sumKeyUsed, sumJoined. */
  join(
    work: Work,
    given: { readonly id: string; readonly attempt: number; readonly party: string; readonly key: string },
  ): Promise<Sum>;
  /**
   * A party's masked vector in base64. The last one is added up: review, or failed with who is named. The same again is no second one. Throws
   * privacy.noSum, notParty, sumStep, sumAttempt, sumRoster, sumShape, sumChanged, sumReplayed.
   */
  give(work: Work, given: SumGiven): Promise<Sum>;
  /** A new attempt with new keys; what was given is gone. Names who was missing. Throws privacy.noSum, sumStep. */
  repeat(work: Work, id: string): Promise<Sum>;
  /** Throws privacy.noSum, sumStep. */
  release(work: Work, id: string): Promise<void>;
  /** Without a result. Errors as of `release`. */
  cancel(work: Work, id: string, problem: string): Promise<void>;
  /** Takes away all vectors and keys of an owner. Returns how many went. */
  forget(work: Work, owner: string): Promise<number>;
}

export interface SumGiven {
  readonly id: string;
  readonly attempt: number;
  readonly party: string;
  /** Digest of the roster that the masks are bound to. */
  readonly roster: string;
  readonly masked: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface PrivacyService {
  readonly sums: Sums;
  readonly matches: Matches;
  setBudget(work: Work, account: string, total: number): Promise<void>;
  accounts(accounts: readonly string[]): Promise<readonly Account[]>;
  spending(account: string, size: number): Promise<readonly Spending[]>;
  /**
   * `record` runs in the transaction that charges the accounts. Throws privacy.badQuestion, noBudget, overspent, moved.
   */
  askNoisy<T>(
    asked: AskNoisy,
    record: (work: Work, answer: Answer, repeated: boolean) => Promise<T>,
  ): Promise<T>;
  /** Throws privacy.badQuestion, moved. */
  askTable(asked: AskTable): Promise<readonly TableCell[]>;
}

export const privacy = service<PrivacyService>('privacy');
