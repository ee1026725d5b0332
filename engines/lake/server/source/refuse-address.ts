/** Addresses that no department's source has. */
import { checkedAddress, ForbiddenAddress } from '../../../gateway/index.ts';
import { lakeErrors } from '../../errors.ts';

/** The address to connect to: a name that is looked up again later could lead elsewhere. Throws lake.forbiddenAddress, lake.unreachable. */
export function sourceAddress(host: string): Promise<string> {
  return checkedAddress(host).catch((problem: unknown) => {
    if (problem instanceof ForbiddenAddress) throw lakeErrors.forbiddenAddress();
    throw lakeErrors.unreachable({ reason: '找不到这个主机名' });
  });
}
