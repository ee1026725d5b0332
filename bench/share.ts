/**
 * How many calls of shared data a second the gateway answers, each with its receipt stored, beside the bare query and reply of the same row;
 * with --paced how much later than the bare query they are answered at a fixed rate that comes from another process.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import fastify from 'fastify';
import { LakeFields, textToSign } from '../engines/lake/contract.ts';
import { lake } from '../engines/lake/service.ts';
import { sql } from '../engines/store/index.ts';
import type { City } from '../apps/server/create-city.ts';
import { agreement } from '../systems/foundation/data-sharing/registers/agreement.ts';
import { resource } from '../systems/foundation/data-catalogue/registers/resource.ts';
import { application } from '../systems/foundation/data-sharing/registers/application.ts';
import sharing from '../systems/foundation/data-sharing/system.ts';
import catalogue from '../systems/foundation/data-catalogue/system.ts';
import collection from '../systems/foundation/data-collection/system.ts';
import { registers } from '../engines/registers/service.ts';
import { newId } from '../kernel/ids.ts';
import type { Answered, Plan } from './share/paced.ts';
import { openBenchCity } from './support/open-bench-city.ts';
import { percentile } from './support/percentile.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const target = 2000;
/** Milliseconds that proof, quota and receipt may add. */
const pacedTarget = 5;
const rounds = 3;
const rows = 50_000;

const fields = LakeFields.parse([
  { name: 'code', source: 'code', title: '代码', type: 'text', key: true },
  { name: 'name', source: 'name', title: '名称', type: 'text' },
  { name: 'amount', source: 'amount', title: '金额', type: 'decimal' },
]);

/** A dataset that is served, an application with its key, and a contract between them. */
async function prepare(city: City): Promise<{
  readonly app: string;
  readonly contract: string;
  readonly key: string;
  readonly dataset: string;
}> {
  const basin = city.services.use(lake);
  const [source, dataset, app, contract, entry] = [newId(), newId(), newId(), newId(), newId()];
  const folder = basin.dropFolder(source);
  await mkdir(folder, { recursive: true });
  const lines = Array.from({ length: rows }, (_, index) => `K${index},名称${index},${index}.25`);
  await writeFile(path.join(folder, 'rows.csv'), `code,name,amount\n${lines.join('\n')}\n`);
  await writeFile(path.join(folder, 'rows.csv.done'), '');
  const batch = await basin.load(
    {
      dataset,
      title: '测速',
      source,
      connection: { kind: 'file' },
      object: { kind: 'drop', match: '*.csv' },
      mode: 'full',
      fields,
    },
    'bench',
  );
  if (batch.state !== 'loaded') throw new Error(batch.message ?? batch.state);
  await basin.serve(dataset);
  const rowsOf = city.services.use(registers);
  await city.store.transaction(async (work) => {
    await rowsOf
      .of(application)
      .trusted.insert(work, 'bench', { id: app, name: '测速', department: 'city-ecology', purpose: '测速' });
    await rowsOf.of(resource).trusted.insert(work, 'bench', {
      id: entry,
      code: 'bench',
      name: '测速',
      provider: 'city-market-supervision',
      classCode: '3',
      shareType: '2',
      openType: '3',
      publishedOn: '2026-01-01',
      edition: 1,
      status: 'published',
      origin: 'filing',
    });
    await rowsOf.of(agreement).trusted.insert(work, 'bench', {
      id: contract,
      number: 'HT-bench',
      resource: entry,
      dataset,
      provider: 'city-market-supervision',
      consumer: 'city-ecology',
      application: app,
      request: newId(),
      basis: '测速',
      purpose: '测速',
      fields: fields.map((field) => ({ name: field.name, title: field.title, masked: false })),
      rows: {},
      callsPerDay: 1_000_000_000,
      until: '2099-12-31',
      status: 'active',
    });
  });
  return { app, contract, key: await basin.issueKey(app), dataset };
}

function fire(url: string, seconds: number, body: () => string): Promise<autocannon.Result> {
  return autocannon({
    url,
    connections: 64,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-city-request': '1' },
        setupRequest: (request) => ({ ...request, body: body() }),
      },
    ],
  });
}

