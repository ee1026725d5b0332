/** A department's paged interface: page after page is kept as it came, bounded in size, count and time. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { CityError } from '../../../../kernel/errors.ts';
import { ForbiddenAddress, guardedLookup } from '../../../gateway/index.ts';
import { lakeErrors } from '../../errors.ts';
import { greater, readFrom } from './overlap.ts';
import type { Received, Reading } from './received.ts';
import { tellProgress } from './tell-progress.ts';

const pageMilliseconds = 30_000;
const mostPageBytes = 32 * 1_048_576;
const mostPages = 100_000;

async function readBody(reply: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of reply as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostPageBytes) throw lakeErrors.unreadable({ reason: '一页超过32 MB' });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function at(value: unknown, dotted: string): unknown {
  let found = value;
  for (const name of dotted === '' ? [] : dotted.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** Follows no redirect: it could lead the key to another host. */
function open(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    request(url, { headers, signal, lookup: guardedLookup }, resolve).on('error', reject).end();
  });
}

async function ask(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Buffer> {
  const timed = AbortSignal.any([signal, AbortSignal.timeout(pageMilliseconds)]);
  try {
    const reply = await open(url, headers, timed);
    const status = reply.statusCode ?? 0;
    if (status >= 200 && status < 300) return await readBody(reply);
    reply.destroy();
    if (status === 401 || status === 403) throw lakeErrors.refusedLogin();
    throw lakeErrors.unreachable({ reason: `接口返回${status}` });
  } catch (problem) {
    if (signal.aborted || problem instanceof CityError) throw problem;
    if (problem instanceof ForbiddenAddress) throw lakeErrors.forbiddenAddress();
    throw lakeErrors.unreachable({ reason: '接口没有应答' });
  }
}

/** The key stands in a header of its own, if the interface wants one. Throws lake.noSecret. */
function headersOf({ connection, secret }: Reading): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (connection.kind !== 'http' || connection.keyHeader === undefined) return headers;
  if (secret === undefined) throw lakeErrors.noSecret();
  headers[connection.keyHeader] = secret;
  return headers;
}

function addressOf(reading: Reading, page: number): URL {
  const { connection, object } = reading;
  if (connection.kind !== 'http' || object.kind !== 'pages') throw lakeErrors.noObject({ name: '' });
  const url = new URL(`${connection.url}${object.path}`);
  url.searchParams.set(object.pageParameter, String(page));
  url.searchParams.set(object.sizeParameter, String(object.size));
  const from = readFrom(reading);
  if (reading.follow !== undefined && from !== undefined) url.searchParams.set(reading.follow, from);
  return url;
}

function contentOf(body: Buffer, page: number): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw lakeErrors.unreadable({ reason: `第${page}页不是JSON` });
  }
}

/** A number that JSON.parse has rounded is off by less than the rows that are read again. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value !== 'number') return undefined;
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

/** The greatest value of the followed column, page after page. */
class Mark {
  readonly #reading: Reading;
  /** Rows that change while pages are read are later than this and come with the next load. */
  readonly #began = new Date().toISOString();
  #highest: string | undefined;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Throws lake.noFollow where a load by key has rows without it. */
  see(rows: readonly unknown[]): void {
    const { mode, follow } = this.#reading;
    if (mode === 'full' || follow === undefined) return;
    for (const row of rows) {
      const value = textOf(at(row, follow));
      if (value !== undefined) this.#highest = greater(this.#highest, value);
      else if (mode === 'key') throw lakeErrors.noFollow({ column: follow });
    }
  }

  /** Of an answer without rows the old mark stands. */
  water(seen: number): string | undefined {
    const { mode, follow } = this.#reading;
    if (mode === 'full' || follow === undefined || seen === 0) return undefined;
    return this.#highest ?? this.#began;
  }
}

export async function readPages(reading: Reading): Promise<Received> {
  const { object, signal } = reading;
  if (object.kind !== 'pages') throw lakeErrors.noObject({ name: '' });
  const headers = headersOf(reading);
  const mark = new Mark(reading);
  const tell = tellProgress(reading);
  const hash = createHash('sm3');
  const files: string[] = [];
  let [sent, bytes, seen] = [undefined as number | undefined, 0, 0];
  for (let page = object.firstPage; files.length < mostPages; page += 1) {
    const body = await ask(addressOf(reading, page), headers, signal);
    const content = contentOf(body, page);
    const rows = at(content, object.rows);
    if (!Array.isArray(rows)) throw lakeErrors.unreadable({ reason: `第${page}页没有“${object.rows}”列表` });
    const total = at(content, object.total);
    if (typeof total === 'number') sent = total;
    if (rows.length === 0) break;
    mark.see(rows);
    const file = path.join(reading.folder, `page-${String(files.length).padStart(6, '0')}.json`);
    await writeFile(file, body);
    hash.update(body);
    files.push(file);
    bytes += body.length;
    seen += rows.length;
    tell({ bytes, rows: seen, of: sent });
    if (reading.glance || rows.length < object.size || (sent !== undefined && seen >= sent)) break;
  }
  return {
    form: 'json',
    files,
    delimiter: '',
    columns: [],
    sent: sent ?? seen,
    bytes,
    digest: hash.digest('hex'),
    water: mark.water(seen),
    rows: object.rows,
  };
}
