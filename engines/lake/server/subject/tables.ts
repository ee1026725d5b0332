/** What the catalogue knows of subject tables: the plan and the batches that the visible rows were made of, what each build found, and rows without a key. */
import { defineTable, type Table } from '../../../store/index.ts';

export const subjectTables: readonly Table[] = [
  defineTable({
    name: 'lake_subject',
    columns: {
      dataset: 'uuid primary key',
      plan: 'jsonb not null',
      plan_digest: 'text not null',
      /** Of each source, in the plan's order, the file and increments that were read; and the day, where a condition asks for it. */
      inputs: 'jsonb not null',
      /** Revision of the stewards' decisions that the build has applied. */
      decisions: "text not null default ''",
      /** Counts of the visible rows. */
      summary: 'jsonb not null',
    },
  }),
  defineTable({
    name: 'lake_subject_build',
    columns: {
      dataset: 'uuid not null',
      batch: 'uuid not null',
      at: 'timestamptz not null',
      rows: 'bigint not null',
      ended: 'bigint not null',
      conflicted: 'bigint not null',
      changed: 'bigint not null',
    },
    constraints: ['primary key (dataset, batch)'],
  }),
  /** Which record of which batch of a source has no place in the table; the values are in the source's own layer. */
  defineTable({
    name: 'lake_subject_rejected',
    columns: {
      dataset: 'uuid not null',
      source: 'text not null',
      batch: 'uuid not null',
      row: 'bigint not null',
      reason: 'text not null',
    },
    constraints: ['primary key (dataset, source, batch, row)'],
  }),
  /** Which row without a key may be of which record, by the newest build; neither key nor value is here. */
  defineTable({
    name: 'lake_subject_match',
    columns: {
      dataset: 'uuid not null',
      source: 'text not null',
      batch: 'uuid not null',
      row: 'bigint not null',
      /** Of the row as the source gives it. */
      mark: 'text not null',
      /** Record, as the visible rows number it. */
      record: 'text not null',
      score: 'double precision not null',
      /** Field → whether it agrees; absent where one side has none. */
      agrees: 'jsonb not null',
      /** 'merged' by the bound, 'decided' by a steward, 'doubtful' until somebody decides. */
      state: 'text not null',
    },
    constraints: ['primary key (dataset, source, mark, record)'],
  }),
];
