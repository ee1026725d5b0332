/** Tables of which firmware devices ran since when, and of how upgrades go. */
import { defineTable, type Table } from '../../../store/index.ts';

export const firmwareTables: readonly Table[] = [
  defineTable({
    name: 'telemetry_firmware_seen',
    columns: {
      device: 'uuid not null',
      version: 'text not null',
      since: 'timestamptz not null',
      // By which the device said so: 'jt808', 'mqtt', 'reading' …
      reported_by: 'text not null',
    },
    constraints: ['primary key (device, since)'],
  }),
  defineTable({
    name: 'telemetry_upgrade',
    columns: {
      id: 'uuid primary key',
      firmware: 'uuid not null',
      model: 'uuid not null',
      version: 'text not null',
      state: 'text not null',
      wave: 'integer not null',
      most_failed: 'integer not null',
      wait_minutes: 'integer not null',
      reason: 'text',
      by: 'text not null',
      created_at: 'timestamptz not null',
      ended_at: 'timestamptz',
    },
    indexes: {
      telemetry_upgrade_model: '(model, created_at desc)',
      telemetry_upgrade_running: "(id) where state = 'running'",
    },
  }),
  defineTable({
    name: 'telemetry_upgrade_device',
    columns: {
      upgrade: 'uuid not null',
      device: 'uuid not null',
      wave: 'integer not null',
      state: "text not null default 'waiting'",
      command: 'uuid',
      message: 'text',
      sent_at: 'timestamptz',
      ended_at: 'timestamptz',
    },
    constraints: ['primary key (upgrade, device)'],
    indexes: { telemetry_upgrade_device_wave: '(upgrade, wave)' },
  }),
];
