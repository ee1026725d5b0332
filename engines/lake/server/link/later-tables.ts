/** Calls that wait, for a link or for their turn here: at the asker until answered, and at the answerer the answer, so that asking again changes nothing. */
import { defineTable, type Table } from '../../../store/index.ts';

/** In the column `link`, of a call for data that lies on this platform. */
export const here = '00000000-0000-0000-0000-000000000000';

/** What is signed is the text of the rows: a jsonb object would give their fields back in another order, so the text lies in it as one string. */
export function keptText(value: unknown): string {
  return JSON.stringify(JSON.stringify(value));
}

/** Of former versions the object itself. */
export function readKept<T>(kept: string | T): T {
  return typeof kept === 'string' ? (JSON.parse(kept) as T) : kept;
}

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
      /** It has been on the line once: whether it arrived only the other end can say. Here: its answer is ready. */
      tried: 'boolean not null default false',
      code: 'text',
      reason: 'text',
      /** Rows and where the next begin; null once the asker's time to fetch is over. Here also while it waits: made before the receipt. */
      answer: 'jsonb',
      /** Some process serves it; one that died lets go then. */
      claimed_until: 'timestamptz',
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
