/** How often open data was taken, by day: one row for each dataset, caller and way. */
import { defineTable, type Table } from '../../../store/index.ts';

export const openTables: readonly Table[] = [
  defineTable({
    name: 'lake_open_use',
    columns: {
      day: 'date not null',
      target: 'uuid not null',
      /** Whose key it was; the nil id where anybody may. */
      caller: 'uuid not null',
      kind: 'text not null',
      calls: 'bigint not null',
      rows: 'bigint not null',
    },
    constraints: ['primary key (target, caller, kind, day)'],
    indexes: { lake_open_use_caller: '(caller, day)' },
  }),
];
