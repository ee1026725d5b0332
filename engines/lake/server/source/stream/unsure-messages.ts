/** Messages that lie on disk and of which the broker may not know that: what it sends again of them is not kept twice. */
import { type FileHandle, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Longer than any broker waits before it sends again what was not acknowledged (`acknowledgeMilliseconds` of JetStream). */
const keptMilliseconds = 3_600_000;

/** Bytes in `<id>.jsonl` and in `<id>.poison`. */
export type Sizes = readonly [rows: number, poison: number];

/** One line of `<id>.unsure`: written before the message itself, so that a message that is cut short is known by the end that it does not reach. */
type Entry = readonly [digest: string, before: Sizes, after: Sizes];

/** A line that was cut short says nothing, and its message was not begun. */
function entriesOf(text: string): readonly Entry[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Entry);
}

async function unsureFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.unsure'))
    .toSorted()
    .map((name) => path.join(folder, name));
}

const linesOf = (entries: readonly Entry[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** Infinity of a file that is gone: it was read to its end, and its batch shown. */
const sizeOf = (at: string) =>
  stat(at).then(
    ({ size }) => size,
    () => Number.POSITIVE_INFINITY,
  );

async function cutFile(at: string): Promise<void> {
  const [rows, poison] = [at.replace(/unsure$/, 'jsonl'), at.replace(/unsure$/, 'poison')];
  const sizes = [await sizeOf(rows), await sizeOf(poison)] as const;
  const entries = entriesOf(await readFile(at, 'utf8'));
  const torn = entries.findIndex(([, , after]) => after[0] > sizes[0] || after[1] > sizes[1]);
  const first = entries[torn];
  if (first === undefined) return;
  const [, before] = first;
  if (sizes[0] > before[0]) await truncate(rows, before[0]);
  if (sizes[1] > before[1]) await truncate(poison, before[1]);
  await writeFile(at, linesOf(entries.slice(0, torn)));
}

/** What a killed server has written of its last message in part goes: it was not acknowledged, and comes again whole. */
export async function cutTorn(folder: string): Promise<void> {
  for (const at of await unsureFiles(folder)) await cutFile(at);
}

export class UnsureMessages {
  readonly #at: string;
  readonly #own: FileHandle;
  /** By file: those of turns that were killed. */
  readonly #former: Map<string, Entry[]>;
  readonly #changed = new Set<string>();

  private constructor(at: string, own: FileHandle, former: Map<string, Entry[]>) {
    this.#at = at;
    this.#own = own;
    this.#former = former;
  }

  static async open(folder: string, own: string): Promise<UnsureMessages> {
    const former = new Map<string, Entry[]>();
    for (const at of await unsureFiles(folder)) {
      const entries = entriesOf(await readFile(at, 'utf8'));
      const old = Date.now() - (await stat(at)).mtimeMs > keptMilliseconds;
      if (old || entries.length === 0) await rm(at, { force: true });
      else former.set(at, [...entries]);
    }
    return new UnsureMessages(own, await open(own, 'a'), former);
  }

  async note(digest: string, before: Sizes, after: Sizes): Promise<void> {
    await this.#own.appendFile(linesOf([[digest, before, after]]));
  }

  /** True when a former turn has kept it; each of equal ones once. */
  recognise(digest: string): boolean {
    for (const [at, entries] of this.#former) {
      const index = entries.findIndex(([known]) => known === digest);
      if (index === -1) continue;
      entries.splice(index, 1);
      this.#changed.add(at);
      return true;
    }
    return false;
  }

  sync(): Promise<void> {
    return this.#own.sync();
  }

  /** The broker knows of all that was noted or recognised so far. */
  async settle(): Promise<void> {
    await this.#own.truncate(0);
    for (const at of this.#changed) {
      const left = this.#former.get(at) ?? [];
      if (left.length === 0) await rm(at, { force: true });
      else await writeFile(at, linesOf(left));
    }
    this.#changed.clear();
  }

  async close(): Promise<void> {
    const { size } = await this.#own.stat();
    await this.#own.close();
    if (size === 0) await rm(this.#at, { force: true });
  }
}
