/** Loads the code lists at every start; the catalogue is the departments' own. */
import { registers } from '../../../../engines/registers/service.ts';
import { codeEntries } from '../../../../kernel/code-table.ts';
import type { Services } from '../../../../kernel/system.ts';
import { listTable } from '../data/tables.ts';

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.load(codeEntries('inner-run', listTable));
}
