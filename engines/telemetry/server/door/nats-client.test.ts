/** What a NATS server that holds messages for the city may rely on: acknowledged means stored, and nothing holds up the rest. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type JetStreamClient, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { openSensing, type OpenSensing } from '../test-support/open-sensing.ts';
import { type NatsDoor, openNatsClient } from './nats-client.ts';

const outside = { host: '127.0.0.1', port: 4222 };
const reachable = await new Promise<boolean>((resolve) => {
  const socket = net.connect(outside.port, outside.host, () => {
    socket.destroy();
    resolve(true);
  });
  socket.once('error', () => resolve(false));
});
if (!reachable) console.warn('no NATS server on 127.0.0.1:4222: its tests are left out');
const installed = spawnSync('nats-server', ['--version']).status === 0;
if (!installed) console.warn('nats-server is not on the PATH: the test of its access list is left out');

const patience = { timeout: 20_000 };
let sensing: OpenSensing;
let connection: NatsConnection;
let client: JetStreamClient;
const doors: NatsDoor[] = [];
const streams: string[] = [];

async function stored(device?: number): Promise<number> {
  const series = device === undefined ? null : await sensing.series(device);
  const found = await sql<{ count: number }>`select count(*) from telemetry_observation
    where ${series}::integer is null or series = ${series}`.execute(sensing.store.db);
  return found.rows[0]?.count ?? 0;
}

async function waiting(stream: string): Promise<number> {
  return (await (await jetstreamManager(connection)).streams.info(stream)).state.messages;
}

async function kept(reason: string): Promise<number> {
  await sensing.engine.quarantine.flush();
  const found = await sql<{ count: number }>`select count(*) from telemetry_quarantine
    where protocol = 'nats' and reason = ${reason}`.execute(sensing.store.db);
  return found.rows[0]?.count ?? 0;
}

function again(): number {
  return (
    sensing.engine.quarantine
      .counts()
      .find((line) => line.protocol === 'nats' && line.outcome === 'taken-again')?.count ?? 0
  );
}

/** Each test has subjects and a stream of its own, since the server is everybody's. */
function openDoor(url = `nats://${outside.host}:${outside.port}`) {
  const root = `test-${newId()}`;
  streams.push(root);
  const door = openNatsClient(sensing.engine, {
    url,
    root,
    stream: root,
    consumer: 'city',
    report: (problem) => problems.push(problem),
  });
  doors.push(door);
  return { door, root };
}
const problems: unknown[] = [];

function readings(from: number, count: number, value = 1): string {
  const now = sensing.clock.now().getTime();
  return JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      property: 'level',
      at: now - (from + index) * 1000,
      value,
    })),
  );
}

async function withSetting(name: string, value: number, run: () => Promise<void>): Promise<void> {
  const { store } = sensing;
  const before = store.settings.value(name);
  await store.transaction((work) => store.settings.change(work, name, value));
  try {
    await run();
  } finally {
    await store.transaction((work) => store.settings.change(work, name, before));
  }
}

/** A door in front of the server that a test can shut. */
async function openPassage() {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(outside.port, outside.host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `nats://127.0.0.1:${port}`,
    async shut() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    open: () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve)),
  };
}

beforeAll(async () => {
  sensing = await openSensing(3);
});
afterEach(async () => {
  await Promise.all(doors.splice(0).map((door) => door.close()));
});
afterAll(async () => {
  await sensing.close();
});

