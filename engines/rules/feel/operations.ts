/** The operations of FEEL on plain values and dates (DMN 1.3, 10.3.2.15, tables 50–54); what they leave to feelin throws `unsuited`. */
import { FeelDate } from 'feelin';

/** Thrown inside a compiled expression when it meets values that only feelin's own interpreter handles. */
export const unsuited = Symbol('unsuited');

function isPlain(value: unknown): value is number | string | boolean {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}

function dayNumber(date: FeelDate): number {
  return date.year * 10_000 + date.month * 100 + date.day;
}

function numberOf(value: unknown): number {
  if (value instanceof FeelDate) return dayNumber(value);
  throw unsuited;
}

/** Below zero, zero or above for a before, with or after b; null where the two have no order (different types, nothing, truth values). */
export function order(a: unknown, b: unknown): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a === null || b === null || a === undefined || b === undefined) return null;
  if (typeof a === 'string' && typeof b === 'string') {
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }
  if (isPlain(a) || isPlain(b)) return null;
  return numberOf(a) - numberOf(b);
}

/** FEEL's `=`: nothing equals nothing only; values of different types are neither equal nor unequal, which is null. */
export function isEqual(a: unknown, b: unknown): boolean | null {
  const [left, right] = [a ?? null, b ?? null];
  if (left === null || right === null) return left === right;
  if (isPlain(left) && isPlain(right)) return typeof left === typeof right ? left === right : null;
  if (left instanceof FeelDate && right instanceof FeelDate) return left.iso === right.iso;
  throw unsuited;
}

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!=';

export const comparisons: Readonly<Record<Comparison, (a: unknown, b: unknown) => boolean | null>> = {
  '=': isEqual,
  '!=': (a, b) => negate(isEqual(a, b)),
  '<': (a, b) => below(order(a, b)),
  '<=': (a, b) => negate(below(order(b, a))),
  '>': (a, b) => below(order(b, a)),
  '>=': (a, b) => negate(below(order(a, b))),
};

function below(difference: number | null): boolean | null {
  return difference === null ? null : difference < 0;
}

export function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

/** Three-valued and: false wins over unknown. Anything but a truth value is unknown. */
export function both(a: unknown, b: unknown): boolean | null {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : null;
}

/** Three-valued or: true wins over unknown. */
export function either(a: unknown, b: unknown): boolean | null {
  if (a === true || b === true) return true;
  return a === false && b === false ? false : null;
}

export type Arithmetic = '+' | '-' | '*' | '/' | '**' | '^';

const onNumbers: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
  '^': (a, b) => a ** b,
};

/** Null for what has no result: other types, division by zero, a number too large for a binary double. */
export function calculate(operator: Arithmetic, a: unknown, b: unknown): number | string | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = onNumbers[operator](a, b);
    return Number.isFinite(result) ? result : null;
  }
  if (operator === '+' && typeof a === 'string' && typeof b === 'string') return a + b;
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) throw unsuited;
  return null;
}

export interface Interval {
  readonly low: unknown;
  readonly high: unknown;
  readonly withLow: boolean;
  readonly withHigh: boolean;
}

/** Whether the value lies between the ends; null where it cannot be compared with them. */
export function isWithin(value: unknown, { low, high, withLow, withHigh }: Interval): boolean | null {
  const turned = order(low, high);
  // Open and falling intervals have rules of their own.
  if (turned === null || turned > 0) throw unsuited;
  return both(comparisons[withLow ? '>=' : '>'](value, low), comparisons[withHigh ? '<=' : '<'](value, high));
}
