/** What a call is refused with. */
import { CityError } from '../../../../kernel/errors.ts';

/** Throws anything else that was thrown, and when nothing was. */
export async function failure(run: Promise<unknown>): Promise<CityError> {
  const problem = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(problem instanceof CityError)) throw problem ?? new Error('nothing was thrown');
  return problem;
}
