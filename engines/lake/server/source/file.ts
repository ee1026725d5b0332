/** Files of departments, uploaded or dropped into their folder: CSV, workbook, JSON or Parquet, known by their bytes, brought into UTF-8. */
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { BrokenFile, TextDecoding, workbookRows } from '../../../registers/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { Received, Reading } from './received.ts';
import { csvRecord, digestText, spool } from './spool.ts';

type FileForm = 'csv' | 'json' | 'parquet' | 'xlsx' | 'xls';

const headBytes = 262_144;
const readBytes = 1_048_576;

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

async function* sheetRecords(bytes: Uint8Array, kind: 'xlsx' | 'xls'): AsyncGenerator<string> {
  let width = 0;
  for await (const { cells } of workbookRows(bytes, kind)) {
    if (cells.every((cell) => cell === '')) continue;
    width ||= cells.length;
    const row = [...cells, ...Array<string>(Math.max(0, width - cells.length)).fill('')].slice(0, width);
    yield csvRecord(row.map((cell) => (cell === '' ? null : cell)));
  }
}

/** The mark that the first line has most of; within quotes none counts. */
function delimiterOf(line: string): string {
  const outside = line.replaceAll(/"(?:[^"]|"")*"/g, '');
  const counted = [',', '\t', ';', '|'].map((mark) => ({ mark, count: outside.split(mark).length }));
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).mark;
}

/** Names of the header's columns. Throws lake.emptySource and lake.doubleColumns. */
export function headerOf(text: string): {
  readonly names: readonly string[];
  readonly delimiter: string;
  readonly newline: Received['newline'];
} {
  const [mark] = /\r\n|\r|\n/.exec(text) ?? [];
  const newline = mark === '\r\n' || mark === '\r' ? mark : undefined;
  const delimiter = delimiterOf(text.split(/\r\n|\r|\n/, 1)[0] ?? '');
  const [first = []] = parse(text, {
    delimiter,
    to: 1,
    relax_quotes: true,
    relax_column_count: true,
  }) as string[][];
  const names = first.map((name) => name.trim());
  if (names.every((name) => name === '')) throw lakeErrors.emptySource();
  const doubled = names.filter((name, index) => names.indexOf(name) !== index);
  if (doubled.length > 0) throw lakeErrors.doubleColumns({ columns: [...new Set(doubled)].join('、') });
  return { names: names.map((name, index) => name || `column${index + 1}`), delimiter, newline };
}

/** Of the files that match, the newest. Never one outside the folder, whatever links lie in it. */
export async function findDropped(folder: string, match: string): Promise<string> {
  const form = new RegExp(`^${match.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'iu');
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => form.test(name) && !name.startsWith('.'),
  );
  const root = await realpath(folder).catch(() => folder);
  const found = await Promise.all(
    names.map(async (name) => {
      const at = await realpath(path.join(folder, name)).catch(() => '');
      const about = path.dirname(at) === root ? await stat(at).catch(() => undefined) : undefined;
      return about?.isFile() ? [{ at, time: about.mtimeMs }] : [];
    }),
  );
  const newest = found.flat().toSorted((one, other) => other.time - one.time)[0];
  if (newest === undefined) throw lakeErrors.noFile();
  return newest.at;
}

export interface GivenFile {
  /** Path in the batch's own folder, where nobody writes to it any more. */
  readonly at: string;
  /** Largest workbook that is opened, in bytes: it is unpacked in memory. */
  readonly mostSheetBytes: number;
}

export async function readGivenFile(reading: Reading, given: GivenFile): Promise<Received> {
  const form = formOf(await headOf(given.at));
  const { signal, folder } = reading;
  const { size } = await stat(given.at);
  // The digest is that of the bytes as they were sent, not of their UTF-8 form.
  const { digest, plain } = await digestText(
    createReadStream(given.at, { highWaterMark: readBytes }),
    signal,
  );
  const about = { sent: undefined, bytes: size, digest, water: undefined };
  if (form === 'parquet') return { form: 'parquet', files: [given.at], delimiter: '', columns: [], ...about };
  let file = given.at;
  try {
    if (form === 'xlsx' || form === 'xls') {
      if (size > given.mostSheetBytes)
        throw lakeErrors.fileTooLarge({ megabytes: Math.floor(given.mostSheetBytes / 1_048_576) });
      file = path.join(folder, 'received.csv');
      await spool(sheetRecords(await readFile(given.at), form), file, signal);
    } else if (!plain) {
      file = path.join(folder, 'received.text');
      await spool(decoded(createReadStream(given.at, { highWaterMark: readBytes })), file, signal);
    }
  } catch (problem) {
    if (problem instanceof BrokenFile) throw lakeErrors.unreadable({ reason: problem.message });
    throw problem;
  }
  const rows = reading.object.kind === 'pages' ? reading.object.rows : '';
  if (form === 'json') return { form: 'json', files: [file], delimiter: '', columns: [], rows, ...about };
  const { names, delimiter, newline } = headerOf((await headOf(file)).toString('utf8'));
  const columns = names.map((name) => ({ name, type: '' }));
  return { form: 'csv', files: [file], delimiter, newline, columns, ...about };
}
