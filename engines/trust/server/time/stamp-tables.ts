/** The tables of time stamps: tokens beside the heads they stamp, and how each authority answered last. */
import { defineTable, type Table } from '../../../store/index.ts';

export const stampTables: readonly Table[] = [
  defineTable({
    name: 'trust_stamp',
    columns: {
      log: 'text not null',
      size: 'bigint not null',
      /** Address of the authority. */
      address: 'text not null',
      authority: 'text not null',
      /** Of the authority's clock, with its accuracy. */
      at: 'timestamptz not null',
      accuracy_ms: 'double precision not null',
      /** DER. */
      token: 'bytea not null',
    },
    constraints: ['primary key (log, size, address)'],
    appendOnly: { mayDelete: 'false' },
  }),
  defineTable({
    name: 'trust_stamp_authority',
    columns: {
      address: 'text primary key',
      tried_at: 'timestamptz not null',
      answered_at: 'timestamptz',
      /** Of this server's clock behind the authority's. */
      offset_ms: 'double precision',
      /** Why the last question had no answer that holds; null when it had. */
      problem: 'text',
    },
  }),
];
