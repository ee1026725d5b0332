/** Whether the one decision lets somebody do an act for one of these departments. */
import { decisionMatches } from '../../../../kernel/access.ts';
import type { Context } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import type { Permission } from '../permissions.ts';

export function may(context: Context, act: Permission, departments: readonly string[]): boolean {
  return decisionMatches(context.use(access).decide(context.principal, `data-sharing:${act}`), {
    departments,
  });
}
