/** All tables of the messages engine. */
import type { Table } from '../../store/index.ts';
import { batchTables } from './batch/batch-tables.ts';
import { channelTables } from './channel/channel-tables.ts';
import { deliveryTables } from './delivery/delivery-tables.ts';
import { noticeTables } from './notice-table.ts';

export const messageTables: readonly Table[] = [
  ...noticeTables,
  ...channelTables,
  ...deliveryTables,
  ...batchTables,
];
