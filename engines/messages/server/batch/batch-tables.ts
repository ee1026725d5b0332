/** Bulk messages: asked for by one person, approved by another, sent page by page from a kept place. */
import type { Urgency } from '../../../../kernel/message.ts';
import { defineTable, type Table } from '../../../store/index.ts';
import type { BatchState } from '../../service.ts';

export type BatchTables = {
  messages_batch: {
    id: string;
    title: string;
    template: string;
    version: number;
    /** As they were approved; what is published meanwhile changes nothing. */
    texts: string;
    parameters: string;
    audience: string;
    urgency: Urgency;
    state: BatchState;
    reach: string;
    reached: number;
    refused: number;
    overridden: number;
    /** The last subject who was told; null before the first. */
    place: string | null;
    asked_by: string;
    asked_at: string;
    decided_by: string | null;
    decided_at: string | null;
    opinion: string | null;
    finished_at: string | null;
  };
};

export const batchTables: readonly Table[] = [
  defineTable({
    name: 'messages_batch',
    columns: {
      id: 'uuid primary key',
      title: 'text not null',
      template: 'text not null',
      version: 'integer not null',
      texts: 'text not null',
      parameters: 'text not null',
      audience: 'text not null',
      urgency: 'text not null',
      state: 'text not null',
      reach: 'text not null',
      reached: 'integer not null default 0',
      refused: 'integer not null default 0',
      overridden: 'integer not null default 0',
      place: 'text',
      asked_by: 'text not null',
      asked_at: 'timestamptz not null',
      decided_by: 'text',
      decided_at: 'timestamptz',
      opinion: 'text',
      finished_at: 'timestamptz',
    },
    indexes: {
      messages_batch_asked: '(asked_at desc, id desc)',
      messages_batch_sending: "(decided_at) where state = 'sending'",
    },
  }),
];
