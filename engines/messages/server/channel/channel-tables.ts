/** How each channel is reached, published texts, what the simulator kept, and where and how people want to be told. */
import type { MessageChannel } from '../../../../kernel/message.ts';
import { defineTable, type Table } from '../../../store/index.ts';

/** A phone takes texts and calls. */
export type ContactKind = 'phone' | 'email' | 'webhook';

export type ChannelTables = {
  messages_channel: {
    id: MessageChannel;
    enabled: boolean;
    config: string;
    rate: number;
    /** A box of the vault: the gateway's key or the mail account's password. */
    secret: string | null;
    revision: number;
    changed_by: string;
    changed_at: string;
  };
  messages_template: {
    code: string;
    version: number;
    texts: string;
    published_by: string;
    published_at: string;
  };
  messages_simulated: {
    id: string;
    channel: MessageChannel;
    shown: string;
    text: string;
    at: string;
  };
  messages_contact: {
    id: string;
    subject: string;
    kind: ContactKind;
    /** A box of the vault. */
    address: string;
    shown: string;
    /** Of a webhook: its own signing key, a box. */
    secret: string | null;
    state: 'waiting' | 'verified';
    code_digest: string | null;
    code_until: string | null;
    code_tries: number;
    set_at: string;
    verified_at: string | null;
  };
  messages_preference: {
    subject: string;
    kind: string;
    wanted: boolean;
    channels: string[];
    set_at: string;
  };
  messages_place: {
    subject: string;
    area: string;
    set_at: string;
  };
};

export const channelTables: readonly Table[] = [
  defineTable({
    name: 'messages_channel',
    columns: {
      id: 'text primary key',
      enabled: 'boolean not null',
      config: 'text not null',
      rate: 'integer not null',
      secret: 'text',
      revision: 'integer not null',
      changed_by: 'text not null',
      changed_at: 'timestamptz not null',
    },
  }),
  defineTable({
    name: 'messages_template',
    columns: {
      code: 'text not null',
      version: 'integer not null',
      texts: 'text not null',
      published_by: 'text not null',
      published_at: 'timestamptz not null',
    },
    indexes: { messages_template_version: 'unique (code, version)' },
  }),
  defineTable({
    name: 'messages_simulated',
    columns: {
      id: 'uuid primary key',
      channel: 'text not null',
      shown: 'text not null',
      text: 'text not null',
      at: 'timestamptz not null',
    },
    indexes: { messages_simulated_at: '(at desc)' },
  }),
  defineTable({
    name: 'messages_contact',
    columns: {
      id: 'uuid primary key',
      subject: 'text not null',
      kind: 'text not null',
      address: 'text not null',
      shown: 'text not null',
      secret: 'text',
      state: 'text not null',
      code_digest: 'text',
      code_until: 'timestamptz',
      code_tries: 'integer not null default 0',
      set_at: 'timestamptz not null',
      verified_at: 'timestamptz',
    },
    indexes: { messages_contact_subject: 'unique (subject, kind)' },
  }),
  defineTable({
    name: 'messages_preference',
    columns: {
      subject: 'text not null',
      kind: 'text not null',
      wanted: 'boolean not null',
      channels: 'text[] not null',
      set_at: 'timestamptz not null',
    },
    indexes: { messages_preference_subject: 'unique (subject, kind)' },
  }),
  defineTable({
    name: 'messages_place',
    columns: {
      subject: 'text primary key',
      area: 'text not null',
      set_at: 'timestamptz not null',
    },
    indexes: { messages_place_area: '(area, subject)' },
  }),
];
