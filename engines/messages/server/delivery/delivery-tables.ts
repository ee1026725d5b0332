/** What leaves the app: one row for each message on each channel, and the ladders that wait to be climbed. */
import type { MessageChannel, MessageKind, Urgency } from '../../../../kernel/message.ts';
import { defineTable, type Table } from '../../../store/index.ts';

/** sending: an adapter has it, under a lease. failed: refused for good. dead: tried as often as the table says. */
export type DeliveryState =
  | 'waiting'
  | 'held'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'dead'
  | 'cancelled';

/** What an adapter is given; kept only until it is sent. */
export interface Content {
  readonly subject?: string;
  readonly text?: string;
  /** Of webhooks. */
  readonly data?: Readonly<Record<string, string | number>>;
}

export type DeliveryTables = {
  messages_delivery: {
    /** Also the key under which the adapter sends it once. */
    id: string;
    notice: string | null;
    subject: string;
    contact: string;
    channel: MessageChannel;
    template: string;
    version: number;
    kind: MessageKind;
    urgency: Urgency;
    /** 0 goes first. */
    rank: number;
    content: string | null;
    /** The address, masked. */
    shown: string;
    about: string | null;
    batch: string | null;
    state: DeliveryState;
    reason: string | null;
    tries: number;
    due_at: string;
    tried_at: string | null;
    lease_until: string | null;
    receipt: string | null;
    created_at: string;
    sent_at: string | null;
    delivered_at: string | null;
    read_at: string | null;
  };
  messages_escalation: {
    id: string;
    notice: string;
    subject: string;
    template: string;
    parameters: string;
    link: string | null;
    about: string | null;
    superiors: string | null;
    step: number;
    due_at: string;
    state: 'waiting' | 'done' | 'cancelled';
    ended_because: string | null;
  };
};

export const deliveryTables: readonly Table[] = [
  defineTable({
    name: 'messages_delivery',
    columns: {
      id: 'uuid primary key',
      notice: 'uuid',
      subject: 'text not null',
      contact: 'uuid not null',
      channel: 'text not null',
      template: 'text not null',
      version: 'integer not null',
      kind: 'text not null',
      urgency: 'text not null',
      rank: 'smallint not null',
      content: 'text',
      shown: 'text not null',
      about: 'text',
      batch: 'uuid',
      state: 'text not null',
      reason: 'text',
      tries: 'integer not null default 0',
      due_at: 'timestamptz not null',
      tried_at: 'timestamptz',
      lease_until: 'timestamptz',
      receipt: 'text',
      created_at: 'timestamptz not null',
      sent_at: 'timestamptz',
      delivered_at: 'timestamptz',
      read_at: 'timestamptz',
    },
    indexes: {
      messages_delivery_once: 'unique (notice, channel) where notice is not null',
      messages_delivery_due: "(channel, rank, due_at) where state in ('waiting', 'held', 'sending')",
      messages_delivery_subject: '(subject, created_at desc)',
      messages_delivery_tried: '(channel, tried_at)',
      messages_delivery_created: '(created_at desc, id desc)',
      messages_delivery_about: "(about) where about is not null and state in ('waiting', 'held')",
      messages_delivery_batch: '(batch) where batch is not null',
    },
  }),
  defineTable({
    name: 'messages_escalation',
    columns: {
      id: 'uuid primary key',
      notice: 'uuid not null',
      subject: 'text not null',
      template: 'text not null',
      parameters: 'text not null',
      link: 'text',
      about: 'text',
      superiors: 'text',
      step: 'integer not null',
      due_at: 'timestamptz not null',
      state: 'text not null',
      ended_because: 'text',
    },
    indexes: {
      messages_escalation_due: "(due_at) where state = 'waiting'",
      messages_escalation_notice: "(notice) where state = 'waiting'",
      messages_escalation_about: "(about) where state = 'waiting'",
    },
  }),
];
