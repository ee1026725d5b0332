/** The server of the sensing drill, in a process of its own to be killed: the whole city with an MQTT door and some devices. */
import path from 'node:path';
import { createCity } from '../../apps/server/create-city.ts';
import { openMqttBroker, telemetry, type TelemetryEngine } from '../../engines/telemetry/index.ts';
import { sql, startEmbeddedPostgres } from '../../engines/store/index.ts';
import type { Serving } from '../crash/server.ts';
import { type Fleet, makeFleet } from './make-fleet.ts';

/** What the drill is told when devices can come in; `keys` only by the first server. */
export interface Ready extends Serving {
  readonly keys: Fleet['keys'];
}

const deviceCount = 20;
const dataDirectory = process.env['DATA_DIR'] ?? '';

async function main(): Promise<void> {
  const postgres = await startEmbeddedPostgres({ directory: path.join(dataDirectory, 'postgres') });
  const city = await createCity({ databaseUrl: postgres.url, dataDirectory, demo: false, systems: [] });
  await city.begin();
  const engine = city.services.use(telemetry) as TelemetryEngine;
  const known = await sql`select 1 from telemetry_credential limit 1`.execute(city.store.db);
  const isFirst = known.rows.length === 0;
  if (isFirst)
    await city.store.transaction((work) =>
      city.store.settings.change(work, 'telemetry.readings-each-minute', 1_000_000),
    );
  const keys = isFirst ? (await makeFleet(engine, deviceCount, deviceCount, 1)).keys : [];
  const { port } = await openMqttBroker(engine, {
    port: Number(process.env['PORT'] ?? '0'),
    host: '127.0.0.1',
    report: (problem) => console.error(problem),
  });
  process.send?.({ port, databaseUrl: postgres.url, keys } satisfies Ready);
}

await main();
