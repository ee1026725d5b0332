/** Loads the code lists at every start, and the first entries of the catalogue of data elements once; what people changed since stays. */
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { codeEntries } from '../../../../kernel/code-table.ts';
import type { Services } from '../../../../kernel/system.ts';
import { elementTable, listTable } from '../data/tables.ts';
import { element } from '../registers/element.ts';

export async function loadReference(services: Services): Promise<void> {
  const rows = services.use(registers);
  await rows.codeLists.load(codeEntries('info-reporting', listTable));
  await services.use(store).once('info-reporting:elements', () =>
    services.use(store).transaction(async (work) => {
      const given = elementTable.rows.map((row) => ({ ...row, standard: 'local' }));
      await rows.of(element).trusted.insertMany(work, 'info-reporting', given);
    }),
  );
}
