/** When messages wait, how often one is tried again and how fast each channel goes: local defaults, kept as data. */
import type { MessageChannel, Urgency } from '../../../kernel/message.ts';
import rows from './delivery.json' with { type: 'json' };

export interface QuietHours {
  readonly channel: MessageChannel;
  readonly urgency: Urgency;
  /** HH:MM in Shanghai; over midnight when `to` is earlier. */
  readonly from: string;
  readonly to: string;
}

export interface DeliveryTable {
  readonly version: string;
  readonly source: string;
  /** Minutes after each failed try; after the last one the message is a dead letter. */
  readonly retryMinutes: readonly number[];
  readonly quietHours: readonly QuietHours[];
  readonly ratesAMinute: Readonly<Record<MessageChannel, number>>;
  /** HTTP statuses by which a gateway says no for good. */
  readonly refusedStatuses: readonly number[];
}

export const deliveryTable = rows as DeliveryTable;
