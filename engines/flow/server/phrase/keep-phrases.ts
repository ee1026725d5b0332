/** 常用意见: each person's own list of opinions that he writes often. */
import { commonErrors } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Store } from '../../../store/index.ts';
import { flowErrors } from '../../contract.ts';
import type { FlowTables } from '../tables.ts';

export interface Phrase {
  id: string;
  text: string;
  position: number;
}

export interface Phrases {
  list(subject: string): Promise<Phrase[]>;
  add(subject: string, text: string): Promise<Phrase>;
  change(
    subject: string,
    id: string,
    change: { text?: string | undefined; position?: number | undefined },
  ): Promise<void>;
  remove(subject: string, id: string): Promise<void>;
}

const mostPhrases = 50;

export function openPhrases(store: Store): Phrases {
  const db = store.db.withTables<FlowTables>();
  const list = (subject: string) =>
    db
      .selectFrom('flow_phrase')
      .select(['id', 'text', 'position'])
      .where('subject', '=', subject)
      .orderBy('position')
      .orderBy('id')
      .execute();
  return {
    list,
    async add(subject, text) {
      const known = await list(subject);
      if (known.length >= mostPhrases) throw flowErrors.phraseLimit({ most: mostPhrases });
      const phrase = { id: newId(), text, position: (known.at(-1)?.position ?? -1) + 1 };
      await db
        .insertInto('flow_phrase')
        .values({ ...phrase, subject, created_at: store.clock.now().toISOString() })
        .execute();
      return phrase;
    },
    async change(subject, id, { text, position }) {
      if (text === undefined && position === undefined) return;
      const changed = await db
        .updateTable('flow_phrase')
        .set({ ...(text === undefined ? {} : { text }), ...(position === undefined ? {} : { position }) })
        .where('id', '=', id)
        .where('subject', '=', subject)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) throw commonErrors.missing();
    },
    async remove(subject, id) {
      const removed = await db
        .deleteFrom('flow_phrase')
        .where('id', '=', id)
        .where('subject', '=', subject)
        .executeTakeFirst();
      if (removed.numDeletedRows === 0n) throw commonErrors.missing();
    },
  };
}
