/** What a contract needs of the service layer while it is in force: its rows, and an index for its row conditions. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { type RegisterChange, registers } from '../../../../engines/registers/service.ts';
import { type Database, store, type Work } from '../../../../engines/store/service.ts';
import { isOver } from '../data/agreement-words.ts';
import { agreement } from '../registers/agreement.ts';
import { tidyFollowing } from './deliveries.ts';
import { termsOf } from './grants.ts';
import { isRegister } from './register-shelf.ts';

type AgreementRow = Row<typeof agreement>;

const most = 100_000;

/** Of a link the rows lie at the other end, or came from there; of a register they lie in its own table. */
const isServedHere = (row: AgreementRow) => row.link === null && !isRegister(row.dataset);

function alive(services: Services, db: Database, dataset?: string): Promise<readonly AgreementRow[]> {
  const filter = {
    all: [
      { field: 'status', is: 'one-of', value: ['active', 'suspended'] },
      ...(dataset === undefined ? [] : [{ field: 'dataset', is: 'equal', value: dataset } as const]),
    ],
  } as const;
  return services.use(registers).of(agreement).trusted.findEvery(db, { filter, most });
}

/** A contract in force is ready before its first call; with the last one of a dataset its copy goes. */
export async function followServing({ ids }: RegisterChange, work: Work, services: Services): Promise<void> {
  const basin = services.use(lake);
  for (const id of ids) {
    const row = await services.use(registers).of(agreement).trusted.find(work.db, id);
    if (row === undefined || !isServedHere(row)) continue;
    const { dataset } = row;
    if (row.status === 'active')
      await basin.startServing(work, { dataset, fields: Object.keys(termsOf(row).rows) });
    // A subject's table answers checks of 基础库 too.
    else if (isOver(row.status) && (await basin.findDataset(dataset))?.layer !== 'subject') {
      const others = await alive(services, work.db, dataset);
      if (!others.some(isServedHere)) await basin.endServing(work, dataset);
    }
  }
}

/** Each night: indexes that no contract's conditions need any more, and changes that nobody waits for. */
export async function tidyServing(services: Services): Promise<number> {
  const rows = await alive(services, services.use(store).db);
  const wanted = rows
    .filter(isServedHere)
    .map((row) => ({ dataset: row.dataset, fields: Object.keys(termsOf(row).rows) }));
  await tidyFollowing(services, new Set(wanted.map(({ dataset }) => dataset)));
  return services.use(lake).keepIndexes(wanted);
}
