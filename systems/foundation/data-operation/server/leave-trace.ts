/** Writes an act on a project into the log, in the transaction in which it happens; gives the id of its 留痕. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { sm3 } from '../../../../engines/trust/index.ts';
import { trust } from '../../../../engines/trust/service.ts';
import type { project } from '../registers/project.ts';
import { trace } from '../registers/trace.ts';

/** Name of the log. */
export const operationLog = 'data-operation';

export type TracedAct =
  | 'authorise'
  | 'run'
  | 'spend'
  | 'join'
  | 'give'
  | 'fail'
  | 'release'
  | 'refuse'
  | 'deliver'
  | 'close';

export async function leaveTrace(
  services: Services,
  work: Work,
  of: Row<typeof project>,
  by: string,
  act: TracedAct,
  detail: Readonly<Record<string, unknown>>,
): Promise<string> {
  const at = work.now.toISOString();
  const statement = JSON.stringify({ at, project: of.number, method: of.method, act, by, ...detail });
  const leaf = sm3(new TextEncoder().encode(statement));
  const { first } = await services.use(trust).logs.append(work, operationLog, [leaf]);
  const { id } = await services.use(registers).of(trace).trusted.insert(work, by, {
    project: of.id,
    agent: of.agent,
    provider: of.provider,
    act,
    at,
    statement,
    leaf: first,
  });
  return id;
}
