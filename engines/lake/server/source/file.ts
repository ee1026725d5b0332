/** Files of departments, uploaded or dropped into their folder: CSV, workbook, JSON or Parquet, known by their bytes, brought into UTF-8. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { TextDecoding } from '../../../registers/index.ts';
import { lakeErrors } from '../../errors.ts';
import { headerOf } from './header.ts';
import type { Received, Reading } from './received.ts';
import type { SheetTask } from './sheet-worker.ts';
import { digestText, spool } from './spool.ts';
import { tellProgress } from './tell-progress.ts';

type FileForm = 'csv' | 'json' | 'parquet' | 'xlsx' | 'xls';

const headBytes = 262_144;
const readBytes = 1_048_576;
const glanceBytes = 1_048_576;

export function formOf(head: Buffer): FileForm {
  const text = head.toString('latin1', 0, 4);
  if (text === 'PAR1') return 'parquet';
  if (text.startsWith('PK')) return 'xlsx';
  if (head[0] === 0xd0 && head[1] === 0xcf) return 'xls';
  return /^[﻿\s]*[[{]/.test(head.toString('utf8', 0, 200)) ? 'json' : 'csv';
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function* decoded(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoding = new TextDecoding();
  for await (const part of bytes) yield decoding.decode(part, false);
  yield decoding.decode(new Uint8Array(), true);
}

/** Leaves as much as shows what is there; no character of GBK or UTF-8 has a line feed in it. */
async function cutToLines(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(glanceBytes), 0, glanceBytes, 0);
    const last = buffer.lastIndexOf(10, bytesRead - 1);
    if (bytesRead === glanceBytes && last > 0) await handle.truncate(last + 1);
  } finally {
    await handle.close();
  }
}

export interface GivenFile {
  /** Path in the batch's own folder, where nobody writes to it any more. */
  readonly at: string;
  /** In a thread of its own. */
  readonly unpackSheet: (task: SheetTask) => Promise<unknown>;
}

async function unpack(
  reading: Reading,
  given: GivenFile,
  kind: 'xlsx' | 'xls',
  size: number,
): Promise<string> {
  const { settings, folder, signal } = reading;
  const megabytes = settings.value('lake.sheet-megabytes');
  if (size > megabytes * 1_048_576) throw lakeErrors.fileTooLarge({ megabytes });
  const to = path.join(folder, 'received.csv');
  await given.unpackSheet({
    from: given.at,
    kind,
    to,
    mostRows: settings.value('lake.sheet-rows'),
    mostBytes: settings.value('lake.sheet-inflated-megabytes') * 1_048_576,
  });
  signal.throwIfAborted();
  return to;
}

export async function readGivenFile(reading: Reading, given: GivenFile): Promise<Received> {
  const form = formOf(await headOf(given.at));
  const { signal, folder } = reading;
  if (reading.glance && form === 'csv') await cutToLines(given.at);
  const { size } = await stat(given.at);
  const tell = tellProgress(reading);
  const stream = createReadStream(given.at, { highWaterMark: readBytes });
  stream.on('data', () => tell({ bytes: stream.bytesRead, of: size }));
  // The digest is that of the bytes as they were sent, not of their UTF-8 form.
  const { digest, plain } = await digestText(stream, signal);
  const about = { sent: undefined, bytes: size, digest, water: undefined };
  if (form === 'parquet') return { form: 'parquet', files: [given.at], delimiter: '', columns: [], ...about };
  let file = given.at;
  if (form === 'xlsx' || form === 'xls') file = await unpack(reading, given, form, size);
  else if (!plain) {
    file = path.join(folder, 'received.text');
    await spool(decoded(createReadStream(given.at, { highWaterMark: readBytes })), file, signal);
  }
  if (form === 'json') return { form: 'json', files: [file], delimiter: '', columns: [], rows: '', ...about };
  const { names, delimiter, newline } = headerOf((await headOf(file)).toString('utf8'), reading.wanted);
  const columns = names.map((name) => ({ name, type: '' }));
  return { form: 'csv', files: [file], delimiter, newline, columns, ...about };
}
