/** Files that a department drops: which are whole, in what order they are read, and where the read ones go. */
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import names from '../../data/drop-names.json' with { type: 'json' };

export interface DroppedFile {
  readonly name: string;
  readonly at: string;
  readonly bytes: number;
  readonly changed: number;
  /** What a companion says of it. */
  readonly declared: { readonly rows: number | undefined; readonly digest: string | undefined };
}

export interface Dropped {
  /** Whole, by name as people count ('2' before '10'). */
  readonly whole: readonly DroppedFile[];
  /** Names of those that may still be written to. */
  readonly arriving: readonly string[];
}

const companionBytes = 4096;
const byName = new Intl.Collator('zh-CN', { numeric: true });

function endsWith(name: string, ends: readonly string[]): boolean {
  return ends.some((end) => name.toLowerCase().endsWith(end));
}

/** Undefined where there is none, or where the file has been written anew since. */
async function textOf(at: string, since: number): Promise<string | undefined> {
  const handle = await open(at, 'r').catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    if ((await handle.stat()).ctimeMs < since) return undefined;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(companionBytes), 0, companionBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** `name.sm3` as sm3sum writes it, `name.done` with or without words; either may say 'rows=123'. Undefined: nothing says that it is whole. */
async function declaredOf(file: string, since: number): Promise<DroppedFile['declared'] | undefined> {
  const [sum, done] = [await textOf(`${file}.sm3`, 0), await textOf(`${file}.done`, since)];
  const said = `${sum ?? ''}\n${done ?? ''}`;
  const digest = /(?:^|[^0-9a-f])([0-9a-f]{64})(?![0-9a-f])/i.exec(said)?.[1]?.toLowerCase();
  const rows = /(?:rows|行数)\s*[=:：]\s*(\d{1,15})/i.exec(said)?.[1];
  // A sum without its digest is itself still being written.
  if (done === undefined && digest === undefined) return undefined;
  return { digest, rows: rows === undefined ? undefined : Number(rows) };
}

/** Never one outside the folder, whatever links lie in it. */
export async function listDropped(folder: string, match: string, stillSeconds: number): Promise<Dropped> {
  const form = new RegExp(`^${match.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'iu');
  const entries = await readdir(folder).catch(() => []);
  const wanted = entries.filter(
    (name) => form.test(name) && !name.startsWith('.') && !endsWith(name, names.whole),
  );
  const root = await realpath(folder).catch(() => folder);
  const arriving = wanted.filter((name) => endsWith(name, names.arriving));
  const found = await Promise.all(
    wanted
      .filter((name) => !endsWith(name, names.arriving))
      .map(async (name) => {
        const at = await realpath(path.join(folder, name)).catch(() => '');
        const about = path.dirname(at) === root ? await stat(at).catch(() => undefined) : undefined;
        if (!about?.isFile()) return [];
        const now = Date.now();
        // Nobody can set the time of change back; the time of writing may be one that was copied along.
        const still = now - Math.max(about.ctimeMs, Math.min(about.mtimeMs, now));
        const said = await declaredOf(path.join(folder, name), about.ctimeMs);
        const declared = said ?? { rows: undefined, digest: undefined };
        if (said === undefined && still < stillSeconds * 1000) {
          arriving.push(name);
          return [];
        }
        return [{ name, at, bytes: about.size, changed: about.mtimeMs, declared }];
      }),
  );
  const whole = found.flat().toSorted((one, other) => byName.compare(one.name, other.name));
  return { whole, arriving };
}

export function newestOf(files: readonly DroppedFile[]): DroppedFile | undefined {
  return files.toSorted((one, other) => other.changed - one.changed)[0];
}

/** Whether somebody has written to it since it was listed. */
export async function hasChanged(file: DroppedFile): Promise<boolean> {
  const about = await stat(file.at).catch(() => undefined);
  return about?.size !== file.bytes || about.mtimeMs !== file.changed;
}

/** Under the batch's id, so that a later file of the same name does not take its place. */
export async function putAway(folder: string, batch: string, files: readonly DroppedFile[]): Promise<void> {
  const done = path.join(folder, 'done');
  await mkdir(done, { recursive: true });
  for (const file of files) {
    // One that was written anew meanwhile has not been read.
    if (await hasChanged(file)) continue;
    await rename(path.join(folder, file.name), path.join(done, `${batch}-${file.name}`)).catch(
      () => undefined,
    );
    for (const end of names.whole) await rm(path.join(folder, `${file.name}${end}`), { force: true });
  }
}
