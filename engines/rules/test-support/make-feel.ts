/** FEEL with the limits that the contract sets by default, more patience on a busy machine, and a clock that stands still. */
import { createFeel, type Feel } from '../feel/create-feel.ts';
import { guardTime } from '../server/guard-time.ts';

export const testLimits = { length: 5000, depth: 100, cached: 1000 };
export const testDmnLimits = { length: 2_000_000, elements: 50_000 };

/** 2026-11-26, two in the morning in China. */
export function makeFeel(): Feel {
  return createFeel({
    limits: () => testLimits,
    guard: guardTime(() => 2000),
    now: () => new Date('2026-11-25T18:00:00Z'),
  });
}
