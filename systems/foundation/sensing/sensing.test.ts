/** What the people on duty see: alarms of their own area, told at once, and handled to the end. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import { sql } from '../../../engines/store/index.ts';
import { registers } from '../../../engines/registers/service.ts';
import { device } from '../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../engines/telemetry/service.ts';
import { placedFleet, simulateReadings } from './server/simulate/run-simulation.ts';
import system from './system.ts';

let city: TestCity;
let chief: Caller;
let county: Caller;
const day = 86_400_000;

beforeAll(async () => {
  city = await openTestCity({ systems: [system], demo: true });
  await city.store.drain();
  chief = await city.as('sensing-1');
  county = await city.as('sensing-2');
}, 120_000);
afterAll(() => city.close());

interface AlarmRow {
  readonly id: string;
  readonly status: string;
  readonly device: string;
  readonly area: string;
  readonly level: string;
}

async function alarms(who: Caller, where: object = {}): Promise<readonly AlarmRow[]> {
  const reply = await who.get(
    `/api/registers/rows/telemetry.alarm?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode).toBe(200);
  return reply.json<{ rows: AlarmRow[] }>().rows;
}

test('two days of the simulated city raise alarms, and a county sees only its own', async () => {
  const all = await alarms(chief);
  expect(all.length).toBeGreaterThan(3);
  const own = await alarms(county);
  expect(own.every((alarm) => alarm.area.startsWith('341202'))).toBe(true);
  expect(own.length).toBe(all.filter((alarm) => alarm.area.startsWith('341202')).length);
});

test('an alarm is acknowledged, not closed while it lasts, and closed with a conclusion when it is over', async () => {
  const detector = (await placedFleet(city.services)).find((each) => each.model.code === 'gas-detector');
  const now = city.clock.now().getTime();
  const reading = { device: detector?.id ?? '', property: 'lel', at: now, receivedAt: now, value: 90 };
  await city.services.use(telemetry).ingest([{ ...reading, quality: 'good' }]);
  const lasting = await alarms(chief, { status: 'raised', device: reading.device });
  const lastingPath = `/api/telemetry/alarms/${lasting[0]?.id}`;
  expect((await chief.post(`${lastingPath}/acknowledge`)).json()).toEqual({ status: 'acknowledged' });
  expect((await chief.post(`${lastingPath}/close`, { conclusion: '已派人处置' })).statusCode).toBe(409);
  const [cleared] = await alarms(chief, { status: 'cleared' });
  const path = `/api/telemetry/alarms/${cleared?.id}`;
  expect((await city.visitor.post(`${path}/acknowledge`)).statusCode).toBe(401);
  expect((await chief.post(`${path}/close`, { conclusion: '' })).statusCode).toBe(400);
  expect((await chief.post(`${path}/close`, { conclusion: '已派人处置' })).json()).toEqual({
    status: 'closed',
  });
  expect((await chief.post(`${path}/close`, { conclusion: '再次关闭' })).statusCode).toBe(409);
});

test('of another county, device and alarm do not exist', async () => {
  const elsewhere = (await alarms(chief)).find((alarm) => !alarm.area.startsWith('341202'));
  expect((await county.post(`/api/telemetry/alarms/${elsewhere?.id}/acknowledge`)).statusCode).toBe(404);
  const path = `/api/telemetry/devices/${elsewhere?.device}`;
  const span = 'from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z';
  for (const part of ['', '/live', `/series/level?${span}`, '/commands'])
    expect((await county.get(`${path}${part}`)).statusCode).toBe(404);
  const acts = {
    stage: { stage: 'disabled', reason: '检修' },
    key: {},
    desired: { values: { level: 1 } },
    commands: { name: 'read-now' },
  };
  for (const [act, body] of Object.entries(acts))
    expect((await county.post(`${path}/${act}`, body)).statusCode).toBe(404);
  const fault = { device: elsewhere?.device, fault: 'silent' };
  expect((await county.post('/api/sensing/simulate', fault)).statusCode).toBe(404);
  expect((await chief.post('/api/sensing/simulate', fault)).statusCode).toBe(200);
});

test('the map shows a county its own devices and alarms, and a visitor none', async () => {
  for (const layer of ['telemetry.device', 'telemetry.alarm']) {
    const path = `/api/maps/features/${layer}?box=115.0,32.3,116.7,33.6&limit=5000`;
    const shown = async (who: Caller) =>
      (await who.get(path)).json<{ features: { properties: Record<string, unknown> }[] }>().features.length;
    const [all, own] = [await shown(chief), await shown(county)];
    expect(own).toBeGreaterThan(0);
    expect(own).toBeLessThan(all / 2);
    expect((await city.visitor.get(path)).statusCode).not.toBe(200);
  }
});

test('what people do to devices, models and rules stands in the audit', async () => {
  const placed = (await placedFleet(city.services)).find((each) => each.model.code === 'gas-detector');
  const sent = await chief.post(`/api/telemetry/devices/${placed?.id}/commands`, { name: 'self-test' });
  expect(sent.statusCode).toBe(200);
  const rules = (await chief.get('/api/registers/rows/telemetry.rule')).json<{
    rows: { id: string; version: number }[];
  }>();
  const [rule] = rules.rows;
  // Rules are the whole city's: who is on duty in a county uses them and changes none.
  expect((await county.post('/api/telemetry/rules', { ...rule, source: '演练' })).statusCode).toBe(403);
  const saved = await chief.post('/api/telemetry/rules', { ...rule, source: '演练' });
  expect(saved.statusCode).toBe(200);
  const lines = await sql<{ type: string; event: string }>`
    select object_type as type, event from access_audit where object_id in (${placed?.id ?? ''}, ${rule?.id ?? ''})`.execute(
    city.store.db,
  );
  expect(lines.rows).toEqual(
    expect.arrayContaining([
      { type: 'device', event: 'update' },
      { type: 'rule', event: 'update' },
    ]),
  );
});

test('a device gets a key, reports with it over HTTP, and with no other', async () => {
  const [placed] = await placedFleet(city.services);
  if (placed === undefined) throw new Error('no device');
  const issued = (await chief.post(`/api/telemetry/devices/${placed.id}/key`)).json<{
    code: string;
    key: string;
  }>();
  const property = placed.model.definition.properties[0]?.name ?? '';
  const body = {
    device: issued.code,
    key: issued.key,
    readings: [
      { property, value: 1 },
      { property: 'none', value: 1 },
    ],
  };
  const reply = await city.visitor.post('/api/telemetry/readings', body);
  expect(reply.json()).toEqual({
    outcomes: [{ kind: 'stored' }, { kind: 'refused', reason: 'unknown-property' }],
  });
  expect((await city.visitor.post('/api/telemetry/readings', { ...body, key: 'x' })).statusCode).toBe(401);
  const seen = (await chief.get(`/api/telemetry/devices/${placed.id}`)).json<{
    last: { property: string }[];
  }>();
  expect(seen.last.map((value) => value.property)).toContain(property);
});

test('a disabled device is heard no more, a retired one for ever', async () => {
  const [, placed] = await placedFleet(city.services);
  const path = `/api/telemetry/devices/${placed?.id}/stage`;
  const report = async () => {
    const now = city.clock.now().getTime();
    const reading = {
      device: placed?.id ?? '',
      property: placed?.model.definition.properties[0]?.name ?? '',
      at: now,
      value: 1,
    };
    const [outcome] = await city.services
      .use(telemetry)
      .ingest([{ ...reading, quality: 'good', receivedAt: now }]);
    return outcome?.kind === 'refused' ? outcome.reason : outcome?.kind;
  };
  expect(await report()).toBe('stored');
  expect((await chief.post(path, { stage: 'disabled', reason: '检修' })).statusCode).toBe(200);
  expect(await report()).toBe('inactive-device');
  expect((await chief.post(path, { stage: 'retired', reason: '报废' })).statusCode).toBe(200);
  expect((await chief.post(path, { stage: 'active', reason: '后悔' })).statusCode).toBe(409);
});

test('what was refused is seen, mended and sent in again', async () => {
  const [, , placed] = await placedFleet(city.services);
  const now = city.clock.now().getTime();
  const property = placed?.model.definition.properties[0]?.name ?? '';
  const door = city.services.use(telemetry);
  await door.ingest([
    { device: placed?.id ?? '', property, at: now + 1_200_000, value: 1, quality: 'good', receivedAt: now },
  ]);
  await door.settle();
  const list = (await chief.get('/api/telemetry/quarantine?reason=from-the-future')).json<{
    kept: { id: string }[];
  }>();
  const path = `/api/telemetry/quarantine/${list.kept[0]?.id}`;
  expect((await chief.post(`${path}/replay`)).statusCode).toBe(409);
  city.clock.advance(1_300_000);
  expect((await chief.post(`${path}/replay`)).json()).toEqual({ outcome: { kind: 'stored' } });
  expect((await chief.post(`${path}/replay`)).statusCode).toBe(404);
});

test('the same fleet at the same time reports the same: a second time there is nothing new', async () => {
  const fleet = await placedFleet(city.services);
  const now = city.clock.now().getTime();
  const again = [...simulateReadings(fleet, now - day / 2, now - day / 3, () => now)];
  const outcomes = await city.services.use(telemetry).ingest(again);
  expect(again.length).toBeGreaterThan(1000);
  expect(outcomes.filter(({ kind }) => kind !== 'duplicate' && kind !== 'refused')).toEqual([]);
});

test('a program reads devices as entities of NGSI-LD: by type, value, place and page, and only those of its area', async () => {
  const path = '/api/sensing/ngsi-ld/v1/entities';
  const ask = async (who: Caller, question: string) => who.get(`${path}?${question}`);
  const air = await ask(chief, 'type=AirQualityObserved&count=true&limit=5&options=keyValues');
  expect(air.statusCode).toBe(200);
  expect(air.headers['ngsild-results-count']).toBe('20');
  const shown = air.json<{ id: string; type: string; pm25: number; location: { type: string } }[]>();
  expect(shown).toHaveLength(5);
  expect(shown[0]).toMatchObject({
    type: 'AirQualityObserved',
    pm25: expect.any(Number),
    location: { type: 'Point' },
  });
  const own = await ask(county, 'type=AirQualityObserved&count=true');
  expect(own.headers['ngsild-results-count']).toBe('2');
  const all = (await ask(chief, 'type=AirQualityObserved&options=keyValues&limit=1000')).json<
    { pm25: number }[]
  >();
  const high = (await ask(chief, 'type=AirQualityObserved&q=pm25>50&options=keyValues&limit=1000')).json<
    object[]
  >();
  expect(high.length).toBe(all.filter((each) => each.pm25 > 50).length);
  const near = await ask(
    chief,
    `georel=near;maxDistance==3000&geometry=Point&coordinates=${encodeURIComponent('[115.8069,32.8834]')}&count=true`,
  );
  expect(Number(near.headers['ngsild-results-count'])).toBeGreaterThan(0);
  const one = await chief.get(`${path}/${shown[0]?.id}`);
  expect(one.json()).toMatchObject({ id: shown[0]?.id, pm25: { type: 'Property', unitCode: 'GQ' } });
  expect(
    (await county.get(`${path}/urn:ngsi-ld:AirQualityObserved:demo-jieshou-air-station-001`)).statusCode,
  ).toBe(404);
  expect((await ask(chief, 'limit=5')).json()).toMatchObject({ code: 'sensing.noCriterion' });
  expect((await ask(chief, 'q=pm25>')).json()).toMatchObject({ code: 'sensing.badRequestData' });
  expect((await city.visitor.get(`${path}?type=Device`)).statusCode).toBe(401);
});

test('a thing model grows, and loses nothing that has readings', async () => {
  const models = (await chief.get('/api/registers/rows/telemetry.thing-model')).json<{
    rows: { id: string; version: number; code: string; name: string; definition: { properties: object[] } }[];
  }>();
  const [model] = models.rows;
  if (model === undefined) throw new Error('no model');
  const save = (properties: object[]) =>
    chief.post('/api/telemetry/models', {
      ...model,
      category: undefined,
      definition: { ...model.definition, properties },
    });
  expect((await save([])).statusCode).toBe(400);
  expect((await save(model.definition.properties.slice(1))).statusCode).toBe(409);
  const grown = await save([
    ...model.definition.properties,
    { name: 'humidity', title: '湿度', type: 'number', unit: '%' },
  ]);
  expect(grown.json()).toMatchObject({ version: model.version + 1 });
});

async function addDevice(protocol: string, address: string): Promise<string> {
  const [model] = (await chief.get('/api/registers/rows/telemetry.thing-model?size=1')).json<{
    rows: { id: string }[];
  }>().rows;
  const made = await chief.post('/api/registers/rows/telemetry.device', {
    values: {
      code: `test-${protocol}-${address}`,
      name: `试验 ${protocol}`,
      model: model?.id,
      protocol,
      address,
      department: 'city-data-resources',
      area: '341202000000',
    },
  });
  expect([made.statusCode, made.body]).toEqual([200, made.body]);
  return made.json<{ row: { id: string } }>().row.id;
}

test('each protocol takes the password that its devices have: four hexadecimal digits of an SL 651 station', async () => {
  const station = await addDevice('sl651', '0034120001');
  const key = (password?: string) =>
    chief.post(`/api/telemetry/devices/${station}/key`, password === undefined ? {} : { password });
  for (const wrong of [undefined, '123', '12345', 'GGGG', '123456']) {
    const reply = await key(wrong);
    expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([400, 'telemetry.wrongSecret']);
  }
  expect((await key('A000')).json()).toMatchObject({ key: 'A000' });
  await chief.post(`/api/telemetry/devices/${station}/stage`, { stage: 'active', reason: '试验启用' });
  const service = city.services.use(telemetry);
  expect(await service.identify('sl651', '0034120001', 'A000', '10.0.0.1')).toBeDefined();
  const host = await addDevice('syslog', 'host-1');
  expect((await chief.post(`/api/telemetry/devices/${host}/key`, {})).statusCode).toBe(409);
});

test('an operator silences devices of his area and of no other; the silence holds', async () => {
  const now = city.clock.now().getTime();
  const silence = (area: string) => ({
    values: {
      reason: '管网检修',
      area,
      from: new Date(now - 60_000).toISOString(),
      to: new Date(now + 3_600_000).toISOString(),
    },
  });
  const path = '/api/registers/rows/telemetry.silence';
  expect((await county.post(path, silence('341203000000'))).statusCode).toBe(403);
  const made = await county.post(path, silence('341202000000'));
  expect([made.statusCode, made.body]).toEqual([200, made.body]);
});

test('the alarm of a device that is put out of use clears, and is closed with a conclusion', async () => {
  const [open] = await alarms(chief, { status: 'raised' });
  const reply = await chief.post(`/api/telemetry/devices/${open?.device}/stage`, {
    stage: 'disabled',
    reason: '设备损坏',
  });
  expect(reply.statusCode).toBe(200);
  const own = await alarms(chief, { device: open?.device ?? '' });
  expect(own.filter(({ status }) => status === 'raised' || status === 'acknowledged')).toEqual([]);
  expect(
    (await chief.post(`/api/telemetry/alarms/${open?.id}/close`, { conclusion: '设备已停用' })).json(),
  ).toEqual({ status: 'closed' });
});

test('among more devices than one answer holds, those near a place are still found', async () => {
  const rows = city.services.use(registers).of(device);
  const [like] = await rows.trusted.findMany(city.store.db, {
    filter: { field: 'protocol', is: 'equal', value: 'mqtt' },
    limit: 1,
  });
  if (like === undefined) throw new Error('no device');
  const { model, area, department } = like;
  const place = like.position ?? { lon: 0, lat: 0 };
  await city.store.transaction((work) =>
    rows.trusted.insertMany(
      work,
      'test',
      Array.from({ length: 5001 }, (_, index) => ({
        code: `many-${index}`,
        name: `试验 ${index}`,
        model,
        area,
        department,
        stage: 'active',
        // In the same county, and further away than is asked for.
        position: { lon: place.lon + 0.001 + index * 1e-7, lat: place.lat },
      })),
    ),
  );
  const at = (lon: number, lat: number) =>
    chief.get(
      `/api/sensing/ngsi-ld/v1/entities?georel=near;maxDistance==50&geometry=Point&coordinates=${encodeURIComponent(`[${lon},${lat}]`)}&count=true`,
    );
  const reply = await at(place.lon, place.lat);
  expect([reply.statusCode, reply.statusCode === 200 ? '' : reply.body]).toEqual([200, '']);
  expect(Number(reply.headers['ngsild-results-count'])).toBeGreaterThan(0);
});
