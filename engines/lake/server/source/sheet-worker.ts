/** In a thread of its own: a workbook is unpacked there, within bounds, and written as CSV. */
import { readFile } from 'node:fs/promises';
import { BrokenFile, workbookRows } from '../../../registers/index.ts';
import { lakeErrors } from '../../errors.ts';
import { csvRecord, spool, type Spooled } from './spool.ts';

export interface SheetTask {
  readonly from: string;
  readonly kind: 'xlsx' | 'xls';
  readonly to: string;
  readonly mostRows: number;
  readonly mostBytes: number;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;

/** Bytes that a package's own list says its parts unpack to; a wrong list is caught by the unpacking itself. */
export function inflatedBytes(bytes: Buffer): number {
  const last = Math.max(0, bytes.length - 65_557);
  let end = bytes.length - 22;
  while (end >= last && bytes.readUInt32LE(end) !== endMark) end -= 1;
  if (end < last) return 0;
  let [at, total] = [bytes.readUInt32LE(end + 16), 0];
  for (let left = bytes.readUInt16LE(end + 10); left > 0 && at + 46 <= bytes.length; left -= 1) {
    if (bytes.readUInt32LE(at) !== entryMark) break;
    total += bytes.readUInt32LE(at + 24);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return total;
}

async function* records(bytes: Buffer, task: SheetTask): AsyncGenerator<string> {
  let [width, rows] = [0, 0];
  for await (const { cells } of workbookRows(bytes, task.kind)) {
    if (cells.every((cell) => cell === '')) continue;
    width ||= cells.length;
    rows += 1;
    // The header is no row.
    if (rows > task.mostRows + 1) throw lakeErrors.tooManyRows({ rows: task.mostRows });
    const row = [...cells, ...Array<string>(Math.max(0, width - cells.length)).fill('')].slice(0, width);
    yield csvRecord(row.map((cell) => (cell === '' ? null : cell)));
  }
}

/** Throws lake.unreadable, lake.fileTooLarge, lake.tooManyRows. */
export async function run(given: unknown): Promise<Spooled> {
  const task = given as SheetTask;
  const bytes = await readFile(task.from);
  if (inflatedBytes(bytes) > task.mostBytes)
    throw lakeErrors.fileTooLarge({ megabytes: Math.floor(task.mostBytes / 1_048_576) });
  try {
    return await spool(records(bytes, task), task.to, new AbortController().signal);
  } catch (problem) {
    if (problem instanceof BrokenFile) throw lakeErrors.unreadable({ reason: problem.message });
    throw problem;
  }
}
