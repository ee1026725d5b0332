/** Loads code lists at every start and the catalogue of fields once an edition; what keepers change afterwards stays so. Imports go to the cards by their own way. */
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { codeEntries } from '../../../../kernel/code-table.ts';
import type { Services } from '../../../../kernel/system.ts';
import { fieldTable, lifeEvents, listTable } from '../data/tables.ts';
import { field } from '../registers/card.ts';
import { importHouseholds, importMembers, importPushes } from './import/take-rows.ts';

export async function loadReference(services: Services): Promise<void> {
  const rows = services.use(registers);
  await rows.codeLists.load(codeEntries('village-data', listTable));
  await rows.codeLists.load(
    codeEntries('village-data', {
      source: fieldTable.source,
      validFrom: listTable.validFrom,
      lists: {
        fields: fieldTable.rows.map(({ key, title }) => [key, title] as const),
        'life-events': lifeEvents.map(({ code, title }) => [code, title] as const),
      },
    }),
  );
  await services.use(store).once(`village-data:fields@${fieldTable.version}`, () =>
    services.use(store).transaction(async (work) => {
      const given = fieldTable.rows.map(({ key, title, of, way, owner, users, freshMonths, consent }) => ({
        key,
        title,
        of,
        way,
        owner,
        users: users.join('\n'),
        freshMonths,
        consent,
      }));
      await rows.of(field).trusted.insertMany(work, 'village-data', given);
    }),
  );
  rows.setRowSink('village-data.household', (given) => importHouseholds(services, given));
  rows.setRowSink('village-data.member', (given) => importMembers(services, given));
  rows.setRowSink('village-data.push', (given) => importPushes(services, given));
}
