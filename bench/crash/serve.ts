/** The server of the crash drill, in a process of its own to be killed: the whole city with one small system and a counting consumer. */
import path from 'node:path';
import { createCity } from '../../apps/server/create-city.ts';
import { cityCode } from '../../city/divisions.ts';
import { type OpenStore, sql, startEmbeddedPostgres } from '../../engines/store/index.ts';
import { caseType } from './errand.ts';
import system from './errand.ts';

/** What the drill is told when the server can serve. */
export interface Ready {
  readonly port: number;
  readonly databaseUrl: string;
  readonly token: string;
}

const dataDirectory = process.env['DATA_DIR'] ?? '';
const given = process.env['DATABASE_URL'] ?? '';

/** Counts how often each event is applied; an event applied twice would show a 2. */
function count(store: OpenStore): void {
  store.consume({
    name: 'crash-drill.count',
    on: ['case.changed'],
    async run(events, work) {
      const rows = events.map((event) => sql`(${event.position}::bigint, 1)`);
      await sql`insert into crash_drill_heard (position, times) values ${sql.join(rows)}
        on conflict (position) do update set times = crash_drill_heard.times + 1`.execute(work.db);
    },
  });
}

async function main(): Promise<void> {
  const embedded =
    given === ''
      ? await startEmbeddedPostgres({ directory: path.join(dataDirectory, 'postgres') })
      : undefined;
  const databaseUrl = embedded?.url ?? given;
  const city = await createCity({ databaseUrl, dataDirectory, demo: false, rate: 0, systems: [system] });
  await sql`create table if not exists crash_drill_heard (position bigint primary key, times integer not null)`.execute(
    city.store.db,
  );
  count(city.store);
  const { admin } = city.access;
  const known = await admin.findSubjectId('drill');
  const worker =
    known ??
    (
      await admin.createSubject({
        account: 'drill',
        name: '演练人员',
        kind: 'official',
        mustChange: false,
        posts: [{ role: 'crash-drill:worker', department: 'city-data-resources', area: cityCode }],
      })
    ).id;
  await city.begin();
  const token = await admin.openSession(worker);
  await city.app.listen({ port: Number(process.env['PORT'] ?? '0'), host: '127.0.0.1' });
  const address = city.app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.send?.({ port, databaseUrl, token } satisfies Ready);
  process.on('message', (asked) => {
    if (asked !== 'verify') return;
    void (async () => {
      await city.store.drain();
      await city.access.parts.audit.seal();
      process.send?.({ audit: await city.access.parts.audit.verify(), type: caseType });
    })();
  });
}

await main();
