/** How many cases a second live from report to closing and are found again, over HTTP with durable commits, as the tables fill. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { City } from '../apps/server/create-city.ts';
import { search } from '../engines/search/index.ts';
import { sql } from '../engines/store/index.ts';
import { runBare } from './cases/bare-statements.ts';
import type { Drive, Driven } from './cases/drive-lifecycles.ts';
import { HttpClient } from './cases/http-client.ts';
import { loadCases } from './cases/load-cases.ts';
import { orderSystem } from './cases/order-system.ts';
import { openBenchCity } from './support/open-bench-city.ts';
import { percentile } from './support/percentile.ts';

const unit = 'city-housing-construction';
const area = '341202000000';
const target = 250;

/** CPU milliseconds that the database's processes have used, from /proc; undefined where there is none. */
async function databaseCpu(postmaster: number): Promise<number | undefined> {
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').catch(
    () => undefined,
  );
  if (children === undefined) return undefined;
  let ticks = 0;
  for (const pid of [String(postmaster), ...children.trim().split(' ')]) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    // Backends that have ended are counted on the postmaster.
    if (pid === String(postmaster)) ticks += Number(fields[13] ?? 0) + Number(fields[14] ?? 0);
  }
  return ticks * 10;
}

/** What a lifecycle costs, however busy the machine is with other things. */
function sayCpu(driven: Driven, server: number, database: number | undefined): void {
  if (database === undefined) return;
  const [ours, theirs] = [server / driven.lifecycles, database / driven.lifecycles];
  console.log(
    `  CPU ms a lifecycle: server and load ${ours.toFixed(2)}, database ${theirs.toFixed(2)}; two cores of their own carry ${(2000 / (ours + theirs)).toFixed(0)}/s`,
  );
}

/** The load comes from a thread of its own; on two cores it shares them with the server and the database. */
function drive(data: Drive): Promise<Driven> {
  return new Promise((resolve, reject) => {
    const file = new URL('./cases/drive-lifecycles.ts', import.meta.url);
    const thread = new Worker(
      `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(file.href)}); });`,
      { eval: true, workerData: data },
    );
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

async function createPeople(city: City): Promise<{ clerk: string; worker: string }> {
  const { admin } = city.access;
  const make = async (account: string, role: string, department: string) => {
    const posts = [{ role: `bench:${role}`, department, area: '341200000000' }];
    const { id } = await admin.createSubject({
      account,
      name: account,
      kind: 'official',
      posts,
      passwordHash: 'none',
      mustChange: false,
    });
    return admin.openSession(id);
  };
  return {
    clerk: await make('bench-clerk', 'clerk', 'city-urban-management'),
    worker: await make('bench-worker', 'worker', unit),
  };
}

function say(name: string, driven: Driven, bare: number): number {
  if (driven.problem !== undefined) throw new Error(driven.problem);
  const rate = driven.lifecycles / driven.seconds;
  const steps = ['open', 'assign', 'resolve', 'search'].map(
    (step, index) =>
      `${step} ${percentile(driven.steps[index] ?? [], 0.5).toFixed(1)}/${percentile(driven.steps[index] ?? [], 0.95).toFixed(1)}`,
  );
  console.log(
    `figure ${name} ${rate.toFixed(0)} lifecycles/s target ≥${target} yardstick bare=${bare.toFixed(0)} ratio ${(rate / bare).toFixed(2)}`,
  );
  console.log(`  p50/p95 ms: ${steps.join(', ')}`);
  return rate;
}

/** One official looks at his list again and again, alone; beside the same list by one plain query. */
async function sayToDo(city: City, port: number, token: string): Promise<void> {
  const client = new HttpClient(port);
  const [asked, bare]: [number[], number[]] = [[], []];
  let total = 0;
  for (let round = 0; round < 220; round += 1) {
    const from = performance.now();
    const reply = await client.send('GET', '/api/flow/to-do?size=20', token);
    if (round >= 20) asked.push(performance.now() - from);
    total = (JSON.parse(reply.body) as { total: number }).total;
    const started = performance.now();
    await sql`select * from flow_work_item where unit = ${unit} and closed_at is null and holder is null and candidate = 'unit' order by due_at limit 20`.execute(
      city.store.db,
    );
    if (round >= 20) bare.push(performance.now() - started);
  }
  client.close();
  const [ours, plain] = [percentile(asked, 0.95), percentile(bare, 0.95)];
  console.log(
    `figure to-do-p95-${total > 10_000 ? 'over-10000' : total}-items ${ours.toFixed(1)} ms target ≤20 yardstick bare=${plain.toFixed(1)} ratio ${(ours / plain).toFixed(2)}`,
  );
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      cases: { type: 'string', default: '0,100000' },
      seconds: { type: 'string', default: '15' },
      clients: { type: 'string', default: '32' },
    },
  });
  const sizes = values.cases.split(',').map(Number);
  const seconds = Number(values.seconds);
  const clients = Number(values.clients);
  const { city, server, close } = await openBenchCity({ systems: [orderSystem] });
  try {
    await city.app.listen({ host: '127.0.0.1', port: 0 });
    const port = Number(new URL(city.app.listeningOrigin).port);
    const people = await createPeople(city);
    const finder = city.services.use(search);
    let loaded = 0;
    let first: number | undefined;
    // Warm: code compiled, statements prepared, connections open.
    await drive({ port, ...people, unit, area, clients, seconds: Math.min(4, seconds) });
    for (const size of sizes) {
      if (size > loaded) {
        const started = performance.now();
        await loadCases(city.store, finder, loaded, size, unit, area);
        loaded = size;
        console.log(`  ${size} cases loaded, ${((performance.now() - started) / 1000).toFixed(0)} s`);
      }
      const bare = await runBare(server.url, clients, Math.min(8, seconds), unit);
      const used = process.cpuUsage();
      const before = await databaseCpu(server.pid());
      const driven = await drive({ port, ...people, unit, area, clients, seconds });
      const after = await databaseCpu(server.pid());
      const { user, system } = process.cpuUsage(used);
      const rate = say(`case-lifecycle-${size}`, driven, bare.lifecycles / bare.seconds);
      sayCpu(
        driven,
        (user + system) / 1000,
        before === undefined || after === undefined ? undefined : after - before,
      );
      await sayToDo(city, port, people.worker);
      if (first === undefined) first = rate;
      else
        console.log(
          `figure case-lifecycle-kept-${size} ${((rate / first) * 100).toFixed(0)} % target ≥90 yardstick empty=${first.toFixed(0)} ratio ${(rate / first).toFixed(2)}`,
        );
    }
  } finally {
    await close();
  }
}
