/** Approved files that nobody took in their time: the approval is over, and the list says so. */
import type { Services } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { exported } from '../../registers/export.ts';

const batch = 200;

export async function expireExports(services: Services): Promise<void> {
  const { trusted } = services.use(registers).of(exported);
  await services.use(store).transaction(async (work) => {
    const filter = {
      all: [
        { field: 'standing', is: 'equal', value: 'approved' },
        { field: 'until', is: 'at-most', value: work.now.toISOString() },
      ],
    } as const;
    for (const row of await trusted.findMany(work.db, { filter, limit: batch }))
      await trusted.update(work, systemPrincipal.id, row, { standing: 'expired' });
  });
}