describe.runIf(reachable || process.env['CI'] === 'true')(
  'a NATS server (left out where none answers)',
  () => {
    beforeAll(async () => {
      connection = await connect({ servers: `${outside.host}:${outside.port}` });
      client = jetstream(connection);
    });
    afterAll(async () => {
      const manager = await jetstreamManager(connection);
      for (const stream of streams) await manager.streams.delete(stream).catch(() => false);
      await connection.close();
    });

    test('what the stream holds is stored, acknowledged after it, and gone from the stream', async () => {
      const { door, root } = openDoor();
      await door.subscribed;
      const before = await stored();
      for (let round = 0; round < 20; round += 1)
        await client.publish(`${root}.well-00${(round % 3) + 1}.readings`, readings(round * 5, 5));
      await expect.poll(stored, patience).toBe(before + 100);
      await expect.poll(() => waiting(root), patience).toBe(0);
    });

    test('without the database messages stay in the stream, and each is stored once when it is back', async () => {
      const { door, root } = openDoor();
      await door.subscribed;
      const { store, clock } = sensing;
      clock.set(new Date());
      const before = await stored();
      await sql`alter table telemetry_hour rename to away`.execute(store.db);
      const tried = again();
      const from = Date.now();
      await client.publish(`${root}.well-001.readings`, readings(1000, 5));
      // Without a moment of its own it has the one at which the stream took it, whenever it is stored.
      await client.publish(`${root}.well-002.readings`, '{"property":"methane","value":7}');
      const to = Date.now();
      await expect.poll(again, patience).toBeGreaterThanOrEqual(tried + 4);
      expect(await waiting(root)).toBe(2);
      clock.advance(3_600_000);
      await sql`alter table away rename to telemetry_hour`.execute(store.db);
      await expect.poll(() => waiting(root), patience).toBe(0);
      expect(await stored()).toBe(before + 6);
      const series = await sensing.series(1, 'methane');
      const found = await sql<{
        at: Date;
      }>`select at from telemetry_observation where series = ${series}`.execute(store.db);
      const at = new Date(found.rows[0]?.at ?? 0).getTime();
      expect(at).toBeGreaterThanOrEqual(from - 1000);
      expect(at).toBeLessThanOrEqual(to + 1000);
    });

    test('the same readings sent again are stored once', async () => {
      const { door, root } = openDoor();
      await door.subscribed;
      const before = await stored();
      const same = readings(2000, 5);
      for (let round = 0; round < 3; round += 1) await client.publish(`${root}.well-001.readings`, same);
      await expect.poll(() => waiting(root), patience).toBe(0);
      expect(await stored()).toBe(before + 5);
    });

    test('a server that goes away and comes back is found again, and what came meanwhile is stored', async () => {
      const passage = await openPassage();
      const { door, root } = openDoor(passage.url);
      await door.subscribed;
      const before = await stored();
      await passage.shut();
      for (let round = 0; round < 10; round += 1)
        await client.publish(`${root}.well-003.readings`, readings(3000 + round * 5, 5));
      expect(await stored()).toBe(before);
      await passage.open();
      await expect.poll(stored, { timeout: 60_000 }).toBe(before + 50);
      await door.close();
      await passage.shut();
    }, 90_000);

    test('a server that is away at the start keeps nobody waiting, and is told of once', async () => {
      const passage = await openPassage();
      await passage.shut();
      problems.length = 0;
      const { door, root } = openDoor(passage.url);
      await expect.poll(() => problems.length, patience).toBe(1);
      await passage.open();
      await door.subscribed;
      const before = await stored();
      await client.publish(`${root}.well-003.readings`, readings(4000, 5));
      await expect.poll(stored, patience).toBe(before + 5);
      expect(problems.length).toBe(1);
      await door.close();
      await passage.shut();
    }, 60_000);

    test('a door whose server has gone away closes all the same', async () => {
      const passage = await openPassage();
      const { door } = openDoor(passage.url);
      await door.subscribed;
      await passage.shut();
      await door.close();
    }, 60_000);

    test('a stream that was lost is made anew', async () => {
      const { door, root } = openDoor();
      await door.subscribed;
      const manager = await jetstreamManager(connection);
      await manager.streams.delete(root);
      await expect.poll(() => waiting(root).catch(() => -1), patience).toBe(0);
      const before = await stored();
      await client.publish(`${root}.well-001.readings`, readings(5000, 5));
      await expect.poll(stored, patience).toBe(before + 5);
    }, 60_000);

    test('what cannot be used is put aside and does not come again', async () => {
      const { door, root } = openDoor();
      await door.subscribed;
      const before = { malformed: await kept('malformed'), unknown: await kept('unknown-device') };
      const bodies = ['{', '[]', 'null', '{"property":"level"}', '\0\u{1f600}', '{"__proto__":1}'];
      for (const body of bodies) await client.publish(`${root}.well-001.readings`, body);
      await client.publish(`${root}.nobody.readings`, readings(6000, 1));
      await client.publish(`${root}.well-001.commands`, '{}');
      await client.publish(`${root}.readings`, readings(6000, 1));
      await expect.poll(() => waiting(root), patience).toBe(0);
      expect(await kept('malformed')).toBe(before.malformed + bodies.length);
      expect(await kept('unknown-device')).toBe(before.unknown + 2);
      expect(await kept('wrong-topic')).toBe(1);
    });

    test('a message that fails again and again while others go through is put aside, and never in an outage', async () => {
      await withSetting('telemetry.nats-tries', 2, async () => {
        const { door, root } = openDoor();
        await door.subscribed;
        await sql`alter table telemetry_shadow add constraint no_thirteen check (reported::text not like '%13%')`.execute(
          sensing.store.db,
        );
        await client.publish(`${root}.well-001.reported`, '{"state":"13"}');
        const tried = again();
        await expect.poll(again, patience).toBeGreaterThanOrEqual(tried + 2);
        expect(await kept('not-taken')).toBe(0);
        expect(await waiting(root)).toBe(1);
        let second = 0;
        await expect
          .poll(async () => {
            await client.publish(`${root}.well-002.readings`, readings(7000 + (second += 1), 1));
            return kept('not-taken');
          }, patience)
          .toBe(1);
        await expect.poll(() => waiting(root), patience).toBe(0);
        await sql`alter table telemetry_shadow drop constraint no_thirteen`.execute(sensing.store.db);
      });
    }, 60_000);

    test('a device that floods does not keep the readings of another waiting', async () => {
      await withSetting('telemetry.readings-each-minute', 10, async () => {
        const { door, root } = openDoor();
        await door.subscribed;
        sensing.clock.advance(600_000);
        const before = [await stored(1), await stored(2)];
        for (let round = 0; round < 10; round += 1)
          await client.publish(`${root}.well-003.readings`, readings(8000 + round * 20, 9));
        await client.publish(`${root}.well-002.readings`, readings(8000, 5));
        await expect.poll(() => waiting(root), patience).toBe(0);
        expect(await stored(1)).toBe((before[0] ?? 0) + 5);
        // Messages that are judged together may fill the share to its end.
        const passed = (await stored(2)) - (before[1] ?? 0);
        expect(passed === 9 || passed === 10).toBe(true);
      });
    });

    test('no more messages are under way than the setting says; the rest stays in the stream', async () => {
      await withSetting('telemetry.nats-in-flight', 3, async () => {
        const { door, root } = openDoor();
        await door.subscribed;
        sensing.clock.advance(600_000);
        await sql`alter table telemetry_hour rename to away`.execute(sensing.store.db);
        const before = await stored();
        for (let round = 0; round < 20; round += 1)
          await client.publish(`${root}.well-001.readings`, readings(9000 + round, 1));
        const manager = await jetstreamManager(connection);
        await expect
          .poll(async () => (await manager.consumers.info(root, 'city')).num_ack_pending, patience)
          .toBe(3);
        expect((await manager.consumers.info(root, 'city')).num_pending).toBe(17);
        await sql`alter table away rename to telemetry_hour`.execute(sensing.store.db);
        await expect.poll(stored, { timeout: 60_000 }).toBe(before + 20);
      });
    }, 90_000);
  },
);

