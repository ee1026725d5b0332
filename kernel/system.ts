/** Server side of a system or engine: binds code to every promise its contract made. */
import type { Principal } from './access.ts';
import type { Binary, Contract, Endpoint, Events, Schema } from './contract.ts';
import type { ErrorTable } from './errors.ts';

/** A typed name under which start-up hands out an engine's service: `ctx.use(flow)`. */
export interface ServiceKey<T> {
  readonly id: string;
  readonly '~service'?: T;
}

export function service<T>(id: string): ServiceKey<T> {
  return { id };
}

export interface Services {
  use<T>(key: ServiceKey<T>): T;
}

/** What a handler is given besides its input. */
export interface Context extends Services {
  readonly principal: Principal;
  readonly now: Date;
  /** For logs and error replies. */
  readonly traceId: string;
  /** Network address of the caller, for the audit only. */
  readonly address: string;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** Headers for the reply, beyond what the gateway sets. */
  readonly reply: { header(name: string, value: string): void };
  /** Name of the client's own request id, if it sent one: a replay gives the first answer again. */
  readonly requestKey: string | undefined;
  /** Id of the last server-sent event that a reconnecting page heard (Last-Event-ID), when it is one of ours. */
  readonly lastEventId?: string | undefined;
}

type HandlerReply<Out> = Out | Binary;

export type Handler<E> =
  E extends Endpoint<string, infer _In, infer Parsed, infer Out>
    ? (input: Parsed, context: Context) => Promise<HandlerReply<Out>> | HandlerReply<Out>
    : never;

export type Handlers<R> = { readonly [K in keyof R]: Handler<R[K]> };

/** An event as its consumers get it. */
export interface Delivered<P = unknown> {
  /** Position in the one order of all events; also the idempotency key. */
  readonly position: string;
  readonly name: string;
  readonly at: string;
  readonly actor: string;
  readonly payload: P;
}

export interface Subscription<Work = unknown> {
  /** Event name '<system>.<event>'; engines' own are 'register.changed', 'case.changed' … */
  readonly on: string;
  /** Runs inside the transaction that moves the consumer's checkpoint: its writes are applied once. */
  readonly run: (event: Delivered, work: Work, services: Services) => Promise<void>;
}

/** Work that runs by itself (cron in Asia/Shanghai) or when somebody starts it. */
export interface JobBinding {
  readonly run: (input: unknown, services: Services) => Promise<unknown>;
  readonly cron?: string;
}

export interface System {
  readonly contract: Contract;
  readonly handlers: Readonly<Record<string, (input: never, context: Context) => unknown>>;
  /** Name → subscription; the name is the consumer's checkpoint. */
  readonly subscriptions: Readonly<Record<string, Subscription>>;
  /** Code behind case types: limits, assignment, effects (engines/flow: bindCase). */
  readonly cases: Readonly<Record<string, unknown>>;
  /** Jobs by name with their schedule. */
  readonly jobs: Readonly<Record<string, JobBinding>>;
  /** Demo data, loaded once when CITY_DEMO is on. */
  readonly seed?: (services: Services) => Promise<void>;
  /** Reference data (code lists, standards), loaded at every start; must be idempotent. */
  readonly load?: (services: Services) => Promise<void>;
}

export function defineSystem<
  R extends Readonly<Record<string, Endpoint>>,
  E extends ErrorTable,
  Ev extends Events,
>(spec: {
  readonly contract: Contract<string, R, E, Ev, unknown, unknown, unknown>;
  readonly handlers: Handlers<R>;
  readonly subscriptions?: Readonly<Record<string, Subscription>>;
  readonly cases?: Readonly<Record<string, unknown>>;
  readonly jobs?: Readonly<Record<string, JobBinding>>;
  readonly seed?: (services: Services) => Promise<void>;
  readonly load?: (services: Services) => Promise<void>;
}): System {
  return { subscriptions: {}, cases: {}, jobs: {}, ...spec } as unknown as System;
}

export type PayloadOf<S> = S extends Schema<unknown, infer P> ? P : never;
