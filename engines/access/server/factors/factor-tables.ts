/** The tables of second factors, recovery codes, tickets between two steps of a sign-in, and failed attempts. */
import { defineTable, type Table } from '../../../store/index.ts';

export const factorTables: readonly Table[] = [
  defineTable({
    name: 'access_factor',
    columns: {
      id: 'uuid primary key',
      subject: 'uuid not null',
      kind: 'text not null',
      title: 'text not null',
      state: 'text not null',
      /** A box of the vault; TOTP only. */
      secret: 'text',
      /** The last time step that was accepted: neither it nor an earlier one is accepted again. */
      last_step: 'bigint',
      /** Passkey only, base64url. */
      credential: 'text',
      public_key: 'text',
      counter: 'bigint not null default 0',
      transports: "text[] not null default '{}'",
      created_at: 'timestamptz not null',
      used_at: 'timestamptz',
    },
    indexes: {
      access_factor_subject: '(subject)',
      access_factor_credential: 'unique (credential) where credential is not null',
    },
  }),
  defineTable({
    name: 'access_recovery_code',
    columns: {
      digest: 'text primary key',
      subject: 'uuid not null',
      created_at: 'timestamptz not null',
      used_at: 'timestamptz',
    },
    indexes: { access_recovery_code_subject: '(subject)' },
  }),
  defineTable({
    name: 'access_ticket',
    columns: {
      digest: 'text primary key',
      subject: 'uuid not null',
      purpose: 'text not null',
      /** Of a passkey; spent with the first answer. */
      challenge: 'text',
      failures: 'integer not null default 0',
      ends_at: 'timestamptz not null',
    },
    indexes: { access_ticket_ends: '(ends_at)' },
  }),
  defineTable({
    name: 'access_attempt',
    columns: {
      /** SHA-256 of the account in lower case, whether somebody has it or not. */
      account: 'text primary key',
      failures: 'integer not null',
      locked_until: 'timestamptz',
      at: 'timestamptz not null',
    },
    indexes: { access_attempt_at: '(at)' },
  }),
];

export type TicketPurpose = 'sign-in' | 'enrol' | 'step-up';

export type FactorTables = {
  access_factor: {
    id: string;
    subject: string;
    kind: 'totp' | 'passkey';
    title: string;
    state: 'pending' | 'active';
    secret: string | null;
    last_step: string | number | null;
    credential: string | null;
    public_key: string | null;
    counter: number;
    transports: string[];
    created_at: string;
    used_at: string | null;
  };
  access_recovery_code: { digest: string; subject: string; created_at: string; used_at: string | null };
  access_ticket: {
    digest: string;
    subject: string;
    purpose: TicketPurpose;
    challenge: string | null;
    failures: number;
    ends_at: string;
  };
  access_attempt: { account: string; failures: number; locked_until: string | null; at: string };
};
