/** Reads foreign records line by line and says of each what case it would be, or why none. Pure but for the stream. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { shanghaiDate, shanghaiTime } from '../../../../../kernel/working-time.ts';
import { findComplaintMapping, nyc311Table } from '../../data/nyc311-mapping.ts';
import { suggestMatter } from '../../data/suggest-matter.ts';

export type ForeignRecord = Readonly<Record<string, unknown>>;

/** One row of the case import, by the titles of its template. */
export interface SheetRow {
  readonly sourceNumber: string;
  readonly matter: string;
  readonly description: string;
  readonly address: string;
  /** 'YYYY-MM-DD HH:MM' in Shanghai; '' when unknown. */
  readonly openedAt: string;
}

export type Converted = SheetRow | { readonly reason: string };

export type Profile = 'nyc311' | 'messages';

const longestDescription = 1000;
const longestAddress = 256;

function textOf(record: ForeignRecord, name: string): string {
  const value = record[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** The instant of a wall-clock time 'M/D/YYYY H:mm' in a zone; undefined when it is no time. */
export function zonedInstant(text: string, timeZone: string): Date | undefined {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  // Twice, because the offset is asked at a moment that is itself off by the offset.
  const first = wall - offsetAt(wall, timeZone);
  return new Date(wall - offsetAt(first, timeZone));
}

function offsetAt(at: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - at;
}

function sheetMoment(at: Date | undefined): string {
  return at === undefined ? '' : `${shanghaiDate(at)} ${shanghaiTime(at).slice(0, 5)}`;
}

/** Positions are left out: they are not in this city (data/nyc311-mapping.json, position). */
function fromNyc311(record: ForeignRecord): Converted {
  const key = textOf(record, 'Unique Key');
  if (key === '') return { reason: '没有来源编号' };
  const type = textOf(record, 'Complaint Type');
  const descriptor = textOf(record, 'Descriptor');
  const mapping = findComplaintMapping(type, descriptor);
  const address = textOf(record, 'Incident Address') || textOf(record, 'Street Name');
  if (address === '') return { reason: '没有事发位置' };
  const note = mapping?.reason ?? (mapping === undefined ? '未知的投诉类别' : undefined);
  return {
    sourceNumber: `nyc311:${key}`,
    matter: mapping?.matter ?? '',
    description: [
      `${type}:${descriptor}`,
      textOf(record, 'Location Type'),
      `来源地 ${textOf(record, 'City')}`,
      ...(note === undefined ? [] : [`受理提示:${note}`]),
    ]
      .filter((part) => part !== '')
      .join(';')
      .slice(0, longestDescription),
    address: address.slice(0, longestAddress),
    openedAt: sheetMoment(zonedInstant(textOf(record, 'Created Date'), nyc311Table.timeZone)),
  };
}

/** A message says its class in its words, and its place in its title. */
function fromMessage(record: ForeignRecord): Converted {
  const key = textOf(record, 'id');
  const title = textOf(record, 'title');
  const body = textOf(record, 'body');
  if (key === '' || (title === '' && body === '')) return { reason: '没有编号或内容' };
  const [best] = suggestMatter(body, { title, limit: 1 });
  return {
    sourceNumber: `message:${key}`,
    matter: best?.matter ?? '',
    description: `${title}。${body}`.slice(0, longestDescription),
    address: (title === '' ? body : title).slice(0, longestAddress),
    openedAt: '',
  };
}

export const converters: Readonly<Record<Profile, (record: ForeignRecord) => Converted>> = {
  nyc311: fromNyc311,
  messages: fromMessage,
};

/** Records of a CSV with a header, or of JSON lines; a line that is neither gives undefined. */
export async function* readRecords(
  body: Readable,
  lines: boolean,
): AsyncGenerator<ForeignRecord | undefined> {
  if (!lines) {
    const rows = body.pipe(
      parse({ columns: true, bom: true, relax_column_count: true, skip_empty_lines: true }),
    );
    for await (const row of rows) yield row as ForeignRecord;
    return;
  }
  for await (const line of createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') yield parseLine(line);
  }
}

function parseLine(line: string): ForeignRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as ForeignRecord)
      : undefined;
  } catch {
    return undefined;
  }
}
