/** What the meter keeps: nonces that were used, calls of each quota, and counts by the hour. */
import { defineTable, type Table } from '../../../store/index.ts';

export const meterTables: readonly Table[] = [
  defineTable({
    name: 'gateway_nonce',
    columns: { app: 'uuid not null', nonce: 'text not null', at: 'timestamptz not null' },
    constraints: ['primary key (app, nonce)'],
    indexes: { gateway_nonce_at: '(at)' },
  }),
  defineTable({
    name: 'gateway_quota',
    columns: {
      subject: 'text not null',
      /** 'minute' or 'day'. */
      length: 'text not null',
      begins: 'timestamptz not null',
      calls: 'bigint not null',
    },
    constraints: ['primary key (subject, length, begins)'],
    indexes: { gateway_quota_begins: '(begins)' },
    // Rewritten with every batch of calls.
    storage: { fillfactor: '50' },
  }),
  defineTable({
    name: 'gateway_call',
    columns: {
      hour: 'timestamptz not null',
      app: 'uuid not null',
      target: 'text not null',
      outcome: 'text not null',
      calls: 'bigint not null',
      /** Calls by class of time. */
      spent: 'bigint[] not null',
    },
    constraints: ['primary key (hour, app, target, outcome)'],
  }),
];
