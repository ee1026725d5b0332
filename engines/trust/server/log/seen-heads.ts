/** The newest head of each log that this server has seen, kept outside the database, where nobody who rewrites the database reaches. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { newId } from '../../../../kernel/ids.ts';
import { TreeHead } from '../../proof/tree-head.ts';

const Heads = z.array(TreeHead);

export interface SeenHeads {
  /** Throws for a file that is there but cannot be read: somebody has to look at it. */
  find(log: string): Promise<TreeHead | undefined>;
  all(): Promise<readonly TreeHead[]>;
  /** Keeps the head unless a larger one of the log is kept already. */
  keep(head: TreeHead): Promise<void>;
}

/** In `<directory>/seen-heads.json`; several processes of one city share it. */
export function openSeenHeads(directory: string): SeenHeads {
  const file = path.join(directory, 'seen-heads.json');
  let writing: Promise<void> = Promise.resolve();

  async function all(): Promise<readonly TreeHead[]> {
    const text = await readFile(file, 'utf8').catch((problem: NodeJS.ErrnoException) => {
      if (problem.code === 'ENOENT') return '[]';
      throw problem;
    });
    return Heads.parse(JSON.parse(text));
  }

  async function write(head: TreeHead): Promise<void> {
    const known = await all();
    const same = known.find(({ log }) => log === head.log);
    if (same !== undefined && same.size >= head.size) return;
    const draft = `${file}.${newId()}`;
    const heads = [...known.filter(({ log }) => log !== head.log), head];
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(draft, `${JSON.stringify(heads, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, file);
  }

  return {
    all,
    find: async (wanted) => (await all()).find(({ log }) => log === wanted),
    keep(head) {
      const done = writing.then(() => write(head));
      writing = done.catch(() => undefined);
      return done;
    },
  };
}
