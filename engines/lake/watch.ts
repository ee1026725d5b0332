/** How shared data is called, hour by hour: what a watch over leaks compares, made from receipts without any value of a row or query. */

/** One contract in one hour (clock hours of Shanghai, which are clock hours of UTC). */
export interface CallHour {
  readonly contract: string;
  readonly app: string;
  /** Its beginning, ISO. */
  readonly hour: string;
  readonly calls: number;
  /** Rows that went out. */
  readonly rows: number;
  /** Calls that found nothing. */
  readonly empty: number;
  /** Calls refused for want of quota. */
  readonly refused: number;
  /** Calls for one key, how many different keys these were, and how many blocks of keys that differ in their last two characters only. */
  readonly keyed: number;
  readonly keys: number;
  readonly blocks: number;
  /** Seconds between calls: mean and standard deviation; null with fewer than two. */
  readonly gapMean: number | null;
  readonly gapDeviation: number | null;
}

/** A contract on one day, of the calls that have been profiled. */
export interface CallTraffic {
  readonly contract: string;
  /** In Shanghai. */
  readonly day: string;
  readonly calls: number;
  readonly rows: number;
  readonly empty: number;
  readonly refused: number;
}

/** A call that nobody made. */
export interface DemoCall {
  readonly app: string;
  readonly contract: string;
  readonly at: string;
  readonly rows: number;
  /** By which it would have asked; kept as marks only. */
  readonly key: string;
}

export interface CallWatch {
  /** For seeds only: receipts that say of themselves that they are 演示数据. */
  addDemo(calls: readonly DemoCall[]): Promise<void>;
  /** Brings receipts into the hours now instead of within a minute; each once, by one process. How many receipts. */
  profile(): Promise<number>;
  /** From `from` up to, not including, `to`, oldest first. */
  hours(query: {
    readonly contracts: readonly string[];
    readonly from: string;
    readonly to: string;
  }): Promise<readonly CallHour[]>;
  /** When the contract was called for the first time that is still known, and when its application last was before an hour. */
  span(
    contract: string,
    app: string,
    before: string,
  ): Promise<{ readonly first: string | null; readonly lastOfApp: string | null }>;
  /** Calls by contract and day, both days in Shanghai and counted. */
  traffic(query: {
    readonly contracts: readonly string[];
    readonly from: string;
    readonly to: string;
  }): Promise<readonly CallTraffic[]>;
  /** Calls of an application that were refused before there was a receipt, by the code of the refusal. */
  refusals(app: string, hour: string): Promise<readonly { readonly code: string; readonly calls: number }[]>;
}
