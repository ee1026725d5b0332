/** What the people of the sensing network keep beside devices: links to platforms above, and the firmware of each kind of device. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../../engines/store/index.ts';
import { registers } from '../../../engines/registers/service.ts';
import { device } from '../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../engines/telemetry/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { placedFleet } from './server/simulate/run-simulation.ts';
import system from './system.ts';

let city: TestCity;
let chief: Caller;
let county: Caller;

beforeAll(async () => {
  city = await openTestCity({ systems: [system], demo: true });
  await city.store.drain();
  chief = await city.as('sensing-1');
  county = await city.as('sensing-2');
}, 120_000);
afterAll(() => city.close());

test('a link to the platform above is declared, its password sealed and never shown; a county keeps only its own', async () => {
  const ours = { host: '10.1.2.3', port: 9000, edition: '2019', protocolVersion: '010000', accessCode: '7' };
  const link = { ...ours, name: '省级平台', userId: '34120001', platformId: '34120000001', enabled: true };
  const [all, own] = await Promise.all(
    ['341200000000', '341202000000'].map((area) =>
      chief.post('/api/registers/rows/telemetry.uplink', { values: { ...link, area } }),
    ),
  );
  expect([all?.statusCode, own?.statusCode]).toEqual([200, 200]);
  const listed = (await chief.get('/api/telemetry/uplinks')).json<{
    uplinks: { id: string; area: string }[];
  }>();
  const id = listed.uplinks.find(({ area }) => area === '341200000000')?.id;
  const secret = { password: 'aB3!xyz9', keys: { m1: 3, ia1: 5, ic1: 7 } };
  expect(
    (await chief.post(`/api/telemetry/uplinks/${id}/secret`, { password: '太长的密码不收下' })).statusCode,
  ).toBe(400);
  expect((await chief.post(`/api/telemetry/uplinks/${id}/secret`, secret)).statusCode).toBe(200);
  expect((await county.post(`/api/telemetry/uplinks/${id}/secret`, secret)).statusCode).toBe(404);
  expect((await county.post(`/api/telemetry/uplinks/${id}/retry`)).statusCode).toBe(404);
  const reply = await chief.get('/api/telemetry/uplinks');
  expect(reply.json()).toMatchObject({
    mayDeclare: true,
    uplinks: expect.arrayContaining([
      expect.objectContaining({ id, hasSecret: true, mayKeep: true, status: 'waiting' }),
      expect.objectContaining({ hasSecret: false, area: '341202000000' }),
    ]),
  });
  expect(reply.body).not.toContain(secret.password);
  const { rows } = await sql`select sealed from telemetry_uplink_secret`.execute(city.store.db);
  expect(JSON.stringify(rows)).not.toContain(secret.password);
  const seen = (await county.get('/api/telemetry/uplinks')).json<{ uplinks: { area: string }[] }>().uplinks;
  expect(seen.map(({ area }) => area)).toEqual(['341202000000']);
});

test('a firmware version is registered with the digest of its file; an upgrade that no device can take stops and says why', async () => {
  const [first] = (await placedFleet(city.services)).filter((each) => each.model.code === 'gas-detector');
  const row = await city.services
    .use(registers)
    .of(device)
    .trusted.findMany(city.store.db, {
      ids: [first?.id ?? ''],
      limit: 1,
    });
  const model = row[0]?.model ?? '';
  const bytes = Buffer.from('504b0304' + '00'.repeat(40), 'hex');
  const file = await chief.upload('v2.zip', 'application/zip', bytes);
  const path = `/api/telemetry/models/${model}/firmware`;
  const given = { version: 'V2.0', file, releasedOn: '2026-11-01', note: '修正零点' };
  expect((await county.post(path, given)).statusCode).toBe(403);
  const saved = await chief.post(path, given);
  expect(saved.json()).toMatchObject({ size: 44, digest: createHash('sm3').update(bytes).digest('hex') });
  expect((await chief.post(path, given)).json()).toMatchObject({ code: 'telemetry.firmwareThere' });
  const { id } = saved.json<{ id: string }>();
  const waves = { waveSize: 5, mostFailed: 1, waitMinutes: 60 };
  const ordered = await chief.post(`/api/telemetry/firmware/${id}/upgrades`, waves);
  expect(ordered.statusCode).toBe(200);
  const upgrade = ordered.json<{ id: string; devices: number }>();
  expect(upgrade.devices).toBeGreaterThan(5);
  await city.services.use(telemetry).settle();
  const page = (await chief.get(path)).json();
  expect(page).toMatchObject({
    catalogue: [{ version: 'V2.0', note: '修正零点' }],
    versions: [{ version: null }],
    upgrades: [{ version: 'V2.0', failed: 5 }],
  });
  const results = (await chief.get(`/api/telemetry/upgrades/${upgrade.id}`)).json<{ results: unknown[] }>()
    .results;
  expect(results).toHaveLength(upgrade.devices);
  expect(results[0]).toMatchObject({ state: 'failed', message: expect.stringContaining('firmware') });
  expect((await county.post(`/api/telemetry/upgrades/${upgrade.id}/act`, { act: 'stop' })).statusCode).toBe(
    404,
  );
  expect((await chief.post(`/api/telemetry/upgrades/${upgrade.id}/act`, { act: 'stop' })).json()).toEqual({
    state: 'stopped',
  });
  const narrowed = (await county.get(`/api/telemetry/upgrades/${upgrade.id}`)).json<{ results: unknown[] }>();
  expect(narrowed.results.length).toBeLessThan(results.length);
});
