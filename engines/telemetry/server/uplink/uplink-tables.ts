/** Tables of the links to platforms above: what waits to go up, how each link stands, and whom it has told of. */
import { defineTable, type Table } from '../../../store/index.ts';

export const uplinkTables: readonly Table[] = [
  defineTable({
    // A row names a stored place or a raised alarm; what it says is read when it is sent.
    name: 'telemetry_uplink_queue',
    columns: {
      id: 'bigint generated always as identity primary key',
      uplink: 'uuid not null',
      device: 'uuid not null',
      at: 'timestamptz not null',
      alarm: 'uuid',
    },
    indexes: { telemetry_uplink_queue_of: '(uplink, id)', telemetry_uplink_queue_at: '(at)' },
  }),
  defineTable({
    name: 'telemetry_uplink_state',
    columns: {
      uplink: 'uuid primary key',
      status: "text not null default 'waiting'",
      since: 'timestamptz not null',
      failures: 'integer not null default 0',
      next_at: 'timestamptz',
      reason: 'text',
      result: 'integer',
      failed_at: 'timestamptz',
      refused: 'bigint not null default 0',
      sent: 'bigint not null default 0',
      replayed: 'bigint not null default 0',
      alarms: 'bigint not null default 0',
      left_out: 'bigint not null default 0',
      dropped: 'bigint not null default 0',
      sent_at: 'timestamptz',
      verify_code: 'bigint',
      sub_session: 'uuid',
      sub_since: 'timestamptz',
      leased_by: 'uuid',
      leased_until: 'timestamptz',
    },
  }),
  defineTable({
    name: 'telemetry_uplink_vehicle',
    columns: {
      uplink: 'uuid not null',
      device: 'uuid not null',
      plate: 'text not null',
      registered_at: 'timestamptz not null',
    },
    constraints: ['primary key (uplink, device)'],
  }),
  defineTable({
    name: 'telemetry_uplink_secret',
    columns: { uplink: 'uuid primary key', sealed: 'text not null', set_at: 'timestamptz not null' },
  }),
];
