/** What the messages engine offers: telling people, in the app and live. */
import type { Governed } from '../../kernel/access.ts';
import { service } from '../../kernel/system.ts';
import type { Work } from '../store/service.ts';

export interface Notice {
  /** Subject ids, or everybody who holds a permission over an area or in a department. */
  readonly to:
    | readonly string[]
    | { readonly permission: string; readonly area?: string; readonly department?: string };
  readonly kind: 'to-do' | 'urge' | 'supervise' | 'deadline' | 'result' | 'notice';
  readonly title: string;
  readonly body: string;
  /** Path inside the app, e.g. '/urban-management/cases/<id>'. */
  readonly link?: string;
  /** The same key to the same person within a day is told once. */
  readonly once?: string;
}

export interface MessageService {
  /** Commits with the work; told live after the commit. No recipient is no error. */
  send(work: Work, notice: Notice): Promise<void>;
  /**
   * Pushes a small live event to the open pages of those who may see it (SSE); nothing is kept. `topic` is a permission
   * ('<contract id>:<name>'), `payload` ids and codes only, under 6 kB; `about` narrows it to those whose decision reaches that row.
   */
  push(topic: string, payload: unknown, about?: Governed): void;
}

export const messages = service<MessageService>('messages');
