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
      /** Marks the rows of the last whole copy; null until the first has ended. */
      batch: 'uuid',
      /** Batch of the dataset that the rows are equal to, where increments came on top of the copy. */
      shown: 'uuid',
      /** First file of the dataset that the rows come from, and batches of the increments on top of it. */
      file: 'text',
      applied: "jsonb not null default '[]'",
      /** When somebody asked in vain last. */
      asked_at: 'timestamptz',
      /** Changes are kept for those who are told of them. */
      followed: 'boolean not null default false',
      /** Position up to which changes are no longer kept. */
      changes_from: 'bigint not null default 0',
      rows: 'bigint not null default 0',
      copied_at: 'timestamptz',
    },
  }),
  /** What each batch changed, of followed datasets; the row as it is now lies in lake_served. */
  defineTable({
    name: 'lake_served_change',
    columns: {
      position: 'bigint generated always as identity primary key',
      dataset: 'uuid not null',
      batch: 'uuid not null',
      key: 'text collate "C" not null',
      /** The row as it was; null for a new one. */
      before: 'jsonb',
      at: 'timestamptz not null',
    },
    indexes: { lake_served_change_dataset: '(dataset, position)', lake_served_change_at: '(at)' },
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
    name: 'lake_receipt',
    columns: {
      id: 'uuid not null',
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
    constraints: ['primary key (id, at)'],
    indexes: {
      lake_receipt_order: '(transaction, position)',
      lake_receipt_contract: '(contract, at)',
    },
    appendOnly: { mayDelete: 'false' },
    partitionBy: 'range (at)',
  }),
  /** Apart from the receipts: unique over all months, and needed only as long as a call may come again. */
  defineTable({
    name: 'lake_nonce',
    columns: { app: 'uuid not null', nonce: 'text not null', at: 'timestamptz not null' },
    constraints: ['primary key (app, nonce)'],
    indexes: { lake_nonce_at: '(at)' },
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
      /** Of its receipts, in the order of their leaves: what is pruned later moves nobody else's leaf. Null in seals of before. */
      positions: 'bigint[]',
      at: 'timestamptz not null',
    },
    indexes: { lake_call_seal_end: '(last_transaction, last_position)' },
    appendOnly: { mayDelete: 'false' },
  }),
];
