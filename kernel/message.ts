/** What a message says and how it climbs, declared by whoever sends it: texts by channel, typed parameters with their class, a ladder. */
import type { FieldClass } from './access.ts';
import type { TimeLimit } from './working-time.ts';

/** Ways that leave the app; the message in the app itself is always there. */
export const messageChannels = ['sms', 'voice', 'email', 'webhook'] as const;
export type MessageChannel = (typeof messageChannels)[number];

export const messageKinds = ['to-do', 'urge', 'supervise', 'deadline', 'result', 'notice'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** An emergency passes over quiet hours, preferences and refusals, and that is recorded. */
export type Urgency = 'emergency' | 'urgent' | 'normal';

export interface MessageParameter {
  readonly title: string;
  /** date: YYYY-MM-DD; moment: ISO, shown in Shanghai time. */
  readonly kind: 'text' | 'number' | 'date' | 'moment';
  /** personal and sensitive ones never leave in a webhook; sensitive ones stay in the app. */
  readonly class: FieldClass;
  /** Characters; default 200. */
  readonly longest?: number;
}

/** Texts with `{parameter}` slots; a channel without a text is not used. */
export interface MessageTexts {
  readonly app: { readonly title: string; readonly body: string };
  readonly sms?: string | undefined;
  readonly voice?: string | undefined;
  readonly email?: { readonly subject: string; readonly body: string } | undefined;
  /** A webhook carries parameters, never a text. */
  readonly webhook?: true | undefined;
}

/** So long unread after the step before, then the next: another way to the same person, or the persons above him. */
export interface LadderStep {
  readonly after: TimeLimit;
  readonly channels: readonly MessageChannel[];
  readonly to: 'same' | 'superiors';
}

export interface MessageTemplate {
  readonly title: string;
  /** Of the declared texts; what officials publish later is numbered from 1001. */
  readonly version: number;
  readonly kind: MessageKind;
  readonly urgency: Urgency;
  readonly parameters: Readonly<Record<string, MessageParameter>>;
  readonly texts: MessageTexts;
  /** Used at once, unless the person chose otherwise for this kind. */
  readonly channels: readonly MessageChannel[];
  readonly ladder?: readonly LadderStep[];
  /** May be sent to an area, a department or a role. */
  readonly broadcast?: true;
}
