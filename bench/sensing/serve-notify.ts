/** The server of the notification drill, in a process of its own to be killed: devices come in by MQTT, and one subscription hears of all of them. */
import path from 'node:path';
import { createCity } from '../../apps/server/create-city.ts';
import { registers } from '../../engines/registers/service.ts';
import { sql, startEmbeddedPostgres } from '../../engines/store/index.ts';
import { openMqttBroker, telemetry, type TelemetryEngine } from '../../engines/telemetry/index.ts';
import contract from '../../systems/foundation/sensing/contract.ts';
import sensing from '../../systems/foundation/sensing/system.ts';
import type { Serving } from '../crash/server.ts';
import { type Fleet, makeFleet } from './make-fleet.ts';

/** `keys` only by the first server. */
export interface Ready extends Serving {
  readonly keys: Fleet['keys'];
}

const dataDirectory = process.env['DATA_DIR'] ?? '';
const receiver = process.env['RECEIVER'] ?? '';
const deviceCount = Number(process.env['DEVICES'] ?? '20');
const area = '341202000000';

type BenchCity = Awaited<ReturnType<typeof createCity>>;

/** Somebody who may see the devices, with a subscription to all that they measure. */
async function subscribe(city: BenchCity): Promise<void> {
  const post = (role: string) => ({ role, department: 'city-data-resources', area });
  const { id: holder } = await city.access.admin.createSubject({
    account: 'bench-partner',
    name: '压测订阅者',
    kind: 'service',
    posts: [post('sensing:partner'), post('telemetry:viewer')],
  });
  const { subscription, 'notification-endpoint': endpoint } = contract.registers ?? {};
  if (subscription === undefined || endpoint === undefined) throw new Error('no registers');
  const rows = city.services.use(registers);
  await city.store.transaction(async (work) => {
    await city.store.settings.change(work, 'telemetry.readings-each-minute', 1_000_000);
    await rows.of(endpoint).trusted.insert(work, 'bench', { origin: new URL(receiver).origin, name: '压测' });
    await rows.of(subscription).trusted.insert(work, 'bench', {
      uri: 'urn:ngsi-ld:Subscription:bench',
      holder,
      endpoint: receiver,
      active: true,
      definition: {
        type: 'Subscription',
        entities: [{ type: 'Device' }],
        watchedAttributes: ['level'],
        isActive: true,
        notification: {
          attributes: ['level'],
          format: 'normalized',
          sysAttrs: false,
          endpoint: { uri: receiver, accept: 'application/json', receiverInfo: [] },
        },
      },
    });
  });
}

async function main(): Promise<void> {
  const postgres = await startEmbeddedPostgres({ directory: path.join(dataDirectory, 'postgres') });
  const bare = { ...sensing, jobs: {}, seed: async () => undefined };
  const open = () => createCity({ databaseUrl: postgres.url, dataDirectory, demo: false, systems: [bare] });
  let city = await open();
  const known = await sql`select 1 from telemetry_credential limit 1`.execute(city.store.db);
  let keys: Fleet['keys'] = [];
  if (known.rows.length === 0) {
    const engine = city.services.use(telemetry) as TelemetryEngine;
    ({ keys } = await makeFleet(engine, deviceCount, deviceCount, 1));
    await subscribe(city);
    // Which models are watched is read at the start.
    await city.close();
    city = await open();
  }
  await city.begin();
  const { port } = await openMqttBroker(city.services.use(telemetry) as TelemetryEngine, {
    port: Number(process.env['PORT'] ?? '0'),
    host: '127.0.0.1',
    report: (problem) => console.error(problem),
  });
  process.send?.({ port, databaseUrl: postgres.url, keys } satisfies Ready);
}

await main();
