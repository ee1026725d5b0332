/** What the parts of a household's page share: its card, and sending a visit of it. */
import { type EditedPlace, rowOf } from './card-text.ts';
import type { Card, Village, Visit } from './use-village.ts';

export interface CardProps {
  readonly card: Card;
  readonly village: Village;
}

export interface SendProps extends CardProps {
  readonly title: string;
  readonly sending: boolean;
  readonly onSend: (visit: Visit) => Promise<void>;
}

/** Version of the row that the place stands in. */
export function withBase<P extends EditedPlace>(card: Card, place: P): P & { readonly base: number } {
  return { ...place, base: rowOf(card, place)?.version ?? 0 };
}
