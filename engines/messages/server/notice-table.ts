/** The table of notices: one row for each person told. */
import type { Generated } from 'kysely';
import { defineTable, type Table } from '../../store/index.ts';
import type { Notice } from '../service.ts';

/** A type, not an interface: Kysely wants an index signature. */
export type NoticeTables = {
  messages_notice: {
    id: string;
    subject: string;
    kind: Notice['kind'];
    title: string;
    body: string;
    link: string | null;
    once: string | null;
    /** Day in Asia/Shanghai, so that the database itself refuses a second telling. */
    told_on: string;
    created_at: Generated<string>;
    read_at: string | null;
    /** Set when it was made from a template. */
    template: string | null;
    version: number | null;
    about: string | null;
    batch: string | null;
  };
};

export const noticeTables: readonly Table[] = [
  defineTable({
    name: 'messages_notice',
    columns: {
      id: 'uuid primary key',
      subject: 'text not null',
      kind: 'text not null',
      title: 'text not null',
      body: 'text not null',
      link: 'text',
      once: 'text',
      told_on: 'date not null',
      created_at: 'timestamptz not null default now()',
      read_at: 'timestamptz',
      template: 'text',
      version: 'integer',
      about: 'text',
      batch: 'uuid',
    },
    indexes: {
      messages_notice_subject: '(subject, created_at desc, id desc)',
      messages_notice_unread: '(subject) where read_at is null',
      messages_notice_batch: '(batch) where batch is not null',
      messages_notice_once: 'unique (subject, once, told_on) where once is not null',
    },
  }),
];
