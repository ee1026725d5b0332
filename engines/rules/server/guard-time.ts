/** Ends work that runs too long, endless loops and patterns that backtrack included, without giving up its synchronous form. */
import { createContext, Script } from 'node:vm';
import { ruleErrors } from '../errors.ts';
import type { Guard } from '../feel/limits.ts';

const caller = new Script('work()');

/** `milliseconds` is asked each time. Costs some 0.1 ms a call; the work must leave nothing half done when it is cut off. */
export function guardTime(milliseconds: () => number): Guard {
  const sandbox = createContext({ work: undefined as unknown });
  return (work) => {
    sandbox['work'] = work;
    try {
      return caller.runInContext(sandbox, { timeout: milliseconds() }) as ReturnType<typeof work>;
    } catch (problem) {
      const stopped = (problem as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
      throw stopped ? ruleErrors.tooSlow() : problem;
    } finally {
      sandbox['work'] = undefined;
    }
  };
}
