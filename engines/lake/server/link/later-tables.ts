/** Calls that wait while a link is cut: at the asker until answered, and at the answerer the answer, so that asking again changes nothing. */
import { defineTable, type Table } from '../../../store/index.ts';

export const laterTables: readonly Table[] = [
  defineTable({
    name: 'lake_link_later',
    columns: {
      /** Also the call's id at both ends, and the receipt's here. */
      id: 'uuid primary key',
      link: 'uuid not null',
      app: 'uuid not null',
      contract: 'uuid not null',
      nonce: 'text not null',
      /** The signed call and the grant under which it was taken. */
      call: 'jsonb not null',
      grant: 'jsonb not null',
      salt: 'text not null',
      at: 'timestamptz not null',
      expires_at: 'timestamptz not null',
      /** waiting, answered, refused, expired. */
      state: 'text not null',
      /** It has been on the line once: whether it arrived only the other end can say. */
      tried: 'boolean not null default false',
      code: 'text',
      reason: 'text',
      /** Rows and where the next begin; null once the asker's time to fetch is over. */
      answer: 'jsonb',
      ended_at: 'timestamptz',
    },
    indexes: {
      lake_link_later_nonce: 'unique (app, nonce)',
      lake_link_later_waiting: "(link, at) where state = 'waiting'",
      lake_link_later_contract: '(contract, at)',
    },
  }),
  defineTable({
    name: 'lake_link_answer',
    columns: {
      id: 'uuid primary key',
      link: 'uuid not null',
      /** Made before the receipt, so that one who dies in between goes on with the same answer. */
      prepared: 'jsonb not null',
      kept_until: 'timestamptz not null',
    },
    indexes: { lake_link_answer_until: '(kept_until)' },
  }),
];
