/** What the messages engine offers: telling people, in the app, live, and on the ways out of it that they want. */
import type { Governed } from '../../kernel/access.ts';
import type {
  MessageChannel,
  MessageKind,
  MessageTemplate,
  MessageTexts,
  Urgency,
} from '../../kernel/message.ts';
import { service } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';
import type { EmailConfig, GatewayConfig, WebhookConfig } from './channel-config.ts';

export interface Notice {
  /** Subject ids, or everybody who holds a permission over an area or in a department. */
  readonly to:
    | readonly string[]
    | { readonly permission: string; readonly area?: string; readonly department?: string };
  readonly kind: MessageKind;
  readonly title: string;
  readonly body: string;
  /** Path inside the app, e.g. '/urban-management/cases/<id>'. */
  readonly link?: string;
  /** The same key to the same person within a day is told once. */
  readonly once?: string;
}

/** A message by a declared template. */
export interface Telling {
  readonly to: Notice['to'];
  /** '<contract id>:<name>' of a contract's `messages`. */
  readonly template: string;
  /** By parameter; a wrong or missing one throws RangeError. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly link?: string;
  readonly once?: string;
  /** What it is about, '<type>:<id>'; `settle` of the same ends its ladder. */
  readonly about?: string;
  /** Who is told when a ladder goes above the person. */
  readonly superiors?: Notice['to'];
}

export interface TemplateInForce extends MessageTemplate {
  readonly code: string;
}

export interface TemplateVersion {
  readonly version: number;
  readonly texts: MessageTexts;
  /** null: as declared. */
  readonly publishedAt: string | null;
  readonly publishedBy: string | null;
}

export type ChannelConfig = GatewayConfig | EmailConfig | WebhookConfig;

export interface ChannelState {
  readonly id: MessageChannel;
  readonly enabled: boolean;
  /** null: never set. */
  readonly config: ChannelConfig | null;
  /** Messages a minute. */
  readonly rate: number;
  readonly hasSecret: boolean;
  readonly revision: number;
  readonly changedAt: string | null;
}

export interface ChannelChange {
  readonly id: MessageChannel;
  /** As the administrator saw it. */
  readonly revision: number;
  readonly enabled: boolean;
  readonly config: unknown;
  readonly rate: number;
  /** undefined keeps the one there is. */
  readonly secret?: string | undefined;
}

export interface ContactState {
  readonly kind: 'phone' | 'email' | 'webhook';
  /** Masked. */
  readonly shown: string;
  readonly verified: boolean;
}

export interface Preference {
  readonly kind: MessageKind;
  /** false only for general notices. */
  readonly wanted: boolean;
  readonly channels: readonly MessageChannel[];
}

export interface Receipt {
  readonly channel: MessageChannel;
  readonly id: string;
  readonly state: 'delivered' | 'read' | 'failed';
  /** A code; empty when there is none. */
  readonly reason: string;
  /** ISO. */
  readonly at: string;
  /** HMAC-SM3 by the channel's key over id, state, reason and at, each on its line; hexadecimal. */
  readonly signature: string;
}

export interface DeliveryQuery {
  readonly channel?: string | undefined;
  readonly state?: string | undefined;
  readonly template?: string | undefined;
  readonly batch?: string | undefined;
  readonly before?: string | undefined;
  readonly size: number;
}

export interface DeliveryRow {
  readonly id: string;
  readonly subject: string;
  readonly channel: string;
  readonly template: string;
  readonly version: number;
  readonly urgency: string;
  readonly shown: string;
  readonly state: string;
  readonly reason: string | null;
  readonly tries: number;
  readonly createdAt: string;
  readonly dueAt: string;
  readonly sentAt: string | null;
  readonly deliveredAt: string | null;
  readonly readAt: string | null;
}

export interface DeliveryCount {
  readonly template: string;
  /** 'app' too. */
  readonly channel: string;
  readonly state: string;
  readonly count: number;
}

/** Whom a bulk message is for. Without area, department and role: everybody of these kinds. */
export interface Audience {
  readonly kinds: readonly ('official' | 'citizen')[];
  /** 12 digits; all under it. */
  readonly area?: string | undefined;
  /** Department id; all under it. */
  readonly department?: string | undefined;
  /** '<contract id>:<role>'. */
  readonly role?: string | undefined;
}

