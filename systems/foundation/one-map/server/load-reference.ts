/** Loads the short code lists at every start. */
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { smallLists } from '../data/small-lists.ts';

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.loadNames(smallLists, '本市空间数据管理口径');
}
