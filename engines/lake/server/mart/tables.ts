/** What the catalogue knows of marts: the plan and the inputs of the visible rows, where their columns come from, and how the tests of the newest build went. */
import { defineTable, type Table } from '../../../store/index.ts';

export const martTables: readonly Table[] = [
  defineTable({
    name: 'lake_mart',
    columns: {
      dataset: 'uuid primary key',
      plan: 'jsonb not null',
      /** Of the plan and inputs that the visible rows were made of, and of these rows; null before the first that passed its tests. */
      plan_digest: 'text',
      inputs: 'jsonb',
      content: 'text',
      columns: 'jsonb not null',
      /** Counts only, no values. */
      results: 'jsonb not null',
      tested_at: 'timestamptz not null',
    },
  }),
];
