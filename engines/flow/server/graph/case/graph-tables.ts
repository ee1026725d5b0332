/** The tables of graphs: where the tokens of each case stand, what is waited for, who is to read, and who acts for whom. */
import { defineTable, type Table } from '../../../../store/index.ts';
import type { TokenState } from '../token/types.ts';

export const graphTables: readonly Table[] = [
  defineTable({
    name: 'flow_tokens',
    columns: { case_id: 'uuid primary key', state: 'jsonb not null' },
    storage: { fillfactor: '70' },
  }),
  defineTable({
    name: 'flow_wait',
    columns: {
      case_id: 'uuid not null',
      id: 'text not null',
      type: 'text not null',
      kind: 'text not null',
      name: 'text not null',
      key: 'text',
      /** When a timer fires, or a job is tried next; null while the case stands still. */
      due_at: 'timestamptz',
      tries: 'integer not null default 0',
      /** Why a job failed for good. */
      incident: 'text',
    },
    constraints: ['primary key (case_id, id)'],
    indexes: {
      flow_wait_due: '(due_at) where due_at is not null',
      flow_wait_name: "(kind, name, key) where kind in ('message', 'signal')",
      flow_wait_incident: '(type) where incident is not null',
    },
  }),
  defineTable({
    name: 'flow_start_timer',
    columns: {
      type: 'text not null',
      version: 'integer not null',
      node: 'text not null',
      /** Null: over. */
      due_at: 'timestamptz',
      times_left: 'integer not null',
    },
    constraints: ['primary key (type, version, node)'],
    indexes: { flow_start_timer_due: '(due_at) where due_at is not null' },
  }),
  defineTable({
    name: 'flow_reader',
    columns: {
      case_id: 'uuid not null',
      person: 'text not null',
      type: 'text not null',
      number: 'text not null',
      title: 'text not null',
      kind: 'text not null',
      sent_by: 'text not null',
      sent_name: 'text not null',
      sent_at: 'timestamptz not null',
      read_at: 'timestamptz',
    },
    constraints: ['primary key (case_id, person)'],
    indexes: { flow_reader_person: '(person, sent_at desc)' },
  }),
  defineTable({
    name: 'flow_acting',
    columns: {
      id: 'uuid primary key',
      owner: 'text not null',
      owner_name: 'text not null',
      deputy: 'text not null',
      deputy_name: 'text not null',
      /** Case types; empty: all. */
      types: "text[] not null default '{}'",
      from_at: 'timestamptz not null',
      until_at: 'timestamptz not null',
      reason: "text not null default ''",
      created_at: 'timestamptz not null',
      ended_at: 'timestamptz',
      /** Who arranged it for the owner; null: he himself. */
      given_by: 'text',
      given_name: 'text',
    },
    indexes: {
      flow_acting_given: '(given_by, created_at desc) where given_by is not null',
      flow_acting_deputy: '(deputy, until_at) where ended_at is null',
      flow_acting_owner: '(owner, created_at desc)',
    },
  }),
];

export type WaitRow = {
  case_id: string;
  id: string;
  type: string;
  kind: 'timer' | 'message' | 'signal' | 'job' | 'call';
  name: string;
  key: string | null;
  due_at: string | null;
  tries: number;
  incident: string | null;
};

export type ReaderRow = {
  case_id: string;
  person: string;
  type: string;
  number: string;
  title: string;
  kind: 'copy' | 'circulate';
  sent_by: string;
  sent_name: string;
  sent_at: string;
  read_at: string | null;
};

export type ActingRow = {
  id: string;
  owner: string;
  owner_name: string;
  deputy: string;
  deputy_name: string;
  types: string[];
  from_at: string;
  until_at: string;
  reason: string;
  created_at: string;
  ended_at: string | null;
  given_by: string | null;
  given_name: string | null;
};

export type GraphTables = {
  flow_tokens: { case_id: string; state: TokenState };
  flow_wait: WaitRow;
  flow_reader: ReaderRow;
  flow_acting: ActingRow;
};
