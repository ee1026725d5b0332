/** Loads the code lists at every start, and the first entries of the catalogue of data elements once; what people changed since stays. */
import { type CodeEntry, registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import type { Services } from '../../../../kernel/system.ts';
import { elementTable, listTable } from '../data/tables.ts';
import { element } from '../registers/element.ts';

function entries(): CodeEntry[] {
  const { source, validFrom, lists } = listTable;
  return Object.entries(lists).flatMap(([list, rows]) =>
    rows.map(([code, name], order) => ({
      list: `info-reporting ${list}`,
      code,
      name,
      parent: null,
      order,
      validFrom,
      validTo: null,
      source,
      attributes: {},
    })),
  );
}

export async function loadReference(services: Services): Promise<void> {
  const rows = services.use(registers);
  await rows.codeLists.load(entries());
  await services.use(store).once('info-reporting:elements', () =>
    services.use(store).transaction(async (work) => {
      const given = elementTable.rows.map((row) => ({ ...row, standard: 'local' }));
      await rows.of(element).trusted.insertMany(work, 'info-reporting', given);
    }),
  );
}
