/** The key that wraps all others. It lies outside the database: in the environment, or in a file that only the server's account reads. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { boxKeySize } from '../cipher/sealed-box.ts';

const form = /^[0-9a-f]{64}$/;

/** 64 lower-case hexadecimal digits; anything else is no key. */
export function parseMasterKey(text: string): Buffer | undefined {
  const trimmed = text.trim();
  return form.test(trimmed) ? Buffer.from(trimmed, 'hex') : undefined;
}

export interface MasterKey {
  /** undefined when there is none, or what is there is none. */
  find(): Promise<Buffer | undefined>;
  /** The one that is there, else a new one. */
  ensure(): Promise<Buffer>;
}

/** `given` (TRUST_MASTER_KEY) goes before the file `<directory>/master.key`. */
export function openMasterKey(directory: string, given?: string): MasterKey {
  const file = path.join(directory, 'master.key');
  const fixed = given === undefined ? undefined : parseMasterKey(given);

  async function find(): Promise<Buffer | undefined> {
    if (given !== undefined) return fixed;
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : parseMasterKey(text);
  }

  /** Two processes may start at once: the file appears whole, and only once. */
  async function make(): Promise<void> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    await writeFile(draft, `${randomBytes(boxKeySize).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    await link(draft, file).catch((problem: NodeJS.ErrnoException) => {
      if (problem.code !== 'EEXIST') throw problem;
    });
    await rm(draft);
  }

  return {
    find,
    async ensure() {
      const known = await find();
      if (known !== undefined) return known;
      if (given === undefined) await make();
      const made = await find();
      if (made === undefined)
        throw new Error('TRUST_MASTER_KEY or DATA_DIR/trust/master.key is no key: 64 hexadecimal digits');
      return made;
    },
  };
}