export interface Reach {
  readonly people: number;
  /** Refused general notices, and are left out unless it is an emergency. */
  readonly refused: number;
  /** By county; '' for people who named no place. */
  readonly areas: readonly { readonly area: string; readonly people: number }[];
  readonly channels: readonly { readonly channel: string; readonly people: number }[];
}

export interface BatchRequest {
  readonly title: string;
  readonly template: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly audience: Audience;
}

export type BatchState = 'waiting' | 'refused' | 'withdrawn' | 'sending' | 'done' | 'cancelled';

export interface Batch extends BatchRequest {
  readonly id: string;
  readonly version: number;
  readonly urgency: Urgency;
  readonly state: BatchState;
  /** As it was asked for. */
  readonly reach: Reach;
  readonly reached: number;
  readonly refused: number;
  readonly overridden: number;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly opinion: string | null;
  readonly finishedAt: string | null;
}

/** What the message centre's pages do; who may do it, its system decides. */
export interface MessageCentre {
  templates(): Promise<readonly TemplateInForce[]>;
  template(code: string): Promise<TemplateInForce>;
  templateVersions(code: string): Promise<readonly TemplateVersion[]>;
  /** `base`: the version that the writer saw. Throws messages.templateChanged, messages.badTexts. Gives the new number. */
  publishTemplate(work: Work, code: string, base: number, texts: MessageTexts, by: string): Promise<number>;
  channels(): Promise<readonly ChannelState[]>;
  /** Throws messages.channelChanged, messages.secretNeeded, messages.forbiddenAddress, messages.simulatorOnlyDemo, city.invalid. */
  changeChannel(work: Work, change: ChannelChange, by: string): Promise<void>;
  /** An address known by another way than its owner's code. A webhook's signing key is made here and handed back once. */
  keepContact(
    work: Work,
    subject: string,
    kind: ContactState['kind'],
    address: string,
  ): Promise<{ readonly secret: string | null }>;
  keepPlace(work: Work, subject: string, area: string): Promise<void>;
  deliveries(query: DeliveryQuery): Promise<readonly DeliveryRow[]>;
  /** Since the moment; by template, channel and state. */
  counts(since: Date, batch?: string): Promise<readonly DeliveryCount[]>;
  /** A dead letter is tried again from the beginning. Throws messages.notDead. */
  resend(work: Work, id: string): Promise<void>;
  /** What the simulator kept, newest first; empty outside of a demonstration. */
  simulated(): Promise<
    readonly {
      readonly id: string;
      readonly channel: string;
      readonly shown: string;
      readonly text: string;
      readonly at: string;
    }[]
  >;
  reach(template: string, audience: Audience): Promise<Reach>;
  /** Waits for a second person. Throws messages.notBroadcast, messages.badValues, messages.emptyReach. */
  askBatch(work: Work, request: BatchRequest, reach: Reach, by: string): Promise<string>;
  /** Throws messages.ownBatch, messages.batchChanged. */
  decideBatch(work: Work, id: string, approve: boolean, opinion: string, by: string): Promise<Batch>;
  /** Stops a sending one, takes a waiting one back. Throws messages.batchChanged. */
  cancelBatch(work: Work, id: string): Promise<Batch>;
  batches(before: string | undefined, size: number): Promise<readonly Batch[]>;
  findBatch(id: string): Promise<Batch | undefined>;
}

export interface MessageService {
  /** Commits with the work; told live after the commit. No recipient is no error. */
  send(work: Work, notice: Notice): Promise<void>;
  /** The same by a template, which also says on which ways it leaves the app and how it climbs while nobody reads it. */
  tell(work: Work, telling: Telling): Promise<void>;
  /** What these messages are about is over: ladders end, and reminders that are not yet sent are not sent. */
  settle(work: Work, about: readonly string[]): Promise<void>;
  /**
   * Pushes a small live event to the open pages of those who may see it (SSE); nothing is kept. `topic` is a permission
   * ('<contract id>:<name>'), `payload` ids and codes only, under 6 kB; `about` narrows it to those whose decision reaches that row.
   */
  push(topic: string, payload: unknown, about?: Governed): void;
  readonly centre: MessageCentre;
}

export const messages = service<MessageService>('messages');
