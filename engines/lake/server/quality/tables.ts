/** What was found by checking whole datasets, and what their columns hold. */
import { defineTable, type Table } from '../../../store/index.ts';

export const qualityTables: readonly Table[] = [
  defineTable({
    name: 'lake_quality_report',
    columns: {
      id: 'uuid primary key',
      dataset: 'uuid not null',
      batch: 'uuid not null',
      at: 'timestamptz not null',
      rows: 'bigint not null',
      /** Per rule: indicator, checked, failed, places of some of the rows that failed. No values. */
      outcomes: 'jsonb not null',
    },
    indexes: { lake_quality_report_dataset: '(dataset, id)' },
  }),
  defineTable({
    name: 'lake_profile',
    columns: {
      dataset: 'uuid primary key',
      batch: 'uuid not null',
      at: 'timestamptz not null',
      rows: 'bigint not null',
      sampled: 'bigint not null',
      columns: 'jsonb not null',
    },
  }),
];
