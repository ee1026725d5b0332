/** What somebody wrote without a network meets what others wrote meanwhile: field by field, by the version that he saw; nothing is overwritten in silence. Pure. */
import {
  type Card,
  type CardRow,
  type Fact,
  type Origin,
  originOf,
  sameValue,
  type Value,
  valueOf,
} from './card.ts';

export interface Edit extends Fact {
  /** Version of the row that he saw. */
  readonly base: number;
}

export interface Clash extends Edit {
  readonly theirs: Value;
  readonly origin: Origin;
}

export interface Merged {
  /** Written as they are. */
  readonly writes: readonly Edit[];
  /** Say what stands there already: a confirmation. */
  readonly same: readonly Edit[];
  readonly clashes: readonly Clash[];
}

export function rowOf(card: Card, place: Pick<Fact, 'of' | 'member'>): CardRow | undefined {
  return place.of === 'household' ? card.household : card.members.find(({ id }) => id === place.member);
}

/** A field that nobody wrote since is no clash, even where another field of the row was. Every edit's row must be on the card. */
export function mergeEdits(card: Card, edits: readonly Edit[]): Merged {
  const writes: Edit[] = [];
  const same: Edit[] = [];
  const clashes: Clash[] = [];
  for (const edit of edits) {
    const row = rowOf(card, edit);
    if (row === undefined) throw new RangeError('an edit of a row that is not on the card');
    const theirs = valueOf(row, edit.field);
    if (sameValue(theirs, edit.value)) {
      same.push(edit);
      continue;
    }
    // A value that was emptied meanwhile has an origin still.
    const kept = (row.origins as Readonly<Record<string, Origin>> | null)?.[edit.field];
    const origin = kept ?? originOf(row, edit.field);
    if (origin !== undefined && origin.version > edit.base) clashes.push({ ...edit, theirs, origin });
    else writes.push(edit);
  }
  return { writes, same, clashes };
}