/** The same row by the same statement, without contract, signature, nonce, quota or receipt. */
async function withBare<T>(city: City, dataset: string, run: (url: string) => Promise<T>): Promise<T> {
  const app = fastify();
  app.post('/', async (request) => {
    const { key } = request.body as { key: string };
    const found =
      await sql`select s.key, s.row from lake_serving v join lake_served s on s.dataset = v.dataset and s.batch = v.batch
      where v.dataset = ${dataset} and s.key = ${key}`.execute(city.store.db);
    return { rows: found.rows };
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  try {
    return await run(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`);
  } finally {
    await app.close();
  }
}

function bare(city: City, dataset: string, seconds: number): Promise<autocannon.Result> {
  return withBare(city, dataset, (url) =>
    fire(url, seconds, () => JSON.stringify({ key: `K${Math.floor(Math.random() * rows)}` })),
  );
}

async function pacedLoad(plan: Plan): Promise<readonly number[]> {
  const file = path.join(import.meta.dirname, 'share', 'paced.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(plan));
  const { times, refused } = JSON.parse(await text(child.stdout)) as Answered;
  if (refused > 0) throw new Error(`${refused} of ${times.length + refused} were refused`);
  return times;
}

const ms = (value: number) => value.toFixed(2);

/** Both are asked in turn, three rounds, so that neither has the quieter minute. */
async function paced(city: City, made: Awaited<ReturnType<typeof prepare>>, rate: number, seconds: number) {
  const url = `http://127.0.0.1:${(city.app.server.address() as AddressInfo).port}/api/data-sharing/call`;
  const plan = { rate, seconds, rows };
  const [ours, plain]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    plain.push(...(await withBare(city, made.dataset, (at) => pacedLoad({ ...plan, url: at }))));
    ours.push(...(await pacedLoad({ ...plan, url, call: made })));
  }
  const [late, bareLate] = [percentile(ours, 0.95), percentile(plain, 0.95)];
  console.log(
    `figure shared-call-delay ${ms(late - bareLate)} ms target ≤${pacedTarget} yardstick bare-query=${ms(bareLate)} ratio ${(late / bareLate).toFixed(2)}`,
  );
  console.log(
    `  p95 at ${rate} calls/s, ${ours.length} calls: ours ${ms(late)} ms (median ${ms(percentile(ours, 0.5))}), bare ${ms(bareLate)} ms (median ${ms(percentile(plain, 0.5))}); from another process, counted from the planned moment`,
  );
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '10' },
      paced: { type: 'boolean', default: false },
      rate: { type: 'string', default: '500' },
    },
  });
  const seconds = Number(values.seconds);
  const { city, close } = await openBenchCity({ poolSize: 16, systems: [collection, catalogue, sharing] });
  try {
    await city.app.listen({ host: '127.0.0.1', port: 0 });
    const made = await prepare(city);
    if (values.paced) {
      await paced(city, made, Number(values.rate), seconds);
      return;
    }
    const yardstick = await bare(city, made.dataset, seconds);
    const url = `http://127.0.0.1:${(city.app.server.address() as AddressInfo).port}/api/data-sharing/call`;
    const ours = await fire(url, seconds, () => {
      const content = {
        app: made.app,
        contract: made.contract,
        at: new Date().toISOString(),
        nonce: randomBytes(16).toString('hex'),
        query: `key=K${Math.floor(Math.random() * rows)}`,
      };
      const signature = createHmac('sm3', made.key).update(textToSign(content)).digest('hex');
      return JSON.stringify({ ...content, signature });
    });
    const stored = await sql<{
      n: number;
    }>`select count(*)::int as n from lake_receipt where outcome = 'served'`.execute(city.store.db);
    const answered = ours['2xx'];
    if (ours.non2xx > 0) throw new Error(`${ours.non2xx} calls were refused`);
    if ((stored.rows[0]?.n ?? 0) < answered)
      throw new Error(`${answered} answers, ${stored.rows[0]?.n} receipts`);
    const figure = (result: autocannon.Result) => Math.round(result['2xx'] / result.duration);
    console.log(
      `figure shared-calls ${figure(ours)} calls/s target ≥${target} yardstick bare-query=${figure(yardstick)} ratio ${(figure(ours) / figure(yardstick)).toFixed(2)}`,
    );
    console.log(
      `  latency ms: median ${ours.latency.p50}, p97.5 ${ours.latency.p97_5}; bare ${yardstick.latency.p50}, ${yardstick.latency.p97_5}; the load comes from the same process`,
    );
    const begun = performance.now();
    const left = await city.services.use(lake).sealReceipts();
    console.log(
      `  ${left} receipts were not yet in the log at the end; sealed in ${Math.round(performance.now() - begun)} ms`,
    );
  } finally {
    await close();
  }
}
