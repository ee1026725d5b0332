/** Tables of what waits to be pushed, and of how it goes with each target. */
import { defineTable, type Table } from '../../../store/index.ts';

export const pushTables: readonly Table[] = [
  defineTable({
    name: 'telemetry_push',
    columns: {
      id: 'bigint generated always as identity primary key',
      target: 'uuid not null',
      subject: 'text not null',
      body: 'jsonb not null',
      queued_at: 'timestamptz not null',
    },
    indexes: { telemetry_push_of: '(target, id)', telemetry_push_age: '(queued_at)' },
  }),
  defineTable({
    name: 'telemetry_push_target',
    columns: {
      target: 'uuid primary key',
      sent: 'bigint not null default 0',
      failed: 'bigint not null default 0',
      dropped: 'bigint not null default 0',
      failures: 'integer not null default 0',
      last_sent: 'timestamptz',
      last_success: 'timestamptz',
      last_failure: 'timestamptz',
      last_problem: 'text',
      due_at: 'timestamptz',
      leased_until: 'timestamptz',
    },
  }),
];
