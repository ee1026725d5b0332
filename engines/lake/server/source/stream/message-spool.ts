/** Messages on disk between the broker, which forgets them once they are acknowledged, and the batch that shows them. */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../../../../../kernel/ids.ts';
import { splitMessage } from './split-message.ts';
import { cutTorn, type Sizes, UnsureMessages } from './unsure-messages.ts';

export interface MessageForm {
  readonly form: 'json' | 'csv';
  readonly columns: readonly string[];
}

/** One line a row in `<id>.jsonl`; what is no row is a JSON text a line in `<id>.poison`; `<id>.unsure` tells which the broker may send again. */
export class MessageSpool {
  readonly #rows: FileHandle;
  readonly #poison: FileHandle;
  readonly #unsure: UnsureMessages;
  readonly #folder: string;
  readonly #form: MessageForm;
  #sizes: Sizes = [0, 0];
  #last: Promise<unknown> = Promise.resolve();
  messages = 0;
  bytes = 0;

  private constructor(
    folder: string,
    form: MessageForm,
    files: readonly [FileHandle, FileHandle],
    unsure: UnsureMessages,
  ) {
    this.#folder = folder;
    this.#form = form;
    [this.#rows, this.#poison] = files;
    this.#unsure = unsure;
  }

  static async open(folder: string, form: MessageForm): Promise<MessageSpool> {
    await mkdir(folder, { recursive: true });
    const at = path.join(folder, newId());
    const unsure = await UnsureMessages.open(folder, `${at}.unsure`);
    const files = [await open(`${at}.jsonl`, 'a'), await open(`${at}.poison`, 'a')] as const;
    return new MessageSpool(folder, form, files, unsure);
  }

  /** In the order of asking. `again`: the broker says that it has sent this one before. */
  add(payload: Uint8Array, again: boolean): Promise<void> {
    this.messages += 1;
    this.bytes += payload.length;
    const digest = createHash('sm3').update(payload).digest('hex');
    const done = this.#last.then(async () => {
      if (!again || !this.#unsure.recognise(digest)) await this.#write(payload, digest);
    });
    this.#last = done;
    return done;
  }

  async #write(payload: Uint8Array, digest: string): Promise<void> {
    const text = Buffer.from(payload).toString('utf8');
    const rows = splitMessage(text, this.#form.form, this.#form.columns);
    const lines = rows === undefined ? `${JSON.stringify(text)}\n` : rows.map((row) => `${row}\n`).join('');
    const size = Buffer.byteLength(lines);
    const [before, [ofRows, ofPoison]] = [this.#sizes, this.#sizes];
    this.#sizes = rows === undefined ? [ofRows, ofPoison + size] : [ofRows + size, ofPoison];
    await this.#unsure.note(digest, before, this.#sizes);
    await (rows === undefined ? this.#poison : this.#rows).appendFile(lines);
  }

  /** What was added outlives a power cut: now it may be acknowledged. */
  async sync(): Promise<void> {
    await this.#last;
    await Promise.all([this.#rows.sync(), this.#poison.sync(), this.#unsure.sync()]);
    const folder = await open(this.#folder, 'r');
    await folder.sync().finally(() => folder.close());
  }

  /** The broker has been told of all that was added. */
  acknowledged(): Promise<void> {
    return this.#unsure.settle();
  }

  async close(): Promise<void> {
    await this.#last.catch(() => undefined);
    await Promise.all([this.#rows.close(), this.#poison.close(), this.#unsure.close()]);
  }
}

export interface Spooled {
  readonly files: readonly string[];
  readonly poison: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  readonly digest: string;
  /** All files that were read, also those without a row. */
  readonly read: readonly string[];
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** A line that a power cut has left without its end was never acknowledged. */
async function readWhole(at: string): Promise<Buffer> {
  const content = await readFile(at);
  const end = content.lastIndexOf(10) + 1;
  if (end < content.length) await truncate(at, end);
  return content.subarray(0, end);
}

/** What lies there of this turn, or of one that was not shown. */
export async function readSpooled(folder: string): Promise<Spooled> {
  await cutTorn(folder);
  const names = (await readdir(folder).catch(() => [])).filter((name) => !name.endsWith('.unsure'));
  const hash = createHash('sm3');
  let [rows, bytes] = [0, 0];
  const [files, poison, read]: [string[], string[], string[]] = [[], [], []];
  for (const name of names.toSorted()) {
    const at = path.join(folder, name);
    if (name.endsWith('.poison') && !names.includes(name.replace(/poison$/, 'jsonl'))) {
      await rm(at, { force: true });
      continue;
    }
    const content = await readWhole(at);
    read.push(at);
    hash.update(content);
    bytes += content.length;
    if (name.endsWith('.jsonl')) {
      files.push(at);
      rows += linesIn(content);
    } else
      for (const line of content.toString('utf8').split('\n'))
        if (line !== '') poison.push(JSON.parse(line) as string);
  }
  return { files, poison, rows, bytes, digest: hash.digest('hex'), read };
}

/** Rows first: what is no row and lies there alone was shown (`readSpooled`). */
export async function forget(files: readonly string[]): Promise<void> {
  const rows = files.filter((file) => file.endsWith('.jsonl'));
  for (const some of [rows, files]) await Promise.all(some.map((file) => rm(file, { force: true })));
}
