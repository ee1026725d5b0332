/** 撤回续签: words of a renewal that not all have sealed are taken back, and the former ones stand alone again. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { renewal } from '../../case/renewal.ts';
import { isOver } from '../../data/agreement-words.ts';
import { accord } from '../../registers/accord.ts';
import { agreement } from '../../registers/agreement.ts';
import { type AccordRow, accordOf, formerOf, isRenewing, sealsOf, withdrawnOf } from './keep-accord.ts';

/** The newest former words as the present ones; without any the contract has none, as before. */
function wordsBefore(row: AccordRow, isContractOver: boolean) {
  const former = formerOf(row);
  const last = former.at(-1);
  if (last === undefined) return { stage: 'withdrawn', seals: [], until: null, callsPerDay: null };
  const { number, digest, body, effectiveAt, seals, again } = last;
  return {
    number,
    digest,
    body,
    effectiveAt,
    seals,
    ...(again ?? { until: null, callsPerDay: null, renewal: null }),
    stage: isContractOver ? 'expired' : 'effective',
    former: former.slice(0, -1),
  };
}

/** False, and nothing done, where this renewal has no words that wait: it was not agreed to yet. */
export async function withdrawWords(
  services: Services,
  work: Work,
  by: Principal,
  asked: Row<typeof renewal>,
): Promise<boolean> {
  const rows = services.use(registers);
  const contract = await rows.of(agreement).trusted.lock(work, asked.agreement);
  const found = await accordOf(services, work.db, asked.agreement);
  const row = found && (await rows.of(accord).trusted.lock(work, found.id));
  if (contract === undefined || row === undefined || row.renewal !== asked.id || !isRenewing(row))
    return false;
  const { number, digest, body, until } = row;
  const withdrawnAt = work.now.toISOString();
  const gone = { number, digest, body, until: until ?? contract.until, withdrawnAt, seals: sealsOf(row) };
  await rows.of(accord).trusted.update(work, by.id, row, {
    ...wordsBefore(row, isOver(contract.status)),
    withdrawn: [...withdrawnOf(row), gone],
  });
  services.use(access).audit(work, by, {
    module: 'data-sharing',
    event: 'update',
    objectType: 'accord',
    objectId: row.id,
    result: 'success',
    detail: { withdrawn: number, seals: gone.seals.map(({ role }) => role).join() },
  });
  return true;
}
