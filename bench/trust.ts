/** Appending to the signed audit beside bare inserts, sealing a backlog, proving and verifying, SM2 off the event loop. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import accessContract from '../engines/access/contract.ts';
import { type AccessEngine, accessTables, createAccess, systemPrincipal } from '../engines/access/index.ts';
import {
  defineTable,
  type OpenStore,
  openStore,
  sql,
  startEmbeddedPostgres,
} from '../engines/store/index.ts';
import { createTrust, sm3, type TrustEngine, trustTables } from '../engines/trust/index.ts';
import { newId } from '../kernel/ids.ts';
import { ensureBuilt } from '../scripts/ensure-built.mjs';
import cityCode from '../systems/government/city-code/system.ts';
import licence from '../systems/government/licence/system.ts';
import { openBenchCity } from './support/open-bench-city.ts';
import { benchCodes } from './trust/check-codes.ts';
import { rateOf } from './trust/rate-of.ts';
import { benchScanner } from './trust/scan-without-network.ts';
import { benchSeals } from './trust/seal-files.ts';

/** The same line in a table without guard, log, digest or seal: what a commit costs at least. */
const bareTable = defineTable({
  name: 'bare_line',
  columns: {
    position: 'bigint generated always as identity primary key',
    transaction: 'xid8 not null default pg_current_xact_id()',
    id: 'uuid not null',
    at: 'timestamptz not null',
    subject: 'text not null',
    module: 'text not null',
    event: 'text not null',
    object_type: 'text not null',
    object_id: 'text not null',
    result: 'text not null',
    detail: 'text not null',
  },
  indexes: {
    bare_line_order: '(transaction, position)',
    bare_line_at: '(at desc)',
    bare_line_object: '(object_id, at desc)',
    bare_line_subject: '(subject, at desc)',
  },
});

const settings = Object.fromEntries(
  Object.entries(accessContract.settings ?? {}).map(([name, spec]) => [`access.${name}`, spec]),
);

interface Bench {
  readonly store: OpenStore;
  readonly trust: TrustEngine;
  readonly access: AccessEngine;
}

function bareRows(count: number): string {
  const rows = Array.from({ length: count }, () => ({
    id: newId(),
    at: new Date().toISOString(),
    subject: 'system',
    module: 'bench',
    event: 'update',
    object_type: 'lamp',
    object_id: newId(),
    result: 'success',
    detail: '{}',
  }));
  return JSON.stringify(rows);
}

function insertBare({ store }: Bench, lines: number): Promise<unknown> {
  return store.transaction((work) =>
    sql`insert into bare_line (id, at, subject, module, event, object_type, object_id, result, detail)
      select id, at, subject, module, event, object_type, object_id, result, detail
      from jsonb_to_recordset(${bareRows(lines)}::jsonb) as line (id uuid, at timestamptz, subject text, module text, event text,
        object_type text, object_id text, result text, detail text)`.execute(work.db),
  );
}

function insertAudited({ store, access }: Bench, lines: number): Promise<unknown> {
  return store.transaction(async (work) => {
    for (let line = 0; line < lines; line += 1)
      access.audit(work, systemPrincipal, {
        module: 'bench',
        event: 'update',
        objectType: 'lamp',
        objectId: newId(),
        result: 'success',
      });
  });
}

function figure(
  name: string,
  value: number,
  unit: string,
  target: string,
  yardstick = 'none=0',
  ratio = 0,
): void {
  console.log(
    `figure ${name} ${value.toFixed(value < 100 ? 2 : 0)} ${unit} target ${target} yardstick ${yardstick} ratio ${ratio.toFixed(3)}`,
  );
}

/** Lines that come in together (a batch of imports) and one by one, with the sealer at work as in the city. */
async function benchAppending(bench: Bench, seconds: number): Promise<void> {
  for (const [name, clients, lines, target] of [
    ['trust-append-single', 32, 1, 'none'],
    ['trust-append-batched', 8, 50, '≥10000'],
  ] as const) {
    const bare = await rateOf(clients, seconds, lines, () => insertBare(bench, lines));
    const audited = await rateOf(clients, seconds, lines, () => insertAudited(bench, lines));
    figure(name, audited, 'lines/s', target, `bare-insert=${bare.toFixed(0)}`, audited / bare);
    await bench.access.parts.audit.seal();
  }
}

