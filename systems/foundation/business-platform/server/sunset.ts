/** Each night: what has come to its sunset is withdrawn, and what the meter need not know any more goes. */
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { callMeter } from '../../../../engines/gateway/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { interfaceVersion } from '../registers/interface.ts';
import { mostVersions } from './declared.ts';
import { refreshTerms } from './terms.ts';

/** Returns the number of versions withdrawn. */
export async function withdrawSunset(services: Services): Promise<number> {
  const basin = services.use(store);
  const { trusted } = services.use(registers).of(interfaceVersion);
  const withdrawn = await basin.transaction(async (work) => {
    const due = await trusted.findEvery(work.db, {
      filter: {
        all: [
          { field: 'status', is: 'equal', value: 'deprecated' },
          { field: 'sunsetOn', is: 'at-most', value: shanghaiDate(work.now) },
        ],
      },
      most: mostVersions,
    });
    for (const row of due)
      await trusted.update(work, 'business-platform', row, {
        status: 'withdrawn',
        withdrawnAt: work.now.toISOString(),
      });
    return due.length;
  });
  if (withdrawn > 0) await refreshTerms(services);
  await services.use(callMeter).sweep();
  return withdrawn;
}
