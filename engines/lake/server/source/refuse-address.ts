/** Addresses that no department's source has. */
import { isForbiddenHost } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';

/** Throws lake.forbiddenAddress. */
export async function refuseAddress(host: string): Promise<void> {
  if (await isForbiddenHost(host)) throw lakeErrors.forbiddenAddress();
}
