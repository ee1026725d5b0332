/** Data on its way out: rows served under contracts by calls, files, tables and news of changes, each with its receipt. */
import type { Work } from '../store/service.ts';
import type { Receipt } from '../trust/service.ts';
import type { PushTarget } from './push.ts';
import type { Shelf } from './shelf.ts';
import type { SignedCall } from './signed-call.ts';
import type { CallRow, LaterAnswer, LaterCall, LaterGrantOf, ShareGrant, SharedReply } from './types.ts';

export interface ShareService {
  /** A new key for an application that calls, shown once; the former one ends with it, or so many hours later. */
  issueKey(app: string, overlapHours?: number): Promise<string>;
  /** Copies the visible batch into the service layer, and again after each later batch. Returns its rows. */
  serve(dataset: string): Promise<number>;
  /** True once the first copy has ended. */
  isServed(dataset: string): Promise<boolean>;
  /** The same copy as a job, and the index for contracts whose row conditions name these fields. */
  startServing(
    work: Work,
    of: { readonly dataset: string; readonly fields?: readonly string[] | undefined },
  ): Promise<void>;
  /** Nobody is to be served these rows any more. */
  endServing(work: Work, dataset: string): Promise<void>;
  /** Drops the indexes of all other fields. */
  keepIndexes(
    wanted: readonly { readonly dataset: string; readonly fields: readonly string[] }[],
  ): Promise<number>;
  /** At start-up: rows of datasets whose name begins with '<kind>:' are read there, under the same contracts and receipts. */
  bindShelf(kind: string, shelf: Shelf): void;
  /**
   * Answers a signed call after its receipt is stored. Throws lake.badSignature, badTime, badQuery, replayed, overQuota. The grant is asked
   * for once the signature holds, and throws where the contract is not in force.
   */
  call(call: SignedCall, grantOf: () => Promise<ShareGrant>): Promise<SharedReply>;
  /** At start-up: under what a call that waits is answered; asked when it comes, and anew when it is served here. */
  bindLater(grantOf: LaterGrantOf): void;
  /**
   * The same as `call`, but kept and served once: soon after, or as soon as the link stands at whose other end the data lies. Throws
   * lake.badSignature, badTime, badQuery, replayed, or what the grant does.
   */
  callLater(call: SignedCall): Promise<{ readonly id: string; readonly expiresAt: string }>;
  /** By a signed call whose query is 'result=…'; changes nothing, so it may be said again. Throws lake.badSignature, badTime, laterQuery, laterMissing, laterCovered. */
  fetchLater(call: SignedCall): Promise<LaterAnswer>;
  /** Newest first. */
  laterCalls(contract: string): Promise<readonly LaterCall[]>;
  /** All rows of a contract as a CSV file on this machine, after its receipt is stored. Throws lake.noAppKey, lake.overQuota. */
  sharedFile(
    of: { readonly app: string; readonly contract: string },
    grant: ShareGrant,
  ): Promise<{ readonly at: string; readonly rows: number; readonly receipt: string }>;
  /**
   * All rows of a contract into a table of the using department's database, in place of those of the last push: its readers see either
   * all of one or all of the other, and none before the receipt is stored. The table is made when there is none. Throws lake.noAppKey,
   * overQuota, unreachable, refusedLogin, pushRefused, pushTableTaken, pushColumnsDiffer, movedOn.
   */
  pushTable(
    of: { readonly app: string; readonly contract: string },
    grant: ShareGrant,
    target: PushTarget,
    signal?: AbortSignal,
  ): Promise<{ readonly rows: number; readonly receipt: string }>;
  /** Empties a table that was pushed to, when its contract has ended. Throws as pushTable does. */
  clearTable(contract: string, grant: ShareGrant, target: PushTarget): Promise<void>;
  /** From now on each batch of the dataset leaves what it changed; or no longer. */
  followChanges(work: Work, dataset: string, followed: boolean): Promise<void>;
  /** Position of the newest change. */
  lastChange(dataset: string): Promise<number>;
  /**
   * Sends what changed behind a position, as far as the contract has it: JSON with `data` (the text of the changes), signed like a call whose
   * query it is. Receipt first; whoever sends again after a failure leaves another one; only what `send` brought there counts
   * against the quota. Throws lake.changesGone, noAppKey, overQuota, or what `send` throws.
   */
  deliverChanges(
    of: { readonly app: string; readonly contract: string },
    grant: ShareGrant,
    after: number,
    send: (body: string) => Promise<void>,
  ): Promise<{
    readonly upTo: number;
    readonly more: boolean;
    readonly rows: number;
    readonly receipt: string | null;
  }>;
  /** Newest first. */
  calls(query: {
    readonly contracts: readonly string[];
    readonly apps?: readonly string[] | undefined;
    readonly outcome?: string | undefined;
    readonly before?: string | undefined;
    /** Moments: from the first up to, not including, the second. */
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly size: number;
  }): Promise<readonly CallRow[]>;
  /** Calls and rows of each contract on each of its days from the given one on. */
  usage(
    contracts: readonly string[],
    from: string,
  ): Promise<readonly { contract: string; day: string; calls: number; rows: number }[]>;
  findCall(id: string): Promise<CallRow | undefined>;
  /** Verifiable without the city. Throws lake.noReceipt, lake.notSealed. */
  receipt(id: string): Promise<Receipt>;
  /** Brings what is stored into the log now instead of within a second. */
  sealReceipts(): Promise<number>;
}
