/** How long the summary of a report over 1,974 villages takes to open, through the whole city, beside one statement that sums the same rows. */
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { makeBase, makePeople } from '../systems/party/info-reporting/server/demo/make-reporting.ts';
import system from '../systems/party/info-reporting/system.ts';
import { openBenchCity } from './support/open-bench-city.ts';
import { percentile } from './support/percentile.ts';

const targetMilliseconds = 1000;

async function timed(times: number, run: () => Promise<unknown>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const from = performance.now();
    await run();
    taken.push(performance.now() - from);
  }
  return taken;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { times: { type: 'string', default: '40' } } });
  const { city, close } = await openBenchCity({ systems: [system] });
  try {
    const cast = await makePeople(city.services);
    await makeBase(cast);
    const cookies = {
      city_session: await city.access.admin.openSession(cast.people.get('report-designer') ?? ''),
    };
    const list = await city.app.inject({ url: '/api/registers/rows/info-reporting.issue', cookies });
    const issue = list.json<{ rows: { id: string }[] }>().rows[0]?.id ?? '';
    const times = Number(values.times);
    const url = `/api/info-reporting/issues/${issue}/summary?basis=accepted`;
    const open = async () => {
      const reply = await city.app.inject({ url, cookies });
      if (reply.json<{ total?: { expected: number } }>().total?.expected !== 1974)
        throw new Error(reply.body.slice(0, 200));
    };
    const bare = () =>
      sql`select substr(area, 1, 6), count(*), sum((values ->> '人口数')::numeric), sum((values ->> '户数')::numeric)
        from info_reporting_answer where issue = ${issue}::uuid group by 1`.execute(city.store.db);
    await timed(5, open);
    await timed(5, bare);
    const ours = percentile(await timed(times, open), 0.95);
    const yardstick = percentile(await timed(times, bare), 0.95);
    console.log(
      `figure summary-of-1974-villages-p95 ${ours.toFixed(1)} ms target ≤${targetMilliseconds} yardstick sql-group-by=${yardstick.toFixed(1)} ratio ${(ours / yardstick).toFixed(1)}`,
    );
  } finally {
    await close();
  }
}
