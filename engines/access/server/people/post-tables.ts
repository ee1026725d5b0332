/** The tables of what makes a post more than a row: delegations by period, reviews, and requests that need two persons. */
import { defineTable, type Table } from '../../../store/index.ts';

export const postTables: readonly Table[] = [
  defineTable({
    name: 'access_delegation',
    columns: {
      id: 'uuid primary key',
      /** Whose posts are lent, and to whom. */
      lender: 'uuid not null',
      borrower: 'uuid not null',
      /** Roles that are lent; empty means all business roles that the lender holds. */
      roles: "text[] not null default '{}'",
      valid_from: 'timestamptz not null',
      valid_to: 'timestamptz not null',
      reason: 'text not null',
      made_at: 'timestamptz not null',
      ended_at: 'timestamptz',
      ended_by: 'text',
    },
    indexes: { access_delegation_borrower: '(borrower)', access_delegation_lender: '(lender)' },
  }),
  defineTable({
    name: 'access_review',
    columns: {
      id: 'uuid primary key',
      title: 'text not null',
      started_by: 'text not null',
      started_at: 'timestamptz not null',
      due_at: 'timestamptz not null',
      closed_at: 'timestamptz',
    },
  }),
  defineTable({
    name: 'access_review_item',
    columns: {
      id: 'uuid primary key',
      review: 'uuid not null',
      post: 'uuid not null',
      subject: 'uuid not null',
      role: 'text not null',
      department: 'text not null',
      area: 'text not null',
      reviewer: 'uuid not null',
      /** null while open; lapsed: not answered in time, so withdrawn. */
      decision: 'text',
      decided_at: 'timestamptz',
    },
    indexes: {
      access_review_item_review: '(review)',
      access_review_item_reviewer: '(reviewer) where decision is null',
    },
  }),
  defineTable({
    name: 'access_request',
    columns: {
      id: 'uuid primary key',
      /** break-glass: a post for a short time in an emergency. reset-administrator: a new password of an administrator. */
      kind: 'text not null',
      subject: 'uuid not null',
      /** JSON. */
      detail: 'text not null',
      reason: 'text not null',
      state: 'text not null',
      requested_by: 'text not null',
      requested_at: 'timestamptz not null',
      decided_by: 'text',
      decided_at: 'timestamptz',
      ends_at: 'timestamptz',
    },
    indexes: { access_request_state: '(state, requested_at desc)' },
  }),
];

export type PostTables = {
  access_delegation: {
    id: string;
    lender: string;
    borrower: string;
    roles: string[];
    valid_from: string;
    valid_to: string;
    reason: string;
    made_at: string;
    ended_at: string | null;
    ended_by: string | null;
  };
  access_review: {
    id: string;
    title: string;
    started_by: string;
    started_at: string;
    due_at: string;
    closed_at: string | null;
  };
  access_review_item: {
    id: string;
    review: string;
    post: string;
    subject: string;
    role: string;
    department: string;
    area: string;
    reviewer: string;
    decision: 'confirmed' | 'withdrawn' | 'lapsed' | null;
    decided_at: string | null;
  };
  access_request: {
    id: string;
    kind: 'break-glass' | 'reset-administrator';
    subject: string;
    detail: string;
    reason: string;
    state: 'waiting' | 'approved' | 'refused' | 'used';
    requested_by: string;
    requested_at: string;
    decided_by: string | null;
    decided_at: string | null;
    ends_at: string | null;
  };
};
