/** What the gateway offers to other doors of the city: running a declared route as another principal, and counting calls of applications. */
import type { Endpoint } from '../../kernel/contract.ts';
import { type Context, service } from '../../kernel/system.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

export interface RouteRunner {
  find(system: string, name: string): Endpoint | undefined;
  /** JSON Schema 2020-12 of what goes in and comes out; an output of bytes has none. */
  schemasOf(route: Endpoint): { readonly input: JsonSchema; readonly output: JsonSchema | undefined };
  /** Through the route's own access, schema and handler, as the context's principal. Throws what the route throws. */
  run(system: string, name: string, input: unknown, context: Context): Promise<unknown>;
}

export const routeRunner = service<RouteRunner>('gateway.routes');

export interface CallWindow {
  readonly length: 'minute' | 'day';
  readonly most: number;
}

export type Taken =
  | { readonly outcome: 'taken' | 'replayed' }
  | {
      readonly outcome: 'over';
      readonly window: CallWindow;
      /** Seconds until the window ends. */
      readonly seconds: number;
    };

/** Calls of one hour, application, target and outcome. */
export interface CallCount {
  /** Start of the hour, ISO. */
  readonly hour: string;
  readonly app: string;
  readonly target: string;
  /** 'served', 'sandbox' or the code of the refusal. */
  readonly outcome: string;
  readonly calls: number;
  /** Calls by time taken; the places are those of `latencyBounds`, one more at the end for all above. */
  readonly spent: readonly number[];
}

/** Upper bounds in milliseconds of the classes in which the time of calls is counted. */
export const latencyBounds = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 10_000,
] as const;

export interface CallMeter {
  /** Uses up the nonce and, where every window still bears it, a call of the quota `subject`; both or neither window is counted. */
  take(call: {
    readonly app: string;
    readonly nonce: string;
    readonly subject: string;
    readonly windows: readonly CallWindow[];
  }): Promise<Taken>;
  /** Kept in memory for a second at most, then added to the table. */
  count(call: {
    readonly app: string;
    readonly target: string;
    readonly outcome: string;
    readonly milliseconds: number;
  }): void;
  /** Hours from `from` up to, not including, `to`. */
  counts(query: { readonly from: string; readonly to: string }): Promise<readonly CallCount[]>;
  /** Writes what is in memory now. */
  flush(): Promise<void>;
  /** Forgets nonces that no clock difference lets in again, and quotas of past days. */
  sweep(): Promise<void>;
}

export const callMeter = service<CallMeter>('gateway.meter');
