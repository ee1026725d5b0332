/** Whether the copy of a request was handed over already. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { handover } from '../../registers/handover.ts';

export async function findHandover(
  services: Services,
  db: Database,
  request: string,
): Promise<Row<typeof handover> | undefined> {
  const filter = { field: 'request', is: 'equal', value: request } as const;
  const [found] = await services.use(registers).of(handover).trusted.findMany(db, { filter, limit: 1 });
  return found;
}
