/** The tables of looks: what was stated, kept as it was, and what the sample made of it. */
import { defineTable, type Table } from '../../../store/index.ts';
import { leastMonths } from '../audit/dispose-lines.ts';

export const lookTables: readonly Table[] = [
  defineTable({
    name: 'access_look',
    columns: {
      id: 'uuid primary key',
      subject: 'text not null',
      department: 'text',
      /** Register or library, and the row in it: ids, never values. */
      object: 'text not null',
      row: 'text not null',
      /** Of the governed list; null where a reason alone was asked. */
      purpose: 'text',
      case_number: 'text',
      reason: 'text not null',
      at: 'timestamptz not null',
      until: 'timestamptz not null',
    },
    indexes: { access_look_open: '(subject, object, row, until)', access_look_at: '(at)' },
    appendOnly: { mayDelete: `old.at < now() - interval '${leastMonths} months'` },
  }),
  defineTable({
    name: 'access_look_sample',
    columns: {
      look: 'uuid primary key',
      subject: 'text not null',
      department: 'text',
      at: 'timestamptz not null',
      /** passed (not drawn), waiting, proper, doubtful, answered */
      state: 'text not null',
      reviewer: 'text',
      remark: 'text',
      reviewed_at: 'timestamptz',
      answered_by: 'text',
      answer: 'text',
      answered_at: 'timestamptz',
    },
    indexes: {
      access_look_sample_state: '(state, at)',
      access_look_sample_department: '(department, at)',
    },
  }),
];

/** A type alias, because only those fit Kysely's record of tables. */
export type LookTables = {
  access_look: {
    id: string;
    subject: string;
    department: string | null;
    object: string;
    row: string;
    purpose: string | null;
    case_number: string | null;
    reason: string;
    at: string;
    until: string;
  };
  access_look_sample: {
    look: string;
    subject: string;
    department: string | null;
    at: string;
    state: string;
    reviewer: string | null;
    remark: string | null;
    reviewed_at: string | null;
    answered_by: string | null;
    answer: string | null;
    answered_at: string | null;
  };
};
