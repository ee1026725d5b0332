/** Links as they stand: sequences of both directions, the queue, what each end has of the other, and calls with their two statements. */
import { defineTable, type Table } from '../../../store/index.ts';

export const linkTables: readonly Table[] = [
  defineTable({
    name: 'lake_link_node',
    columns: { one: 'boolean primary key default true', node: 'jsonb not null' },
    constraints: ['check (one)'],
  }),
  defineTable({
    name: 'lake_link',
    columns: {
      id: 'uuid primary key',
      code: 'text not null',
      peer: 'jsonb not null',
      status: 'text not null',
      created_at: 'timestamptz not null',
      /** Our stream: its beginning, the last number given, and what is stored at the other end. */
      out_epoch: 'bigint not null',
      out_seq: 'bigint not null default 0',
      out_chain: "text not null default ''",
      acked_seq: 'bigint not null default 0',
      acked_chain: "text not null default ''",
      sent: 'bigint not null default 0',
      /** Their stream, as far as it is stored here. */
      in_epoch: 'bigint not null default 0',
      in_seq: 'bigint not null default 0',
      in_chain: "text not null default ''",
      received: 'bigint not null default 0',
      instance: 'text',
      other_instance: 'text',
      other_at: 'timestamptz',
      contact_at: 'timestamptz',
      cut_since: 'timestamptz',
      tries: 'integer not null default 0',
      next_at: 'timestamptz',
      problem: 'text',
      claimed_until: 'timestamptz',
      resync: "text not null default 'none'",
      resync_reason: 'text',
      resync_done: 'integer not null default 0',
      resync_total: 'integer not null default 0',
      resync_found: 'integer not null default 0',
      resync_ended_at: 'timestamptz',
    },
    // Two links to one area would be two streams of one owner.
    indexes: { lake_link_code: "unique (code) where status <> 'closed'" },
  }),
  defineTable({
    name: 'lake_link_queue',
    columns: {
      id: 'bigint generated always as identity primary key',
      link: 'uuid not null',
      kind: 'text not null',
      object: 'uuid not null',
      /** Message, byte for byte. */
      text: 'text not null',
      /** Given when it is first sent; until then a newer state of the object takes its place. */
      seq: 'bigint',
      chain: 'text',
      at: 'timestamptz not null',
    },
    indexes: {
      lake_link_queue_seq: 'unique (link, seq)',
      // Pieces of a table are no states: none takes another's place.
      lake_link_queue_object: "unique (link, kind, object) where seq is null and kind <> 'rows'",
    },
  }),
  defineTable({
    name: 'lake_link_object',
    columns: {
      link: 'uuid not null',
      /** ours: what the other end should have of us; theirs: what it has given. */
      side: 'text not null',
      kind: 'text not null',
      id: 'uuid not null',
      owner: 'text not null',
      version: 'bigint not null',
      group: 'text not null',
      title: 'text not null',
      content: 'text not null',
      digest: 'text not null',
      at: 'timestamptz not null',
    },
    constraints: ['primary key (link, side, kind, id)'],
    indexes: { lake_link_object_group: '(link, side, kind, "group")', lake_link_object_id: '(id)' },
  }),
  defineTable({
    name: 'lake_link_nonce',
    columns: { code: 'text not null', nonce: 'text not null', at: 'timestamptz not null' },
    constraints: ['primary key (code, nonce)'],
    indexes: { lake_link_nonce_at: '(at)' },
  }),
  defineTable({
    name: 'lake_link_aside',
    columns: {
      id: 'uuid primary key',
      link: 'uuid not null',
      way: 'text not null',
      kind: 'text not null',
      object: 'uuid not null',
      title: 'text not null',
      text: 'text not null',
      code: 'text not null',
      reason: 'text not null',
      at: 'timestamptz not null',
      /** kept, taken, discarded. */
      state: "text not null default 'kept'",
      handled_by: 'text',
      handled_at: 'timestamptz',
      handled_because: 'text',
    },
    indexes: { lake_link_aside_link: '(link, state, at)' },
  }),
  defineTable({
    name: 'lake_link_call',
    columns: {
      id: 'uuid primary key',
      link: 'uuid not null',
      way: 'text not null',
      at: 'timestamptz not null',
      contract: 'uuid not null',
      outcome: 'text not null',
      ours: 'jsonb not null',
      theirs: 'jsonb',
    },
    indexes: { lake_link_call_contract: '(contract, at)' },
  }),
  defineTable({
    name: 'lake_link_transfer',
    columns: {
      id: 'uuid primary key',
      link: 'uuid not null',
      /** out: rows of a contract of ours that go there; in: those that come. */
      way: 'text not null',
      contract: 'uuid not null',
      batch: 'uuid',
      /** out: what the contract lets out; in: null. */
      grant: 'jsonb',
      /** waiting, running, done, stopped, replaced. */
      state: 'text not null',
      pieces: 'integer not null default 0',
      rows: 'bigint not null default 0',
      cursor: 'text',
      digest: "text not null default ''",
      problem: 'text',
      at: 'timestamptz not null',
      ended_at: 'timestamptz',
    },
    indexes: { lake_link_transfer_contract: '(link, way, contract, state)' },
  }),
];
