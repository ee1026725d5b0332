/** The tables of citizens' identity: what was verified of whom, and codes that wait to be told. */
import { defineTable, type Table } from '../../../store/index.ts';

export const identityTables: readonly Table[] = [
  defineTable({
    name: 'access_identity',
    columns: {
      subject: 'uuid primary key',
      phone_at: 'timestamptz',
      name_at: 'timestamptz',
      /** Which check confirmed the name, or 'window'. */
      name_by: 'text',
      /** A box of the vault, and its blind index. */
      id_card: 'text',
      id_card_index: 'text',
      window_at: 'timestamptz',
      window_by: 'text',
    },
    indexes: { access_identity_card: 'unique (id_card_index) where id_card_index is not null' },
  }),
  defineTable({
    name: 'access_identity_code',
    columns: {
      /** '<purpose>:<subject>'. */
      id: 'text primary key',
      digest: 'text not null',
      sent_at: 'timestamptz not null',
      ends_at: 'timestamptz not null',
      /** Sent since `day_at`, by which a number is not flooded. */
      sent: 'integer not null default 1',
      day_at: 'timestamptz',
    },
  }),
];

export type IdentityTables = {
  access_identity: {
    subject: string;
    phone_at: string | null;
    name_at: string | null;
    name_by: string | null;
    id_card: string | null;
    id_card_index: string | null;
    window_at: string | null;
    window_by: string | null;
  };
  access_identity_code: { id: string; digest: string; sent_at: string; ends_at: string };
};
