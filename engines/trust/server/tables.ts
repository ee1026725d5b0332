/** The tables of keys, logs, signed heads and their time stamps. */
import { defineTable, type Table } from '../../store/index.ts';
import { sealTables } from './seals/seal-tables.ts';
import { stampTables } from './time/stamp-tables.ts';

export const trustTables: readonly Table[] = [
  defineTable({
    name: 'trust_key',
    columns: {
      /** '<purpose>-<version>'. */
      id: 'text primary key',
      purpose: 'text not null',
      version: 'integer not null',
      state: 'text not null',
      /** Hexadecimal; null for secrets. */
      public_key: 'text',
      fingerprint: 'text',
      /** Private key or secret in a box of the master key; null when destroyed. */
      wrapped: 'bytea',
      created_at: 'timestamptz not null',
      state_at: 'timestamptz not null',
    },
    indexes: {
      trust_key_version: 'unique (purpose, version)',
      trust_key_active: "unique (purpose) where state = 'active'",
    },
  }),
  defineTable({
    name: 'trust_log',
    columns: {
      name: 'text primary key',
      size: 'bigint not null',
      /** Hashes of the tiles that are not full yet, level after level; how many each has follows from the size. */
      edge: 'bytea not null',
    },
  }),
  defineTable({
    name: 'trust_tile',
    columns: {
      log: 'text not null',
      level: 'smallint not null',
      number: 'bigint not null',
      /** 256 hashes. */
      hashes: 'bytea not null',
    },
    constraints: ['primary key (log, level, number)'],
    appendOnly: { mayDelete: 'false' },
  }),
  defineTable({
    name: 'trust_head',
    columns: {
      log: 'text not null',
      size: 'bigint not null',
      root: 'text not null',
      at: 'timestamptz not null',
      key: 'text not null',
      signature: 'text not null',
    },
    constraints: ['primary key (log, size)'],
    appendOnly: { mayDelete: 'false' },
  }),
  ...sealTables,
  ...stampTables,
];
