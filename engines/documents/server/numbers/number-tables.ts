/** Tables of document numbers: the series, each number with its state, and the ledger of every step. */
import type { Generated } from 'kysely';
import { defineTable, type Table } from '../../../store/index.ts';
import type { NumberState } from '../../service.ts';

/** A type, not an interface: Kysely wants an index signature. */
export type NumberTables = {
  documents_number_series: {
    code: string;
    year: number;
    organ: string;
    last: Generated<number>;
    /** Numbers that were given back and wait for the next document. */
    free: Generated<number>;
  };
  documents_number: {
    id: string;
    code: string;
    year: number;
    serial: number;
    state: NumberState;
    document: string | null;
    changed_at: string;
  };
  documents_number_entry: {
    id: string;
    number: string;
    at: string;
    by: string;
    act: string;
    document: string | null;
    reason: string | null;
  };
};

export const numberTables: readonly Table[] = [
  defineTable({
    name: 'documents_number_series',
    columns: {
      code: 'text not null',
      year: 'integer not null',
      organ: 'text not null',
      last: 'integer not null default 0',
      free: 'integer not null default 0',
    },
    indexes: { documents_number_series_key: 'unique (code, year)' },
  }),
  defineTable({
    name: 'documents_number',
    columns: {
      id: 'uuid primary key',
      code: 'text not null',
      year: 'integer not null',
      serial: 'integer not null',
      state: 'text not null',
      document: 'text',
      changed_at: 'timestamptz not null',
    },
    indexes: {
      // What the whole engine promises; the database itself refuses a double.
      documents_number_serial: 'unique (code, year, serial)',
      documents_number_document: "unique (document) where state in ('reserved', 'used')",
      documents_number_free: "(code, year, serial) where state = 'released'",
    },
  }),
  defineTable({
    name: 'documents_number_entry',
    columns: {
      id: 'uuid primary key',
      number: 'uuid not null',
      at: 'timestamptz not null',
      by: 'text not null',
      act: 'text not null',
      document: 'text',
      reason: 'text',
    },
    indexes: { documents_number_entry_number: '(number, at)' },
  }),
];
