/** The lake's catalogue in PostgreSQL: datasets, batches, the files that are visible, what was rejected, lineage, sealed passwords. */
import { defineTable, type Table } from '../../store/index.ts';
import { laterTables } from './link/later-tables.ts';
import { linkTables } from './link/tables.ts';
import { openTables } from './open/open-tables.ts';
import { martTables } from './mart/tables.ts';
import { qualityTables } from './quality/tables.ts';
import { serveTables } from './serve/tables.ts';
import { subjectTables } from './subject/tables.ts';
import { watchTables } from './watch/watch-tables.ts';

export const lakeTables: readonly Table[] = [
  defineTable({
    name: 'lake_secret',
    columns: { source: 'uuid primary key', sealed: 'text not null', set_at: 'timestamptz not null' },
  }),
  defineTable({
    name: 'lake_dataset',
    columns: {
      id: 'uuid primary key',
      title: 'text not null',
      layer: "text not null default 'standard'",
      /** Fields as of the visible batch. */
      fields: 'jsonb not null',
      /** Columns of the source with their types there, as last seen. */
      seen: 'jsonb',
      /** The newest batch, and the file that lake_increment adds to, relative to the lake's folder; null before the first. */
      batch: 'uuid',
      file: 'text',
      rows: 'bigint not null default 0',
      bytes: 'bigint not null default 0',
      /** Digest of what was received for it, and of the fields it was checked by. */
      received_digest: 'text',
      fields_digest: 'text',
      /** Where an incremental load goes on. */
      water: 'text',
      refreshed_at: 'timestamptz',
    },
  }),
  /** Files that incremental batches added to the dataset's own one; gone when they have been put together. */
  defineTable({
    name: 'lake_increment',
    columns: {
      dataset: 'uuid not null',
      batch: 'uuid not null',
      file: 'text not null',
      /** File of (_batch, _row) that no longer count. */
      replaced: 'text',
      bytes: 'bigint not null',
    },
    constraints: ['primary key (dataset, batch)'],
  }),
  defineTable({
    name: 'lake_batch',
    columns: {
      id: 'uuid primary key',
      dataset: 'uuid not null',
      mode: 'text not null',
      state: 'text not null',
      sent: 'bigint',
      received: 'bigint',
      loaded: 'bigint',
      rejected: 'bigint',
      warned: 'bigint',
      /** SM3 of the bytes received, and of the file that was made of them. */
      received_digest: 'text',
      loaded_digest: 'text',
      /** Of the file that was made of it. */
      bytes: 'bigint',
      raw_file: 'text',
      /** Per rule: column, reason, indicator, checked, failed. */
      quality: 'jsonb',
      drift: 'jsonb',
      /** Of a batch that was refused: the first rejected rows by number, column and reason; no values. */
      sample: 'jsonb',
      error: 'text',
      message: 'text',
      job: 'uuid',
      started_by: 'text not null',
      started_at: 'timestamptz not null',
      finished_at: 'timestamptz',
    },
    indexes: {
      lake_batch_dataset: '(dataset, started_at)',
      lake_batch_running: "unique (dataset) where state = 'running'",
    },
  }),
  defineTable({
    name: 'lake_dead_letter',
    columns: {
      id: 'uuid primary key',
      dataset: 'uuid not null',
      batch: 'uuid not null',
      /** Which record of the batch, from 1. */
      row: 'bigint not null',
      /** [{ column, reason }]; no values. */
      problems: 'jsonb not null',
      /** The row as received, in a box of the vault. */
      sealed: 'text not null',
      /** Counts mendings, so that two menders do not undo each other. */
      version: 'integer not null default 1',
      /** Keyed index of the row as received: an increment that reads it again does not keep it twice. */
      digest: 'text',
      state: "text not null default 'kept'",
      handled_by: 'text',
      handled_at: 'timestamptz',
    },
    indexes: {
      lake_dead_letter_dataset: '(dataset, state, batch, row)',
      lake_dead_letter_digest: '(dataset, digest)',
    },
  }),
  /** Files that nobody is shown any more, since when that has been noticed. */
  defineTable({
    name: 'lake_unseen_file',
    columns: { file: 'text primary key', noticed_at: 'timestamptz not null' },
  }),
  defineTable({
    name: 'lake_lineage',
    columns: {
      target: 'uuid not null',
      target_field: 'text not null',
      /** Source or dataset. */
      origin: 'uuid not null',
      origin_kind: 'text not null',
      origin_field: 'text not null',
      expression: 'text not null',
    },
    constraints: ['primary key (target, target_field, origin, origin_field)'],
    indexes: { lake_lineage_origin: '(origin)' },
  }),
  ...qualityTables,
  ...serveTables,
  ...linkTables,
  ...laterTables,
  ...subjectTables,
  ...martTables,
  ...watchTables,
  ...openTables,
];
