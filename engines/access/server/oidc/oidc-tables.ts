/** The tables of the OpenID Connect provider: applications, its artifacts, keys, the numbers by which applications know people, and sign-ins to be ended. */
import { defineTable, type Table } from '../../../store/index.ts';

export const oidcTables: readonly Table[] = [
  defineTable({
    name: 'access_application',
    columns: {
      id: 'text primary key',
      name: 'text not null',
      department: 'text not null',
      /** What the data is for, and by which rule. */
      purpose: 'text not null',
      /** requested → active ⇄ suspended; requested → refused. */
      state: 'text not null',
      /** The registration in force, JSON; null before the first approval. */
      registration: 'text',
      /** The registration asked for, JSON; null when nothing waits. */
      request: 'text',
      /** A box of the vault. */
      secret: 'text',
      /** The service account as which it calls the city. */
      subject: 'uuid',
      requested_by: 'text not null',
      requested_at: 'timestamptz not null',
      decided_by: 'text',
      decided_at: 'timestamptz',
      reason: "text not null default ''",
    },
  }),
  defineTable({
    name: 'access_oidc_artifact',
    columns: {
      model: 'text not null',
      /** SHA-256 of the id: whoever reads the table has no token. */
      digest: 'text not null',
      payload: 'text not null',
      grant_id: 'text',
      uid: 'text',
      expires_at: 'timestamptz',
      consumed_at: 'timestamptz',
    },
    constraints: ['primary key (model, digest)'],
    indexes: {
      access_oidc_artifact_grant: '(grant_id) where grant_id is not null',
      access_oidc_artifact_uid: '(uid) where uid is not null',
      access_oidc_artifact_expires: '(expires_at)',
    },
  }),
  defineTable({
    name: 'access_oidc_key',
    columns: {
      id: 'text primary key',
      kind: 'text not null',
      state: 'text not null',
      /** A box of the vault: a private JWK, or the key of cookies. */
      secret: 'text not null',
      created_at: 'timestamptz not null',
    },
  }),
  defineTable({
    name: 'access_oidc_subject',
    columns: { client: 'text not null', subject: 'uuid not null', pseudonym: 'uuid not null' },
    constraints: ['primary key (client, subject)'],
    indexes: { access_oidc_subject_pseudonym: 'unique (pseudonym)' },
  }),
  defineTable({
    name: 'access_oidc_login',
    columns: {
      grant_id: 'text primary key',
      client: 'text not null',
      subject: 'uuid not null',
      /** The city's own session that it hangs on. */
      session: 'text not null',
      sid: 'text',
      scopes: 'text not null',
      at: 'timestamptz not null',
      /** The application was told, or asked not to be. */
      told_at: 'timestamptz',
    },
    indexes: {
      access_oidc_login_open: '(session) where told_at is null',
      access_oidc_login_subject: '(subject)',
    },
  }),
];

export type OidcTables = {
  access_application: {
    id: string;
    name: string;
    department: string;
    purpose: string;
    state: 'requested' | 'active' | 'suspended' | 'refused';
    registration: string | null;
    request: string | null;
    secret: string | null;
    subject: string | null;
    requested_by: string;
    requested_at: string;
    decided_by: string | null;
    decided_at: string | null;
    reason: string;
  };
  access_oidc_artifact: {
    model: string;
    digest: string;
    payload: string;
    grant_id: string | null;
    uid: string | null;
    expires_at: string | null;
    consumed_at: string | null;
  };
  access_oidc_key: {
    id: string;
    kind: 'signing' | 'cookie';
    state: 'active' | 'verify-only' | 'destroyed';
    secret: string;
    created_at: string;
  };
  access_oidc_subject: { client: string; subject: string; pseudonym: string };
  access_oidc_login: {
    grant_id: string;
    client: string;
    subject: string;
    session: string;
    sid: string | null;
    scopes: string;
    at: string;
    told_at: string | null;
  };
};