async function benchSealing(bench: Bench, lines: number): Promise<void> {
  const { store, access } = bench;
  await access.parts.audit.seal();
  await access.parts.audit.stop();
  for (let done = 0; done < lines; done += 1000) await insertAudited(bench, 1000);
  const started = performance.now();
  const sealed = await access.parts.audit.seal();
  const rate = sealed / ((performance.now() - started) / 1000);
  figure('trust-seal-backlog', rate, 'lines/s', '≥10000');
  const verifying = performance.now();
  const verdict = await access.parts.audit.verify();
  if (!verdict.intact) throw new Error(verdict.firstBad ?? 'not intact');
  figure('trust-verify', verdict.sealed / ((performance.now() - verifying) / 1000), 'lines/s', 'none');
  const found = await sql<{ bytes: number }>`select pg_total_relation_size('trust_tile') as bytes`.execute(
    store.db,
  );
  figure('trust-bytes-a-leaf', (found.rows[0]?.bytes ?? 0) / verdict.size, 'bytes', '≤50');
}

async function benchProving({ trust }: Bench, count: number): Promise<void> {
  const size = (await trust.logs.findHead('audit'))?.size ?? 1;
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const started = performance.now();
    await trust.logs.receipt('audit', Math.floor((size * at) / count), 'any');
    times.push(performance.now() - started);
  }
  times.sort((left, right) => left - right);
  figure('trust-receipt-p50', times[Math.floor(count / 2)] ?? 0, 'ms', '≤20');
  figure('trust-receipt-p99', times[Math.floor(count * 0.99)] ?? 0, 'ms', 'none');
}

/** How late the event loop runs while threads verify signatures without a pause. */
async function benchSm2({ trust }: Bench, seconds: number): Promise<void> {
  const { pool } = trust.parts;
  const { privateKey, publicKey } = await pool.run({ act: 'make' });
  const content = sm3(Buffer.from('bench'));
  const signature = await pool.run({ act: 'sign', privateKey, content });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const signed = await rateOf(16, seconds, 1, () => pool.run({ act: 'sign', privateKey, content }));
  delay.enable();
  const verified = await rateOf(16, seconds, 1, () =>
    pool.run({ act: 'verify', publicKey, content, signature }),
  );
  delay.disable();
  figure('trust-sm2-sign', signed, '/s', 'none');
  figure('trust-sm2-verify', verified, '/s', 'none');
  figure('trust-sm2-loop-delay-p99', delay.percentile(99) / 1e6, 'ms', '≤20');
}

/** What stands on the engine: sealed files of licences, and codes at a gate. */
async function benchPapers(seconds: number, certificates: number): Promise<void> {
  const bench = await openBenchCity({ poolSize: 16, systems: [licence, cityCode] });
  try {
    const seals = await benchSeals(bench, seconds);
    figure('licence-ofd-sealed', seals.sealed, 'files/s', '≥50');
    figure('licence-ofd-checked', seals.checked, 'files/s', 'none');
    figure('licence-ofd-size', seals.bytes / 1024, 'KiB', 'none');
    figure('licence-ofd-loop-delay-p99', seals.delay, 'ms', '≤20');
    figure('city-code-verified', await benchCodes(bench, certificates), 'codes/s', '≥5000');
  } finally {
    await bench.close();
  }
}

/** A code at a gate without a network, on a phone. */
async function benchScans(certificates: number): Promise<void> {
  ensureBuilt();
  const pages = path.resolve(import.meta.dirname, '../dist/web');
  const bench = await openBenchCity({ poolSize: 16, systems: [cityCode], pages });
  try {
    const { median, late, first, bare } = await benchScanner(bench, certificates);
    const yardstick = `bare-sm2-verify=${bare.toFixed(1)}`;
    figure('city-code-offline-p50', median, 'ms', '≤50', yardstick, median / bare);
    figure('city-code-offline-p95', late, 'ms', '≤50', yardstick, late / bare);
    figure('city-code-offline-first', first, 'ms', '≤50', yardstick, first / bare);
  } finally {
    await bench.close();
  }
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '5' },
      lines: { type: 'string', default: '100000' },
      certificates: { type: 'string', default: '200' },
      /** 'papers' leaves out logs and audit, 'scans' all but the scanner page. */
      only: { type: 'string', default: '' },
    },
  });
  await benchScans(Number(values.certificates));
  if (values.only === 'scans') return;
  await benchPapers(Number(values.seconds), Number(values.certificates));
  if (values.only === 'papers') return;
  const folder = await mkdtemp(path.join(tmpdir(), 'city-bench-'));
  const server = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const store = await openStore({
    url: server.url,
    dataDirectory: folder,
    tables: [...trustTables, ...accessTables, bareTable],
    settings,
    poolSize: 32,
  });
  const trust = createTrust({ store });
  const organs = { departments: [], areaName: () => undefined };
  const access = createAccess({ store, trust, contracts: [accessContract], organs, demo: false });
  const bench: Bench = { store, trust, access };
  try {
    await access.parts.audit.seal();
    await benchAppending(bench, Number(values.seconds));
    await benchSealing(bench, Number(values.lines));
    await benchProving(bench, 500);
    await benchSm2(bench, Number(values.seconds));
  } finally {
    await access.stop();
    await trust.close();
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
