/** Calls by the hour and day, how far receipts have been counted into them, and calls refused before there was a receipt. */
import { defineTable, type Table } from '../../../store/index.ts';

export const watchTables: readonly Table[] = [
  defineTable({
    name: 'lake_call_hour',
    columns: {
      contract: 'uuid not null',
      hour: 'timestamptz not null',
      app: 'uuid not null',
      calls: 'bigint not null',
      rows: 'bigint not null',
      empty: 'bigint not null',
      refused: 'bigint not null',
      keyed: 'bigint not null',
      keys: 'bigint not null',
      blocks: 'bigint not null',
      gap_mean: 'double precision',
      gap_deviation: 'double precision',
    },
    constraints: ['primary key (contract, hour)'],
    indexes: { lake_call_hour_app: '(app, hour)', lake_call_hour_hour: '(hour)' },
  }),
  defineTable({
    name: 'lake_call_day',
    columns: {
      contract: 'uuid not null',
      /** In Shanghai. */
      day: 'date not null',
      calls: 'bigint not null',
      rows: 'bigint not null',
      empty: 'bigint not null',
      refused: 'bigint not null',
    },
    constraints: ['primary key (contract, day)'],
  }),
  defineTable({
    name: 'lake_call_watch',
    columns: {
      /** There is one row. */
      name: 'text primary key',
      transaction: 'xid8 not null',
      position: 'bigint not null',
    },
  }),
  defineTable({
    name: 'lake_refusal',
    columns: {
      app: 'uuid not null',
      hour: 'timestamptz not null',
      code: 'text not null',
      calls: 'bigint not null',
      /** How many of them the watch has been told of. */
      told: 'bigint not null default 0',
    },
    constraints: ['primary key (app, hour, code)'],
    indexes: { lake_refusal_news: '(hour) where calls > told' },
  }),
];
