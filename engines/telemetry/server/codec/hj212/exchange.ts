/** One request of the centre from sending to its end: resent when no answer comes, over when the field says so or stays silent (HJ 212-2017). */
import type { Hj212Message } from './message.ts';
import { valueOf } from './message.ts';

export interface ExchangeRules {
  /** OverTime: how long an answer may take, in milliseconds; 10 s over radio, 5 s over ADSL. */
  readonly timeout: number;
  /** ReCount: how often a request is sent again; 3. */
  readonly resends: number;
  /** How long carrying it out may take after 9011, in milliseconds. */
  readonly execution: number;
}

/** `code` is the QnRtn or ExeRtn that ended it. */
export type ExchangeEnd =
  | { readonly end: 'done' }
  | { readonly end: 'refused'; readonly code: string }
  | { readonly end: 'failed'; readonly code: string }
  | { readonly end: 'no-answer' };

export interface Exchange {
  readonly request: Hj212Message;
  readonly state: 'asked' | 'executing';
  readonly sent: number;
  readonly deadline: number;
}

export type ExchangeStep = { readonly exchange: Exchange; readonly send?: Hj212Message } | ExchangeEnd;

export function beginExchange(request: Hj212Message, rules: ExchangeRules, now: number): Exchange {
  return { request, state: 'asked', sent: 1, deadline: now + rules.timeout };
}

/** The field's word for the request: 9011 or 9012 with its QN. Anything else leaves the exchange as it is. */
export function hearAnswer(
  exchange: Exchange,
  message: Hj212Message,
  rules: ExchangeRules,
  now: number,
): ExchangeStep {
  if (message.requestNumber !== exchange.request.requestNumber) return { exchange };
  if (message.command === '9011') {
    const code = valueOf(message, 'QnRtn') ?? '';
    if (code !== '1') return { end: 'refused', code };
    return { exchange: { ...exchange, state: 'executing', deadline: now + rules.execution } };
  }
  if (message.command !== '9012') return { exchange };
  const code = valueOf(message, 'ExeRtn') ?? '';
  return code === '1' ? { end: 'done' } : { end: 'failed', code };
}

/** What the clock does to it: sent again while resends are left, then given up. */
export function passTime(exchange: Exchange, rules: ExchangeRules, now: number): ExchangeStep {
  if (now < exchange.deadline) return { exchange };
  if (exchange.state === 'executing' || exchange.sent > rules.resends) return { end: 'no-answer' };
  return {
    exchange: { ...exchange, sent: exchange.sent + 1, deadline: now + rules.timeout },
    send: exchange.request,
  };
}
