/** How soon the twin view of a city of a hundred thousand devices answers: its sums, the whole map by cells, a neighbourhood one by one, now and an hour ago. */
import { parseArgs } from 'node:util';
import { registers } from '../engines/registers/service.ts';
import { sql } from '../engines/store/index.ts';
import { telemetry } from '../engines/telemetry/service.ts';
import type { City } from '../apps/server/create-city.ts';
import { simulateReadings } from '../systems/foundation/sensing/server/simulate/run-simulation.ts';
import { makeSimulatedFleet } from './sensing/make-simulated-fleet.ts';
import { openBenchCity } from './support/open-bench-city.ts';
import { percentile } from './support/percentile.ts';

const hour = 3_600_000;
const minute = 60_000;
const rounds = 20;
const together = 4000;
const whole = '115,32.3,116.7,33.6';
/** Two kilometres of the inner city. */
const near = '115.795,32.875,115.818,32.892';

async function fill(city: City, count: number, minutes: number): Promise<number> {
  const engine = city.services.use(telemetry);
  const deps = { store: city.store, registers: city.services.use(registers) };
  const fleet = await makeSimulatedFleet(deps, count);
  await engine.reload();
  const now = Date.now();
  let [stored, batch] = [0, []] as [number, Parameters<typeof engine.ingest>[0][number][]];
  const send = async () => {
    stored += batch.length;
    await engine.ingest(batch);
    batch = [];
  };
  for (const from of [now - hour - minutes * minute, now - minutes * minute]) {
    for (const reading of simulateReadings(fleet, from, from + minutes * minute, (at) => at)) {
      batch.push(reading);
      if (batch.length >= together) await send();
    }
  }
  await send();
  await engine.settle();
  await sql`vacuum analyze`.execute(city.store.db);
  return stored;
}

async function timed(ask: () => Promise<unknown>): Promise<readonly number[]> {
  const found: number[] = [];
  await ask();
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await ask();
    found.push(performance.now() - began);
  }
  return found;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      devices: { type: 'string', default: '100000' },
      minutes: { type: 'string', default: '12' },
    },
  });
  const { city, close } = await openBenchCity({ poolSize: 8 });
  try {
    const stored = await fill(city, Number(values.devices), Number(values.minutes));
    console.log(`devices ${values.devices}, readings ${stored}`);
    const post = (role: string) => ({ role, department: 'city-data-resources', area: '341200000000' });
    const people = await city.access.admin.createDemoPeople([
      {
        account: 'watcher',
        name: '值班',
        kind: 'official',
        posts: [post('sensing:duty'), post('telemetry:viewer')],
      },
    ]);
    const token = await city.access.admin.openSession(people.get('watcher') ?? '');
    async function ask(path: string): Promise<void> {
      const reply = await city.app.inject({
        url: `/api/sensing/twin/${path}`,
        cookies: { city_session: token },
      });
      if (reply.statusCode !== 200)
        throw new Error(`${path}: ${reply.statusCode} ${reply.body.slice(0, 300)}`);
    }
    const bare = await timed(() =>
      sql`select model, count(*) from telemetry_device where stage = 'active' group by model`.execute(
        city.store.db,
      ),
    );
    const past = `at=${new Date(Date.now() - hour).toISOString()}`;
    for (const [name, path] of [
      ['city-now', 'city'],
      ['city-past', `city?${past}`],
      ['cells-now', `view?box=${whole}`],
      ['cells-past', `view?box=${whole}&${past}`],
      ['near-now', `view?box=${near}`],
      ['near-past', `view?box=${near}&${past}`],
      ['rows-now', 'rows?state=alarm'],
    ] as const) {
      const mine = await timed(() => ask(path));
      console.log(
        `figure twin-${name}-p50 ${percentile(mine, 0.5).toFixed(1)} ms p95 ${percentile(mine, 0.95).toFixed(1)} ms yardstick bare-count=${percentile(bare, 0.5).toFixed(1)}`,
      );
    }
  } finally {
    await close();
  }
}
