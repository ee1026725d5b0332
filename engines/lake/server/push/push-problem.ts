/** What went wrong while writing to a department's server, without a word of the driver's own, which may name values. */
import { CityError } from '../../../../kernel/errors.ts';
import { lakeErrors } from '../../errors.ts';
import { serverProblem } from '../source/postgresql.ts';

const refusals: ReadonlySet<string> = new Set([
  '42501',
  '3F000',
  'ER_TABLEACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_SPECIFIC_ACCESS_DENIED_ERROR',
]);

export function pushProblem(problem: unknown, signal: AbortSignal): unknown {
  if (problem instanceof CityError) return problem;
  if (signal.aborted) return signal.reason;
  return refusals.has((problem as { code?: string }).code ?? '')
    ? lakeErrors.pushRefused()
    : serverProblem(problem);
}
