/** The tables of people, organs, roles, posts, sessions and the audit. */
import type { Generated } from 'kysely';
import { defineTable, type Table } from '../../store/index.ts';
import { activityTables } from './activity/activity-tables.ts';
import { agencyTables } from './agency/agency-tables.ts';
import { exitTables } from './exits/exit-tables.ts';
import { factorTables } from './factors/factor-tables.ts';
import { identityTables } from './identity/identity-tables.ts';
import { callKeyTables } from './keys/call-keys.ts';
import { oidcTables } from './oidc/oidc-tables.ts';
import { postTables } from './people/post-tables.ts';
import { lookTables } from './looks/look-tables.ts';
import { leastMonths } from './audit/dispose-lines.ts';

export const accessTables: readonly Table[] = [
  defineTable({
    name: 'access_subject',
    columns: {
      id: 'uuid primary key',
      account: 'text not null',
      name: 'text not null',
      kind: 'text not null',
      state: "text not null default 'active'",
      demo: 'boolean not null default false',
      password: 'text',
      password_at: 'timestamptz',
      password_history: "text[] not null default '{}'",
      must_change: 'boolean not null default false',
      failures: 'integer not null default 0',
      locked_until: 'timestamptz',
      last_sign_in_at: 'timestamptz',
      created_at: 'timestamptz not null default now()',
      created_by: 'text not null',
      /** L1…L4, of citizens. */
      identity_level: "text not null default 'L1'",
    },
    indexes: { access_subject_account: 'unique (lower(account))' },
  }),
  defineTable({
    name: 'access_department',
    columns: {
      id: 'text primary key',
      name: 'text not null',
      short_name: 'text not null',
      area: 'text not null',
      parent: 'text',
      kind: 'text not null',
      credit_code: 'text',
      credit_code_kind: 'text',
      pinyin: "text not null default ''",
    },
  }),
  defineTable({
    name: 'access_role',
    columns: {
      id: 'text primary key',
      title: 'text not null',
      system: 'text not null',
      permissions: 'text[] not null',
      clearance: 'text not null',
      reach: 'text not null',
      built_in: 'boolean not null',
      /** Whoever holds it needs a second factor. */
      second_factor: 'boolean not null default false',
    },
  }),
  defineTable({
    name: 'access_post',
    columns: {
      id: 'uuid primary key',
      subject: 'uuid not null',
      role: 'text not null',
      department: 'text not null',
      area: 'text not null',
      granted_by: 'text not null',
      granted_at: 'timestamptz not null default now()',
      /** main, concurrent (兼任), secondment (借调), break-glass (应急). */
      kind: "text not null default 'main'",
      /** Outside of its period a post gives nothing; null is without limit. */
      valid_from: 'timestamptz',
      valid_to: 'timestamptz',
    },
    indexes: { access_post_subject: '(subject)', access_post_role: '(role, department)' },
  }),
  defineTable({
    name: 'access_session',
    columns: {
      token_digest: 'text primary key',
      subject: 'uuid not null',
      address: 'text not null',
      created_at: 'timestamptz not null',
      seen_at: 'timestamptz not null',
      ends_at: 'timestamptz not null',
      ended_at: 'timestamptz',
      factor: "text not null default 'password'",
      stepped_at: 'timestamptz',
    },
    indexes: { access_session_subject: '(subject) where ended_at is null' },
  }),
  defineTable({
    name: 'access_audit',
    columns: {
      position: 'bigint generated always as identity primary key',
      transaction: 'xid8 not null default pg_current_xact_id()',
      id: 'uuid not null',
      at: 'timestamptz not null',
      subject: 'text not null',
      address: 'text not null',
      trace: 'text not null',
      module: 'text not null',
      event: 'text not null',
      object_type: 'text not null',
      object_id: 'text not null',
      result: 'text not null',
      detail: 'text not null',
      /** SM3 of the line's own content; lines are never changed, so sealing needs no second write of them. */
      digest: 'text not null',
    },
    indexes: {
      access_audit_order: '(transaction, position)',
      access_audit_at: '(at desc)',
      access_audit_object: '(object_id, at desc)',
      access_audit_subject: '(subject, at desc)',
    },
    appendOnly: { mayDelete: `old.at < now() - interval '${leastMonths} months'` },
  }),
  defineTable({
    name: 'access_audit_seal',
    columns: {
      number: 'bigint primary key',
      last_transaction: 'xid8 not null',
      last_position: 'bigint not null',
      lines: 'integer not null',
      /** Root of the log after its lines. In seals from before the log (leaf is null): SM3 over the seal before and its lines' digests. */
      digest: 'text not null',
      at: 'timestamptz not null default now()',
      leaf: 'bigint',
    },
    indexes: { access_audit_seal_last: '(last_transaction, last_position)', access_audit_seal_at: '(at)' },
    appendOnly: { mayDelete: 'false' },
  }),
  defineTable({
    name: 'access_audit_disposal',
    columns: {
      /** Lines up to this seal went after their time of keeping. */
      seal: 'bigint primary key',
      lines: 'bigint not null',
      months: 'integer not null',
      at: 'timestamptz not null',
    },
    appendOnly: { mayDelete: 'false' },
  }),
  ...factorTables,
  ...oidcTables,
  ...callKeyTables,
  ...lookTables,
  ...activityTables,
  ...exitTables,
  ...postTables,
  ...identityTables,
  ...agencyTables,
];

/** A type alias, because Kysely's withTables wants an index signature that interfaces lack. */
export type AccessTables = {
  access_subject: {
    id: string;
    account: string;
    name: string;
    kind: 'official' | 'citizen' | 'service';
    state: 'active' | 'disabled';
    demo: boolean;
    password: string | null;
    password_at: string | null;
    password_history: string[];
    must_change: boolean;
    failures: number;
    locked_until: string | null;
    last_sign_in_at: string | null;
    created_at: string;
    created_by: string;
    identity_level: Generated<string>;
  };
  access_department: {
    id: string;
    name: string;
    short_name: string;
    area: string;
    parent: string | null;
    kind: string;
    credit_code: string | null;
    credit_code_kind: string | null;
    pinyin: string;
  };
  access_role: {
    id: string;
    title: string;
    system: string;
    permissions: string[];
    clearance: string;
    reach: string;
    built_in: boolean;
    second_factor: Generated<boolean>;
  };
  access_post: {
    id: string;
    subject: string;
    role: string;
    department: string;
    area: string;
    granted_by: string;
    granted_at: Generated<string>;
    kind: Generated<string>;
    valid_from: string | null;
    valid_to: string | null;
  };
  access_session: {
    token_digest: string;
    subject: string;
    address: string;
    created_at: string;
    seen_at: string;
    ends_at: string;
    ended_at: string | null;
    factor: string;
    stepped_at: string | null;
  };
};
