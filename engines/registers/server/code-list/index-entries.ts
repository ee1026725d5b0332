/** Code list entries held in memory, and the questions that checks ask of them. */
import type { Clock } from '../../../../kernel/clock.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { CodeEntry } from '../../service.ts';

export interface KeptList {
  readonly entries: readonly CodeEntry[];
  readonly byCode: ReadonlyMap<string, CodeEntry>;
  readonly byName: ReadonlyMap<string, string>;
}

function isValid(entry: CodeEntry, day: string): boolean {
  return (
    (entry.validFrom === null || entry.validFrom <= day) && (entry.validTo === null || entry.validTo >= day)
  );
}

export function indexEntries(entries: readonly CodeEntry[]): ReadonlyMap<string, KeptList> {
  const lists = new Map<
    string,
    { entries: CodeEntry[]; byCode: Map<string, CodeEntry>; byName: Map<string, string> }
  >();
  for (const entry of entries) {
    let list = lists.get(entry.list);
    if (list === undefined) {
      list = { entries: [], byCode: new Map(), byName: new Map() };
      lists.set(entry.list, list);
    }
    list.entries.push(entry);
    list.byCode.set(entry.code, entry);
    // A name that stands for two codes stands for none.
    list.byName.set(entry.name, list.byName.has(entry.name) ? '' : entry.code);
  }
  return lists;
}

/** The questions that checks ask, over entries held in memory; the same in the server and in a worker thread. */
export function codeQuestions(lists: () => ReadonlyMap<string, KeptList>, clock: Clock) {
  return {
    nameOf: (list: string, code: string) => lists().get(list)?.byCode.get(code)?.name,
    has(list: string, code: string): boolean {
      const entry = lists().get(list)?.byCode.get(code);
      return (
        entry !== undefined &&
        ((entry.validFrom === null && entry.validTo === null) || isValid(entry, shanghaiDate(clock.now())))
      );
    },
    findByName: (list: string, name: string) => lists().get(list)?.byName.get(name) || undefined,
  };
}
