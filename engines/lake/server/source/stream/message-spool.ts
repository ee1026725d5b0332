/** Messages on disk between the broker, which forgets them once they are acknowledged, and the batch that shows them. */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../../../../../kernel/ids.ts';
import { splitMessage } from './split-message.ts';

export interface MessageForm {
  readonly form: 'json' | 'csv';
  readonly columns: readonly string[];
}

/** One line a row in `<id>.jsonl`; what is no row is a JSON text a line in `<id>.poison`. */
export class MessageSpool {
  readonly #rows: FileHandle;
  readonly #poison: FileHandle;
  readonly #folder: string;
  readonly #form: MessageForm;
  #last: Promise<unknown> = Promise.resolve();
  messages = 0;
  bytes = 0;

  private constructor(folder: string, form: MessageForm, rows: FileHandle, poison: FileHandle) {
    this.#folder = folder;
    this.#form = form;
    this.#rows = rows;
    this.#poison = poison;
  }

  static async open(folder: string, form: MessageForm): Promise<MessageSpool> {
    await mkdir(folder, { recursive: true });
    const at = path.join(folder, newId());
    return new MessageSpool(folder, form, await open(`${at}.jsonl`, 'a'), await open(`${at}.poison`, 'a'));
  }

  /** In the order of asking. */
  add(payload: Uint8Array): Promise<void> {
    this.messages += 1;
    this.bytes += payload.length;
    const text = Buffer.from(payload).toString('utf8');
    const rows = splitMessage(text, this.#form.form, this.#form.columns);
    const done = this.#last.then(async () => {
      if (rows === undefined) await this.#poison.appendFile(`${JSON.stringify(text)}\n`);
      else await this.#rows.appendFile(rows.map((row) => `${row}\n`).join(''));
    });
    this.#last = done;
    return done;
  }

  /** What was added outlives a power cut: now it may be acknowledged. */
  async sync(): Promise<void> {
    await this.#last;
    await Promise.all([this.#rows.sync(), this.#poison.sync()]);
    const folder = await open(this.#folder, 'r');
    await folder.sync().finally(() => folder.close());
  }

  async close(): Promise<void> {
    await this.#last.catch(() => undefined);
    await Promise.all([this.#rows.close(), this.#poison.close()]);
  }
}

export interface Spooled {
  readonly files: readonly string[];
  readonly poison: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  readonly digest: string;
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** What lies there of this turn, or of one that was not shown. */
export async function readSpooled(folder: string): Promise<Spooled> {
  const names = (await readdir(folder).catch(() => [])).toSorted();
  const hash = createHash('sm3');
  let [rows, bytes] = [0, 0];
  const [files, poison]: [string[], string[]] = [[], []];
  for (const name of names) {
    const at = path.join(folder, name);
    const content = await readFile(at);
    hash.update(content);
    bytes += content.length;
    if (name.endsWith('.jsonl')) {
      files.push(at);
      rows += linesIn(content);
    } else
      for (const line of content.toString('utf8').split('\n'))
        if (line !== '') poison.push(JSON.parse(line) as string);
  }
  return { files, poison, rows, bytes, digest: hash.digest('hex') };
}

export async function forget(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files)
    await Promise.all([rm(file, { force: true }), rm(file.replace(/jsonl$/, 'poison'), { force: true })]);
}
