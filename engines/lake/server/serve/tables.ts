/** What is served by key, how much each contract has used, and a receipt for every call. */
import { defineTable, type Table } from '../../../store/index.ts';

export const serveTables: readonly Table[] = [
  defineTable({
    name: 'lake_served',
    columns: {
      dataset: 'uuid not null',
      batch: 'uuid not null',
      key: 'text collate "C" not null',
      row: 'jsonb not null',
    },
    constraints: ['primary key (dataset, batch, key)'],
  }),
  defineTable({
    name: 'lake_serving',
    columns: {
      dataset: 'uuid primary key',
      /** Batch whose rows are served; null until the first copy has ended. */
      batch: 'uuid',
      rows: 'bigint not null default 0',
      copied_at: 'timestamptz',
    },
  }),
  defineTable({
    name: 'lake_usage',
    columns: {
      contract: 'uuid not null',
      day: 'date not null',
      calls: 'bigint not null',
      rows: 'bigint not null default 0',
    },
    constraints: ['primary key (contract, day)'],
  }),
  defineTable({
    name: 'lake_call',
    columns: {
      id: 'uuid primary key',
      transaction: 'xid8 not null default pg_current_xact_id()',
      position: 'bigint generated always as identity',
      at: 'timestamptz not null',
      app: 'uuid not null',
      contract: 'uuid not null',
      nonce: 'text not null',
      outcome: 'text not null',
      rows: 'integer not null',
      /** What was done, word for word; its SM3 is the leaf of the log. No value of a row or query is in it. */
      statement: 'text not null',
      /** Equal for equal queries of an application: the beginning of the statement's HMAC of the query. */
      mark: 'text',
      /** Equal for keys that differ in their last two characters only, as an HMAC; null where all rows were asked for. */
      block: 'text',
    },
    indexes: {
      lake_call_nonce: 'unique (app, nonce)',
      lake_call_order: '(transaction, position)',
      lake_call_contract: '(contract, at)',
    },
    appendOnly: { mayDelete: "old.at < now() - interval '6 months'" },
  }),
  defineTable({
    name: 'lake_call_seal',
    columns: {
      number: 'bigint primary key',
      last_transaction: 'xid8 not null',
      last_position: 'bigint not null',
      lines: 'integer not null',
      /** Index of its first leaf in the log. */
      leaf: 'bigint not null',
      at: 'timestamptz not null',
    },
    appendOnly: { mayDelete: 'false' },
  }),
];
