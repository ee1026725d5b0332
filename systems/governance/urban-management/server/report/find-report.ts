/** A citizen's own report: anybody else's is as good as missing. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { errors } from '../../errors.ts';
import type { CaseRow } from '../case/check-action.ts';

/** Throws notYours. */
export async function getReport(
  services: Services,
  principal: Principal,
  id: string,
  db: Database = services.use(store).db,
): Promise<CaseRow> {
  const row = await services.use(registers).of(urbanCase).trusted.find(db, id);
  if (row === undefined || row.initiator !== principal.id) throw errors.notYours();
  return row;
}