test.runIf(installed || process.env['CI'] === 'true')(
  'with the access list of the operations manual a device speaks under its own code only (left out without nats-server)',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'nats-'));
    const port = await new Promise<number>((resolve) => {
      const probe = net.createServer().listen(0, '127.0.0.1', () => {
        const { port: free } = probe.address() as net.AddressInfo;
        probe.close(() => resolve(free));
      });
    });
    await writeFile(
      path.join(folder, 'server.conf'),
      `listen: "127.0.0.1:${port}"
jetstream { store_dir: "${folder}/data" }
authorization { users: [
  { user: city, password: secret, permissions: { publish: ["$JS.API.>", "$JS.ACK.>"], subscribe: ["_INBOX.>"] } },
  { user: well-001, password: key, permissions: { publish: ["devices.well-001.*"], subscribe: ["_INBOX.>"] } }
] }`,
    );
    const server: ChildProcess = spawn('nats-server', ['-c', path.join(folder, 'server.conf')], {
      stdio: 'ignore',
    });
    const address = `127.0.0.1:${port}`;
    const door = openNatsClient(sensing.engine, {
      url: `nats://city:secret@${address}`,
      root: 'devices',
      stream: 'city-devices',
      consumer: 'city',
      report: () => undefined,
    });
    doors.push(door);
    await door.subscribed;
    const device = await connect({ servers: address, user: 'well-001', pass: 'key' });
    sensing.clock.advance(600_000);
    const before = await stored();
    // The server answers a forbidden subject with silence to the publisher.
    await expect(
      jetstream(device, { timeout: 1500 }).publish('devices.well-002.readings', readings(0, 1)),
    ).rejects.toThrow();
    await jetstream(device).publish('devices.well-001.readings', readings(0, 2));
    await expect.poll(stored, patience).toBe(before + 2);
    await expect(connect({ servers: address, user: 'well-001', pass: 'wrong' })).rejects.toThrow();
    await device.close();
    await door.close();
    server.kill();
    await new Promise((resolve) => server.once('exit', resolve));
    await rm(folder, { recursive: true, force: true });
  },
  60_000,
);
