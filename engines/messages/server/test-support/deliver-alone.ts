/** A process of its own that sends what is due in a city's database, so that a test can kill it in the middle. */
import { ManualClock } from '../../../../kernel/clock.ts';
import accessContract from '../../../access/contract.ts';
import { accessTables, createAccess } from '../../../access/index.ts';
import { openStore } from '../../../store/index.ts';
import { createTrust, trustTables } from '../../../trust/index.ts';
import messagesContract from '../../contract.ts';
import { createMessages, messageTables } from '../../index.ts';
import { lampContract } from './lamp-system.ts';

const [url = '', dataDirectory = '', now = ''] = process.argv.slice(2);
const contracts = [accessContract, messagesContract, lampContract];
const report = (problem: unknown) => console.error(problem);

const store = await openStore({
  url,
  dataDirectory,
  tables: [...trustTables, ...accessTables, ...messageTables],
  clock: new ManualClock(now),
  settings: Object.fromEntries(
    [accessContract, messagesContract].flatMap((one) =>
      Object.entries(one.settings ?? {}).map(([name, spec]) => [`${one.id}.${name}`, spec]),
    ),
  ),
  report,
});
const trust = createTrust({ store, report });
const access = createAccess({
  store,
  trust,
  contracts,
  organs: { departments: [], areaName: () => undefined },
  demo: false,
});
const engine = createMessages({
  store,
  access,
  trust,
  calendar: () => {
    throw new Error('no ladder here');
  },
  areaExists: () => false,
  report,
});
await engine.deliver();
process.exit(0);
