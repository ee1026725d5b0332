/** Tables of the forms engine: versions of forms, which one a row began with, and what people have half filled in. */
import { defineTable, type Table } from '../../store/index.ts';
import type { FormModel } from '../form/form-model.ts';

/** Types, not interfaces: Kysely wants an index signature. */
export type FormTables = {
  forms_version: {
    id: string;
    register: string;
    number: number;
    state: 'draft' | 'published' | 'retired';
    origin: 'system' | 'people';
    model: FormModel;
    revision: number;
    changed_by: string;
    changed_at: string;
    published_at: string | null;
    retired_because: string | null;
  };
  forms_use: { row: string; version: string };
  forms_draft: {
    id: string;
    person: string;
    place: string;
    content: Record<string, unknown>;
    saved_at: string;
    expires_at: string;
  };
};

export const formTables: readonly Table[] = [
  defineTable({
    name: 'forms_version',
    columns: {
      id: 'uuid primary key',
      register: 'text not null',
      number: 'integer not null',
      state: 'text not null',
      origin: 'text not null',
      model: 'jsonb not null',
      revision: 'integer not null',
      changed_by: 'text not null',
      changed_at: 'timestamptz not null',
      published_at: 'timestamptz',
      retired_because: 'text',
    },
    indexes: {
      forms_version_number: 'unique (register, number)',
      // Two people who begin a draft at once: the database lets one of them.
      forms_version_draft: "unique (register) where state = 'draft'",
    },
  }),
  defineTable({ name: 'forms_use', columns: { row: 'uuid primary key', version: 'uuid not null' } }),
  defineTable({
    name: 'forms_draft',
    columns: {
      id: 'uuid primary key',
      person: 'text not null',
      place: 'text not null',
      content: 'jsonb not null',
      saved_at: 'timestamptz not null',
      expires_at: 'timestamptz not null',
    },
    indexes: {
      forms_draft_place: 'unique (person, place)',
      forms_draft_expiry: '(expires_at)',
    },
  }),
];
