/** A department's paged interface: page after page is kept as it came, bounded in size, count and time. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { CityError } from '../../../../kernel/errors.ts';
import { ForbiddenAddress, guardedLookup } from '../../../gateway/index.ts';
import { lakeErrors } from '../../errors.ts';
import type { Received, Reading } from './received.ts';

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

export async function readPages(reading: Reading): Promise<Received> {
  const { connection, object, signal } = reading;
  if (connection.kind !== 'http' || object.kind !== 'pages') throw lakeErrors.noObject({ name: '' });
  const headers: Record<string, string> = { accept: 'application/json' };
  if (connection.keyHeader !== undefined) {
    if (reading.secret === undefined) throw lakeErrors.noSecret();
    headers[connection.keyHeader] = reading.secret;
  }
  const hash = createHash('sm3');
  const files: string[] = [];
  let [sent, bytes, seen] = [undefined as number | undefined, 0, 0];
  for (let page = object.firstPage; files.length < mostPages; page += 1) {
    const url = new URL(`${connection.url}${object.path}`);
    url.searchParams.set(object.pageParameter, String(page));
    url.searchParams.set(object.sizeParameter, String(object.size));
    if (reading.mode !== 'full' && reading.follow !== undefined && reading.water !== undefined)
      url.searchParams.set(reading.follow, reading.water);
    const body = await ask(url, headers, signal);
    let content: unknown;
    try {
      content = JSON.parse(body.toString('utf8'));
    } catch {
      throw lakeErrors.unreadable({ reason: `第${page}页不是JSON` });
    }
    const rows = at(content, object.rows);
    if (!Array.isArray(rows)) throw lakeErrors.unreadable({ reason: `第${page}页没有“${object.rows}”列表` });
    const total = at(content, object.total);
    if (typeof total === 'number') sent = total;
    if (rows.length === 0) break;
    const file = path.join(reading.folder, `page-${String(files.length).padStart(6, '0')}.json`);
    await writeFile(file, body);
    hash.update(body);
    files.push(file);
    bytes += body.length;
    seen += rows.length;
    await reading.progress(sent ? Math.min(0.5, (seen / sent) * 0.5) : 0.1, `已收到${seen}行`);
    if (rows.length < object.size || (sent !== undefined && seen >= sent)) break;
  }
  const columns: Received['columns'] = [];
  return {
    form: 'json',
    files,
    delimiter: '',
    columns,
    sent: sent ?? seen,
    bytes,
    digest: hash.digest('hex'),
    water: new Date().toISOString(),
    rows: object.rows,
  };
}
