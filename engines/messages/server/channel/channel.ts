/** The one small interface behind which every way out of the app stands. */
import type { Content } from '../delivery/delivery-tables.ts';

export interface Outgoing {
  /** The key under which the other side sends it once, however often it is handed over. */
  readonly id: string;
  readonly address: string;
  /** The address as people are shown it. */
  readonly shown: string;
  readonly content: Content;
  readonly template: string;
  readonly version: number;
  /** Of a webhook: the receiver's own signing key. */
  readonly secret?: string;
}

/** Handed over, with the other side's number for it; or refused for good, with a code. */
export type Outcome =
  | { readonly state: 'sent'; readonly receipt: string | null }
  | { readonly state: 'failed'; readonly reason: string };

/** `send` throws when trying again may help. */
export interface Channel {
  send(message: Outgoing): Promise<Outcome>;
  close?(): void;
}
