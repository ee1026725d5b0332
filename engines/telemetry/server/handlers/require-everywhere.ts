/** Rules and models are the whole city's: who changes one must reach everything, not a county of it. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { AccessService } from '../../../access/index.ts';

export function requireEverywhere(
  access: AccessService,
  principal: Principal,
  permission: 'keep-rules' | 'keep-models',
): void {
  const permit = access.require(principal, `telemetry:${permission}`);
  if (!permit.rows.some((scope) => scope.kind === 'all')) throw commonErrors.forbidden();
}
