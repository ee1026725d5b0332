/** Code lists: kept in the database, held in memory by every process, edited by people without losing their edits to the next load. */
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { keepReading } from '../../../../kernel/kept-reading.ts';
import type { Store } from '../../../store/service.ts';
import type { CodeEntry, CodeLists } from '../../service.ts';
import { codeQuestions, indexEntries, type KeptList } from './index-entries.ts';

const channel = 'registers.code-lists';
const chunk = 500;

type Given = Parameters<CodeLists['load']>[0][number];

export interface KeptCodeLists extends CodeLists {
  names(): readonly { readonly list: string; readonly entries: number }[];
  findByName(list: string, name: string): string | undefined;
  /** Every list with its valid codes, for a worker thread. */
  snapshot(lists: readonly string[]): readonly CodeEntry[];
}

export async function keepCodeLists(store: Store): Promise<KeptCodeLists> {
  const { current: lists, refresh } = keepReading<ReadonlyMap<string, KeptList>>(new Map(), async () => {
    const found =
      await sql<CodeEntry>`select list, code, name, parent, "order", valid_from as "validFrom", valid_to as "validTo",
      source, attributes from register_code_entry order by list, "order", code`.execute(store.db);
    return indexEntries(found.rows);
  });

  async function tell(): Promise<void> {
    await refresh();
    await store.announce(channel, '');
  }

  /** Who has just edited and then lists them sees what he wrote. */
  let edited = Promise.resolve();

  await refresh();
  store.onAnnounce(channel, () => void refresh().catch(() => undefined));

  /** What people edited differs for good, which costs one more reading at each start. */
  function isKnown(given: Given): boolean {
    const held = lists().get(given.list)?.byCode.get(given.code);
    return held !== undefined && isDeepStrictEqual({ attributes: {}, ...given }, { ...held });
  }

  async function load(entries: readonly Given[]): Promise<void> {
    let changed = 0n;
    // One text for any number of entries: the values travel as one JSON array.
    await store.transaction(async (work) => {
      for (let start = 0; start < entries.length; start += chunk) {
        const part = JSON.stringify(
          entries.slice(start, start + chunk).map((each) => ({ attributes: {}, ...each })),
        );
        const kept =
          await sql`insert into register_code_entry (list, code, name, parent, "order", valid_from, valid_to, source, attributes)
          select list, code, name, parent, "order", "validFrom", "validTo", source, coalesce(attributes, '{}')
          from jsonb_to_recordset(${part}::jsonb) as given(list text, code text, name text, parent text, "order" integer,
            "validFrom" date, "validTo" date, source text, attributes jsonb)
          on conflict (list, code) do update set name = excluded.name, parent = excluded.parent, "order" = excluded."order",
            valid_from = excluded.valid_from, valid_to = excluded.valid_to, source = excluded.source, attributes = excluded.attributes
          where register_code_entry.edited_by is null
            and (register_code_entry.name, register_code_entry.parent, register_code_entry."order", register_code_entry.valid_from,
              register_code_entry.valid_to, register_code_entry.source, register_code_entry.attributes)
            is distinct from (excluded.name, excluded.parent, excluded."order", excluded.valid_from, excluded.valid_to,
              excluded.source, excluded.attributes)`.execute(work.db);
        changed += kept.numAffectedRows ?? 0n;
      }
    });
    // Every start loads all lists again: where they are as they were, nobody need read them. Where another process
    // was first, nothing changes here either, and its announcement may have come before this one listened.
    if (changed > 0n) await tell();
    else if (!entries.every(isKnown)) await refresh();
  }

  return {
    ...codeQuestions(lists, store.clock),
    load,
    loadNames: (lists, source = '本系统') =>
      load(
        Object.entries(lists).flatMap(([list, names]) =>
          Object.entries(names).map(([code, name], order) => ({
            list,
            code,
            name: typeof name === 'string' ? name : name.title,
            parent: null,
            order,
            validFrom: null,
            validTo: null,
            source,
          })),
        ),
      ),
    async list(list) {
      await edited;
      return lists().get(list)?.entries ?? [];
    },
    names: () => Array.from(lists(), ([list, kept]) => ({ list, entries: kept.entries.length })),
    async save(work, by, entry) {
      await sql`insert into register_code_entry (list, code, name, parent, "order", valid_from, valid_to, source, attributes, edited_by, edited_at)
        values (${entry.list}, ${entry.code}, ${entry.name}, ${entry.parent}, ${entry.order}, ${entry.validFrom}::date, ${entry.validTo}::date,
          ${entry.source}, ${JSON.stringify(entry.attributes)}::jsonb, ${by}, ${work.now})
        on conflict (list, code) do update set name = excluded.name, parent = excluded.parent, "order" = excluded."order",
          valid_from = excluded.valid_from, valid_to = excluded.valid_to, source = excluded.source, attributes = excluded.attributes,
          edited_by = excluded.edited_by, edited_at = excluded.edited_at`.execute(work.db);
      work.afterCommit(() => {
        edited = tell().catch(() => undefined);
      });
    },
    snapshot: (wanted) => wanted.flatMap((list) => lists().get(list)?.entries ?? []),
  };
}
