/** The engine's own tables: series, observations and roll-ups by time, what devices are doing, and what could not be used. */
import { defineTable, type Table } from '../../store/index.ts';
import { firmwareTables } from './firmware/firmware-tables.ts';
import { pushTables } from './push/push-tables.ts';
import { uplinkTables } from './uplink/uplink-tables.ts';

/** Only values that count (quality) enter the sum, the bounds and the last; `readings` counts all. */
const rollUp = {
  series: 'integer not null',
  bucket: 'timestamptz not null',
  readings: 'integer not null',
  valid: 'integer not null',
  total: 'double precision not null',
  lowest: 'double precision',
  highest: 'double precision',
  last_value: 'double precision',
  last_at: 'timestamptz',
} as const;

const bySeries = ['primary key (series, bucket)'];

/** Room on each page, so that a bucket that grows stays where it is and no index is touched (HOT). */
const roomToGrow = { fillfactor: '70' };

export const telemetryTables: readonly Table[] = [
  ...pushTables,
  ...uplinkTables,
  ...firmwareTables,
  defineTable({
    name: 'telemetry_series',
    columns: {
      id: 'integer generated always as identity primary key',
      device: 'uuid not null',
      property: 'text not null',
    },
    indexes: { telemetry_series_of: 'unique (device, property)' },
  }),
  defineTable({
    name: 'telemetry_observation',
    columns: {
      series: 'integer not null',
      at: 'timestamptz not null',
      received_at: 'timestamptz not null',
      value: 'double precision',
      quality: 'smallint not null',
      words: 'text',
    },
    // Contains duplicates, and reads one series over a time in order.
    constraints: ['primary key (series, at)'],
    partitionBy: 'range (at)',
  }),
  defineTable({
    name: 'telemetry_amendment',
    columns: {
      id: 'bigint generated always as identity primary key',
      // What the row was before it was corrected or withdrawn.
      series: 'integer not null',
      at: 'timestamptz not null',
      received_at: 'timestamptz not null',
      value: 'double precision',
      quality: 'smallint not null',
      words: 'text',
      kind: 'text not null',
      amended_at: 'timestamptz not null',
      amended_by: 'text not null',
    },
    indexes: { telemetry_amendment_of: '(series, at)' },
  }),
  defineTable({
    name: 'telemetry_minute',
    columns: rollUp,
    constraints: bySeries,
    partitionBy: 'range (bucket)',
  }),
  defineTable({
    name: 'telemetry_hour',
    columns: rollUp,
    constraints: bySeries,
    partitionBy: 'range (bucket)',
  }),
  defineTable({
    name: 'telemetry_presence',
    columns: {
      device: 'uuid primary key',
      heard_at: 'timestamptz not null',
      expect_seconds: 'integer',
      model: 'text not null',
      area: 'text not null',
      department: 'text not null',
      online: 'boolean not null',
      changed_at: 'timestamptz not null',
    },
    storage: roomToGrow,
  }),
  defineTable({
    name: 'telemetry_rule_state',
    columns: {
      rule: 'uuid not null',
      device: 'uuid not null',
      // Digest of what was judged: a state that another condition left behind is not gone on with.
      condition: "text not null default ''",
      state: 'jsonb not null',
      at: 'timestamptz not null',
    },
    constraints: ['primary key (rule, device)'],
    storage: roomToGrow,
  }),
  defineTable({
    name: 'telemetry_credential',
    columns: {
      id: 'uuid primary key',
      device: 'uuid not null',
      hash: 'text not null',
      created_at: 'timestamptz not null',
      created_by: 'text not null',
      ends_at: 'timestamptz',
    },
    indexes: { telemetry_credential_device: '(device)' },
  }),
  defineTable({
    name: 'telemetry_shadow',
    columns: {
      device: 'uuid primary key',
      desired: "jsonb not null default '{}'",
      desired_version: 'integer not null default 0',
      desired_at: 'timestamptz',
      reported: "jsonb not null default '{}'",
      reported_version: 'integer not null default 0',
      reported_at: 'timestamptz',
    },
  }),
  defineTable({
    name: 'telemetry_command',
    columns: {
      id: 'uuid primary key',
      device: 'uuid not null',
      name: 'text not null',
      input: 'jsonb not null',
      state: 'text not null',
      result: 'jsonb',
      message: 'text',
      by: 'text not null',
      created_at: 'timestamptz not null',
      sent_at: 'timestamptz',
      answered_at: 'timestamptz',
      expires_at: 'timestamptz not null',
    },
    indexes: {
      telemetry_command_device: '(device, created_at desc)',
      telemetry_command_waiting: "(expires_at) where state in ('waiting', 'sent', 'accepted')",
    },
  }),
  defineTable({
    name: 'telemetry_event',
    columns: {
      id: 'uuid primary key',
      device: 'uuid not null',
      name: 'text not null',
      level: 'text not null',
      output: 'jsonb not null',
      at: 'timestamptz not null',
      received_at: 'timestamptz not null',
    },
    indexes: {
      // The same event of one moment comes once, however often it is sent.
      telemetry_event_once: 'unique (device, name, at)',
      telemetry_event_device: '(device, at desc)',
      telemetry_event_at: '(at)',
    },
  }),
  defineTable({
    name: 'telemetry_quarantine',
    columns: {
      id: 'uuid primary key',
      protocol: 'text not null',
      device: 'uuid',
      area: 'text',
      department: 'text',
      reason: 'text not null',
      body: 'bytea not null',
      reading: 'jsonb',
      state: "text not null default 'kept'",
      received_at: 'timestamptz not null',
      handled_at: 'timestamptz',
      handled_by: 'text',
    },
    indexes: { telemetry_quarantine_state: '(state, id desc)', telemetry_quarantine_device: '(device)' },
  }),
];
