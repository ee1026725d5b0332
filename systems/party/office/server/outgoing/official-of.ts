/** The official document that a row of 发文 stands for, with its 机关代字 looked up. */
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import type { OfficialDocument } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { toOfficial } from '../../document/to-official.ts';
import { numberCode } from '../../registers/number-code.ts';
import { isSealed, type OutgoingRow } from './step.ts';

export async function officialOf(
  services: Services,
  db: Database,
  row: OutgoingRow,
  sealed = isSealed(row),
): Promise<OfficialDocument> {
  const head = await services.use(registers).of(numberCode).trusted.find(db, row.series);
  if (head === undefined) throw errors.seriesMissing();
  const today = shanghaiDate(services.use(store).clock.now());
  return toOfficial({ ...row, sealed }, head, today);
}
