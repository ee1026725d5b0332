/** Budgets and what was spent of them, answers that were given, and the parts of matches until these are over. */
import { defineTable, type Table } from '../../store/index.ts';

export const privacyTables: readonly Table[] = [
  defineTable({
    name: 'privacy_budget',
    columns: {
      /** 'project:<id>', 'dataset:<id>'. */
      account: 'text primary key',
      /** Millionths of ε. */
      total: 'bigint not null',
      spent: 'bigint not null default 0',
    },
    constraints: ['check (spent >= 0 and spent <= total)'],
  }),
  defineTable({
    name: 'privacy_spending',
    columns: {
      id: 'uuid not null',
      account: 'text not null',
      amount: 'bigint not null',
      left_over: 'bigint not null',
      at: 'timestamptz not null',
    },
    constraints: ['primary key (account, id)'],
    appendOnly: { mayDelete: 'false' },
  }),
  defineTable({
    name: 'privacy_answer',
    columns: {
      id: 'uuid primary key',
      owner: 'uuid not null',
      /** SM3 over question and batch: the same again is this answer, and costs nothing. */
      question: 'text not null',
      answer: 'jsonb not null',
      at: 'timestamptz not null',
    },
    indexes: { privacy_answer_question: 'unique (owner, question)' },
  }),
  defineTable({
    name: 'privacy_match',
    columns: {
      id: 'uuid primary key',
      owner: 'uuid not null',
      state: 'text not null',
      plan: 'jsonb not null',
      /** Points that the other party has promised, and that the city offers with its canaries. */
      theirs: 'integer not null',
      ours: 'integer not null default 0',
      /** The city's scalar and its canaries, sealed; null as soon as they are of no more use. */
      secret: 'text',
      /** Code of what ended it without a result. */
      problem: 'text',
      matched: 'integer',
      /** Places that matched, of the other party's points. */
      places: 'jsonb',
      made_at: 'timestamptz not null',
    },
    indexes: { privacy_match_owner: '(owner, made_at)' },
  }),
  defineTable({
    name: 'privacy_match_part',
    columns: {
      match: 'uuid not null',
      /** theirs H(x)^a · ours H(y)^b · both H(x)^ab · answer H(y)^ba. */
      kind: 'text not null',
      number: 'integer not null',
      points: 'bytea not null',
    },
    constraints: ['primary key (match, kind, number)'],
  }),
  defineTable({
    name: 'privacy_match_seen',
    columns: {
      match: 'uuid primary key',
      owner: 'uuid not null',
      /** First eight bytes of all points of the run, and of those that matched, sorted: what later lists of the project are held against. */
      given: 'bytea not null',
      matched: 'bytea',
    },
    indexes: { privacy_match_seen_owner: '(owner)' },
  }),
  defineTable({
    name: 'privacy_sum',
    columns: {
      id: 'uuid primary key',
      owner: 'uuid not null',
      state: 'text not null',
      attempt: 'integer not null default 1',
      about: 'text not null',
      /** Names, sorted. */
      parties: 'jsonb not null',
      bounds: 'jsonb not null',
      problem: 'text',
      named: "jsonb not null default '[]'",
      /** From review until it is let go or refused. */
      totals: 'jsonb',
      made_at: 'timestamptz not null',
    },
    indexes: { privacy_sum_owner: '(owner)' },
  }),
  defineTable({
    name: 'privacy_sum_part',
    columns: {
      sum: 'uuid not null',
      attempt: 'integer not null',
      party: 'text not null',
      key: 'text not null',
      tags: 'jsonb',
      /** Gone as soon as its attempt is over; its digest stays, so that it cannot come again. */
      masked: 'bytea',
      digest: 'text',
    },
    constraints: ['primary key (sum, attempt, party)'],
    indexes: { privacy_sum_part_key: 'unique (key)', privacy_sum_part_digest: 'unique (digest)' },
  }),
];
