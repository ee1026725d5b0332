/** How many work items of a graph (two branches, a countersign, a join) are completed a second with durable commits, beside bare statements and bpmn-engine, and how long a to-do list of 10,000 takes. */
import { parseArgs } from 'node:util';
import type { City } from '../apps/server/create-city.ts';
import { access } from '../engines/access/index.ts';
import { flow } from '../engines/flow/index.ts';
import { sql } from '../engines/store/index.ts';
import type { Principal } from '../kernel/access.ts';
import { runBareItems } from './flow/bare-items.ts';
import { runBpmnItems } from './flow/bpmn-items.ts';
import { loadPapers } from './flow/load-papers.ts';
import { paper, paperSystem } from './flow/paper-system.ts';
import { runClients } from './flow/run-clients.ts';
import { openBenchCity } from './support/open-bench-city.ts';
import { percentile } from './support/percentile.ts';

const unit = 'city-urban-management';
const rateTarget = 1500;
const listTarget = 20;
/** Times bpmn-engine. */
const peerTarget = 20;
const waiting = 10_000;

interface People {
  readonly clerk: Principal;
  readonly signers: readonly [Principal, Principal];
  readonly head: Principal;
}

async function createPeople(city: City): Promise<People> {
  const service = city.services.use(access);
  const make = async (account: string, role: string): Promise<Principal> => {
    const { id } = await city.access.admin.createSubject({
      account,
      name: account,
      kind: 'official',
      posts: [{ role: `bench:${role}`, department: unit, area: '341200000000' }],
      passwordHash: 'none',
      mustChange: false,
    });
    return service.principalOf(id);
  };
  return {
    clerk: await make('bench-clerk', 'clerk'),
    signers: [await make('bench-signer-1', 'signer'), await make('bench-signer-2', 'signer')],
    head: await make('bench-head', 'head'),
  };
}

/** One paper from draft to issue: five work items. */
async function live(city: City, { clerk, signers, head }: People): Promise<number> {
  const service = city.services.use(flow);
  let row = await service.open(clerk, paper, { values: { subject: '关于防汛的通知', body: '各单位:' } });
  const act = async (who: Principal, item: string | undefined, more: object = {}) => {
    row = await service.act(who, paper, {
      id: row.id,
      version: row.version,
      action: 'agree',
      ...(item === undefined ? {} : { item }),
      ...more,
    });
  };
  const people = signers.map(({ id }) => ({ unit, person: id }));
  await act(clerk, undefined, { target: { people } });
  await act(signers[0], undefined);
  await act(clerk, undefined);
  await act(signers[1], undefined);
  await act(head, undefined);
  if (row['status'] !== 'closed') throw new Error('the paper did not end');
  return 5;
}

/** One official looks at his list of ten thousand again and again; beside the same list by one plain query. */
async function sayToDo(city: City, head: Principal): Promise<void> {
  const token = await city.access.admin.openSession(head.id);
  const [asked, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < 220; round += 1) {
    const from = performance.now();
    const reply = await city.app.inject({
      url: '/api/flow/to-do?size=20',
      cookies: { city_session: token },
      headers: { 'x-city-request': '1' },
    });
    if (reply.statusCode !== 200) throw new Error(reply.body);
    if (round >= 20) asked.push(performance.now() - from);
    const started = performance.now();
    await sql`select * from flow_work_item where holder = ${head.id} and closed_at is null order by due_at limit 20`.execute(
      city.store.db,
    );
    if (round >= 20) bare.push(performance.now() - started);
  }
  const [ours, plain] = [percentile(asked, 0.95), percentile(bare, 0.95)];
  console.log(
    `figure flow-to-do-p95-${waiting}-items ${ours.toFixed(1)} ms target ≤${listTarget} yardstick bare=${plain.toFixed(1)} ratio ${(ours / plain).toFixed(2)}`,
  );
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      cases: { type: 'string', default: '100000' },
      seconds: { type: 'string', default: '15' },
      clients: { type: 'string', default: '32' },
    },
  });
  const [cases, seconds, clients] = [values.cases, values.seconds, values.clients].map(Number) as [
    number,
    number,
    number,
  ];
  const { city, server, close } = await openBenchCity({ systems: [paperSystem] });
  try {
    const people = await createPeople(city);
    // Warm: code compiled, statements prepared, connections open.
    await runClients(clients, Math.min(4, seconds), () => live(city, people));
    await loadPapers(city.store, cases, { id: people.head.id, unit }, Math.min(waiting, cases));
    const bare = await runBareItems(server.url, clients, Math.min(8, seconds));
    const rate = await runClients(clients, seconds, () => live(city, people));
    console.log(
      `figure flow-items-${cases} ${rate.toFixed(0)} items/s target ≥${rateTarget} yardstick bare=${bare.toFixed(0)} ratio ${(rate / bare).toFixed(2)}`,
    );
    const peer = await runBpmnItems(server.url, clients, Math.min(8, seconds));
    console.log(
      `figure flow-items-against-bpmn-engine-${cases} ${(rate / peer).toFixed(1)} × target ≥${peerTarget} yardstick bpmn-engine=${peer.toFixed(0)} ratio ${(rate / peer).toFixed(1)}`,
    );
    await sayToDo(city, people.head);
  } finally {
    await close();
  }
}
