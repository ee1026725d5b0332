/** The twin view: how devices stand now and stood an hour ago, whose they are, what belongs to them, and what there is no room for. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineContract } from '../../../../../kernel/contract.ts';
import { area, defineRegister, department, json, point, ref, text } from '../../../../../kernel/register.ts';
import { defineSystem } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { device, rule, RuleDefinition, thingModel } from '../../../../../engines/telemetry/contract.ts';
import { telemetry } from '../../../../../engines/telemetry/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import { contextEntity } from '../../registers/context-entity.ts';
import type { Placed, TwinEntity } from '../../routes/twin-routes.ts';
import system from '../../system.ts';

const whole = '341200000000';
const yingzhou = '341202000000';
const jieshou = '341282000000';
const box = 'box=115,32.3,116.7,33.6';
const minute = 60_000;

const owned = {
  area: area({ title: '区划', required: true }),
  department: department({ title: '部门', required: true }),
  position: point({ title: '位置' }),
} as const;
const governed = {
  owner: 'city-drainage',
  share: 'none',
  open: 'none',
  allow: { read: 'read' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'name',
} as const;
const name = text({ title: '名称', required: true });
const pit = defineRegister({
  title: '窨井',
  ...governed,
  fields: {
    name,
    ...owned,
    device: ref({ title: '监测仪', to: 'telemetry.device' }),
    upstream: ref({ title: '上游窨井', to: 'drains.pit' }),
  },
});
const pipe = defineRegister({
  title: '管段',
  ...governed,
  fields: { name, ...owned, line: json({ title: '走向' }) },
});

/** A system of the city that has devices of its own. */
const drains = defineSystem({
  contract: defineContract({
    id: 'drains',
    title: '排水',
    task: 'governance',
    plan: [],
    permissions: { read: '查看' },
    roles: { keeper: { title: '管养员', allow: ['read'], reach: 'area' } },
    registers: { pit, pipe },
    layers: { pit: { title: '窨井', from: 'pit', point: 'position', allow: 'read', properties: ['name'] } },
    theme: {
      title: '排水',
      order: 1,
      devices: ['排水'],
      layers: ['pit'],
      lines: [{ title: '排水管段', from: 'pipe', line: 'line', colour: '#1257b8' }],
    },
    routes: {},
  }),
  handlers: {},
});

let city: TestCity;
let ids: Readonly<Record<'upper' | 'lower' | 'far' | 'silent' | 'air', string>>;
let everyone: Caller;
let near: Caller;
let watcher: Caller;
let keeper: Caller;

async function makeDevices() {
  const rows = city.services.use(registers);
  return city.store.transaction(async (work) => {
    const models = rows.of(thingModel).trusted;
    const gauge = await models.insert(work, 'test', {
      code: 'well-gauge',
      name: '液位仪',
      category: '排水',
      definition: {
        expectSeconds: 600,
        properties: [
          { name: 'battery', title: '电量', type: 'number', unit: '%' },
          { name: 'level', title: '水位', type: 'number', unit: 'm', precision: 2 },
        ],
      },
    });
    const air = await models.insert(work, 'test', {
      code: 'air-box',
      name: '空气站',
      category: '生态环境',
      definition: { properties: [{ name: 'pm25', title: 'PM2.5', type: 'number', unit: 'ug/m3' }] },
    });
    await rows.of(rule).trusted.insert(work, 'test', {
      name: '水位高',
      level: '1',
      source: '测试',
      model: gauge.id,
      enabled: true,
      definition: RuleDefinition.parse({
        model: gauge.id,
        condition: { leaves: [{ kind: 'threshold', property: 'level', is: 'above', value: 3, clear: 2 }] },
      }),
    });
    const make = async (code: string, model: string, where: string, lon: number, lat: number) => {
      const { id } = await rows.of(device).trusted.insert(work, 'test', {
        code,
        name: `${code} 号`,
        model,
        area: where,
        stage: 'active',
        department: 'city-drainage',
        position: { lon, lat },
      });
      return id;
    };
    const upper = await make('upper', gauge.id, yingzhou, 115.8, 32.9);
    const lower = await make('lower', gauge.id, yingzhou, 115.81, 32.9);
    const far = await make('far', gauge.id, jieshou, 115.37, 33.25);
    const silent = await make('silent', gauge.id, yingzhou, 115.82, 32.91);
    const station = await make('air', air.id, yingzhou, 115.83, 32.91);
    const place = { area: yingzhou, department: 'city-drainage', position: { lon: 115.8, lat: 32.9 } };
    const first = await rows
      .of(pit)
      .trusted.insert(work, 'test', { ...place, name: '一号井', device: upper });
    await rows
      .of(pit)
      .trusted.insert(work, 'test', { ...place, name: '二号井', device: lower, upstream: first.id });
    const line = [
      [115.8, 32.9],
      [115.81, 32.9],
    ];
    await rows.of(pipe).trusted.insert(work, 'test', { ...place, name: '干管', line });
    await rows.of(pipe).trusted.insert(work, 'test', {
      ...place,
      name: '支管',
      line: { type: 'LineString', coordinates: line },
    });
    await rows.of(pipe).trusted.insert(work, 'test', { ...place, name: '没有走向的管' });
    return { upper, lower, far, silent, air: station };
  });
}

async function report(id: string, property: string, value: number, quality: 'good' | 'fault' = 'good') {
  const at = city.clock.now().getTime();
  const engine = city.services.use(telemetry);
  const [outcome] = await engine.ingest([{ device: id, property, at, value, quality, receivedAt: at }]);
  expect(outcome?.kind).toBe('stored');
  await engine.settle();
}

beforeAll(async () => {
  city = await openTestCity({ systems: [{ ...system, seed: async () => undefined }, drains], demo: true });
  const posts = (where: string, ...roles: string[]) =>
    roles.map((role) => ({ role, department: 'city-drainage', area: where }));
  const official = (account: string, given: ReturnType<typeof posts>) => ({
    account,
    name: account,
    kind: 'official' as const,
    posts: given,
  });
  await city.access.admin.createDemoPeople([
    official('everyone', posts(whole, 'sensing:duty', 'telemetry:viewer', 'drains:keeper')),
    official('near', posts(jieshou, 'sensing:duty', 'telemetry:viewer')),
    official('watcher', posts(whole, 'sensing:duty')),
    official('keeper', posts(whole, 'drains:keeper')),
  ]);
  ids = await makeDevices();
  await city.services.use(telemetry).reload();
  for (const one of [ids.upper, ids.lower, ids.far]) await report(one, 'level', 1);
  await report(ids.air, 'pm25', 75);
  await city.store.drain();
  [everyone, near, watcher, keeper] = await Promise.all([
    city.as('everyone'),
    city.as('near'),
    city.as('watcher'),
    city.as('keeper'),
  ]);
}, 120_000);
afterAll(() => city.close());

async function read<T>(who: Caller, path: string): Promise<T> {
  const reply = await who.get(`/api/sensing/twin${path}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<T>();
}

interface View {
  readonly entities: readonly Placed[] | null;
  readonly kinds: readonly { readonly title: string; readonly measure: { readonly to: number } | null }[];
  readonly moreEntities: boolean;
  readonly cells: readonly { readonly counts: Readonly<Record<string, number>> }[];
}

async function view(who: Caller, more = ''): Promise<ReadonlyMap<string, Placed>> {
  const { entities } = await read<View>(who, `/view?${box}${more}`);
  return new Map((entities ?? []).map((each) => [each[2], each]));
}

test('each stands as its alarms and its line say, with the value that is compared', async () => {
  const { entities, kinds } = await read<View>(everyone, `/view?${box}`);
  const [upper] = (entities ?? []).filter((each) => each[2] === 'upper 号');
  expect(upper?.slice(0, 6)).toEqual(['device', ids.upper, 'upper 号', 115.8, 32.9, 'normal']);
  // Of the gauge's two numbers the table names the level: 1 m of 4.
  expect(upper?.slice(7)).toEqual([1, 0.25]);
  expect(kinds[upper?.[6] ?? -1]).toMatchObject({ title: '液位仪', measure: { title: '水位', to: 4 } });
  expect((await view(everyone)).get('silent 号')?.[5]).toBe('offline');
  const { counts } = await read<{ counts: object }>(everyone, '/city');
  expect(counts).toEqual({ alarm: 0, attention: 0, offline: 1, normal: 4 });
});

test('what the viewer may not see is not there', async () => {
  expect([...(await view(near)).keys()]).toEqual(['far 号']);
  expect((await near.get(`/api/sensing/twin/entities/device/${ids.upper}`)).statusCode).toBe(404);
  expect(await view(watcher)).toEqual(new Map());
  expect(await read(watcher, '/city')).toMatchObject({ counts: { normal: 0 }, alarms: [] });
  expect(await read(near, `/lines?${box}`)).toEqual({ lines: [] });
  for (const path of ['/themes', '/city', `/view?${box}`, '/rows', `/lines?${box}`]) {
    expect((await keeper.get(`/api/sensing/twin${path}`)).statusCode, path).toBe(403);
    expect((await city.visitor.get(`/api/sensing/twin${path}`)).statusCode, path).toBe(401);
  }
});

test('themes come from the contracts, each with its devices, layers and lines', async () => {
  const { themes } = await read<{ themes: { id: string; layers: string[]; hasLines: boolean }[] }>(
    everyone,
    '/themes',
  );
  expect(themes).toEqual([
    { id: 'all', title: '全部', layers: ['drains.pit'], hasLines: true },
    { id: 'drains', title: '排水', layers: ['drains.pit'], hasLines: true },
  ]);
  const seen = await read<{ themes: { layers: string[] }[] }>(near, '/themes');
  expect(seen.themes[1]?.layers).toEqual([]);
  expect([...(await view(everyone, '&theme=drains')).keys()].toSorted()).toEqual([
    'far 号',
    'lower 号',
    'silent 号',
    'upper 号',
  ]);
  expect((await everyone.get(`/api/sensing/twin/view?${box}&theme=nothing`)).statusCode).toBe(404);
  const { lines } = await read<{ lines: { title: string; rows: { name: string; line: number[][] }[] }[] }>(
    everyone,
    `/lines?${box}&theme=drains`,
  );
  expect(lines.map(({ title, rows }) => [title, rows.map((row) => row.name).toSorted()])).toEqual([
    ['排水管段', ['干管', '支管']],
  ]);
  expect(lines[0]?.rows[0]?.line).toEqual([
    [115.8, 32.9],
    [115.81, 32.9],
  ]);
});

test('an alarm, its end and its closing are seen, now and as they were', async () => {
  city.clock.set(new Date(city.clock.now().getTime() + 5 * minute));
  await report(ids.upper, 'level', 3.6);
  const raised = city.clock.now().toISOString();
  expect((await view(everyone)).get('upper 号')?.slice(5)).toEqual(['alarm', expect.any(Number), 3.6, 0.9]);
  const { alarms } = await read<{ alarms: { device: string; title: string; lon: number }[] }>(
    everyone,
    '/city',
  );
  expect(alarms).toMatchObject([{ device: ids.upper, title: 'upper 号 水位高', lon: 115.8 }]);
  // Another county's alarm is no news here.
  expect((await read<{ alarms: unknown[] }>(near, '/city')).alarms).toEqual([]);

  city.clock.set(new Date(city.clock.now().getTime() + 5 * minute));
  await report(ids.upper, 'level', 1.2);
  expect((await view(everyone)).get('upper 号')?.slice(5)).toEqual([
    'attention',
    expect.any(Number),
    1.2,
    0.3,
  ]);

  const before = new Date(Date.parse(raised) - minute).toISOString();
  expect((await view(everyone, `&at=${raised}`)).get('upper 号')?.[5]).toBe('alarm');
  expect((await view(everyone, `&at=${raised}`)).get('upper 号')?.[7]).toBe(3.6);
  expect((await view(everyone, `&at=${before}`)).get('upper 号')?.slice(5)).toEqual([
    'normal',
    expect.any(Number),
    1,
    0.25,
  ]);
  const then = await read<TwinEntity>(everyone, `/entities/device/${ids.upper}?at=${raised}`);
  expect(then.alarms.map(({ title }) => title)).toEqual(['upper 号 水位高']);
  expect(then.values.find(({ property }) => property === 'level')?.value).toBe(3.6);
  const { counts } = await read<{ counts: object }>(everyone, `/city?at=${raised}`);
  expect(counts).toEqual({ alarm: 1, attention: 0, offline: 1, normal: 3 });
});

test('only the last hours can be looked at, and no hour to come', async () => {
  const hoursAway = (hours: number) =>
    new Date(city.clock.now().getTime() + hours * 60 * minute).toISOString();
  for (const hours of [-25, 1]) {
    const reply = await everyone.get(`/api/sensing/twin/view?${box}&at=${hoursAway(hours)}`);
    expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([400, 'sensing.twinOutOfTime']);
  }
  // Nothing had reported yet: all of them were silent.
  const early = await view(everyone, `&at=${hoursAway(-20)}`);
  expect(new Set([...early.values()].map((each) => each[5]))).toEqual(new Set(['offline']));
});

test('a value that does not count makes no column, and says why on the card', async () => {
  city.clock.set(new Date(city.clock.now().getTime() + minute));
  await report(ids.lower, 'level', 2, 'fault');
  expect((await view(everyone)).get('lower 号')?.slice(7)).toEqual([null, null]);
  const card = await read<TwinEntity>(everyone, `/entities/device/${ids.lower}`);
  expect(card.values.find(({ property }) => property === 'level')).toMatchObject({
    value: 2,
    quality: 'fault',
  });
});

test('the card tells what it belongs to, what lies upstream, and its neighbours', async () => {
  const card = await read<TwinEntity>(everyone, `/entities/device/${ids.lower}`);
  expect(card).toMatchObject({
    uri: 'urn:ngsi-ld:Device:lower',
    areaName: '颍州区',
    curve: 'level',
    model: '液位仪',
  });
  expect(
    card.relations.map(({ title, name: who, entity, row }) => [title, who, entity?.id, row?.register]),
  ).toEqual([
    ['窨井', '二号井', undefined, 'drains.pit'],
    ['上游窨井', '一号井', ids.upper, 'drains.pit'],
  ]);
  expect(card.near.map((each) => each.id)).toContain(ids.upper);
  // Who may not read the wells is told nothing of them.
  await city.access.admin.createDemoPeople([
    {
      account: 'plain',
      name: '只看设备',
      kind: 'official',
      posts: ['sensing:duty', 'telemetry:viewer'].map((role) => ({
        role,
        department: 'city-gas',
        area: whole,
      })),
    },
  ]);
  const other = await read<TwinEntity>(await city.as('plain'), `/entities/device/${ids.lower}`);
  expect(other.relations).toEqual([]);
});

test('entities of other platforms stand beside the devices, with their relationships', async () => {
  const made = await city.services.use(store).transaction((work) =>
    city.services
      .use(registers)
      .of(contextEntity)
      .trusted.insert(work, 'test', {
        uri: 'urn:ngsi-ld:Alert:a1',
        type: 'Alert',
        name: '路面积水',
        area: yingzhou,
        department: 'city-drainage',
        position: { lon: 115.805, lat: 32.9 },
        attributes: {
          severity: { type: 'Property', value: 'high' },
          depth: { type: 'Property', value: 0.3, unitCode: 'MTR' },
          alertSource: { type: 'Relationship', object: 'urn:ngsi-ld:Device:upper' },
        },
      }),
  );
  expect((await view(everyone)).get('路面积水')?.slice(0, 6)).toEqual([
    'entity',
    made.id,
    '路面积水',
    115.805,
    32.9,
    'attention',
  ]);
  const card = await read<TwinEntity>(everyone, `/entities/entity/${made.id}`);
  expect(card).toMatchObject({
    model: '外部系统告警',
    values: [
      { property: 'depth', title: 'depth', unit: 'm', value: 0.3 },
      { property: 'severity', title: '严重程度', words: 'high' },
    ],
  });
  expect(card.relations).toEqual([
    { title: '来源', name: 'upper 号', entity: { kind: 'device', id: ids.upper }, row: null },
  ]);
  expect([...(await view(near)).keys()]).toEqual(['far 号']);
  expect((await near.get(`/api/sensing/twin/entities/entity/${made.id}`)).statusCode).toBe(404);
});

test('entities of other platforms for which there is no room are not left out in silence', async () => {
  const positioned = await read<View>(everyone, `/view?${box}`);
  expect(positioned.moreEntities).toBe(false);
  const change = (name: string, value: number) =>
    city.store.transaction((work) => city.store.settings.change(work, name, value));
  await city.store.transaction((work) =>
    city.services
      .use(registers)
      .of(contextEntity)
      .trusted.insertMany(
        work,
        'test',
        Array.from({ length: 8 }, (_, index) => ({
          uri: `urn:ngsi-ld:ParkingSpot:p${index}`,
          type: 'ParkingSpot',
          area: yingzhou,
          department: 'city-drainage',
          position: { lon: 115.81 + index / 1000, lat: 32.9 },
          attributes: {},
        })),
      ),
  );
  await change('sensing.twin-entities', 10);
  const cut = await read<View>(everyone, `/view?${box}`);
  await change('sensing.twin-entities', 1500);
  expect([cut.entities?.length, cut.moreEntities]).toEqual([10, true]);
  const whole = await read<View>(everyone, `/view?${box}`);
  expect(whole.moreEntities).toBe(false);
});

test('rows behind the numbers, the gravest first', async () => {
  const all = await read<{ total: number; rows: { name: string; state: string }[] }>(
    everyone,
    '/rows?size=2',
  );
  expect(all.total).toBe(5);
  expect(all.rows.map(({ name: who, state }) => [who, state])).toEqual([
    ['upper 号', 'attention'],
    ['silent 号', 'offline'],
  ]);
  const offline = await read<{ total: number; rows: { model: string; value: null }[] }>(
    everyone,
    '/rows?state=offline',
  );
  expect(offline).toMatchObject({ total: 1, rows: [{ model: '液位仪', areaName: '颍州区', value: null }] });
  expect((await everyone.get('/api/sensing/twin/rows?state=unknown')).statusCode).toBe(400);
});

test('more than fit are counted by cells, and none is lost', async () => {
  const rows = city.services.use(registers);
  const [model] = await rows.of(thingModel).trusted.findMany(city.store.db, {
    filter: { field: 'code', is: 'equal', value: 'well-gauge' },
    limit: 1,
  });
  const many = Array.from({ length: 1600 }, (_, index) => ({
    code: `many-${index}`,
    name: `many-${index}`,
    model: model?.id ?? '',
    area: yingzhou,
    stage: 'active',
    department: 'city-drainage',
    position: { lon: 115.75 + (index % 40) * 0.003, lat: 32.86 + Math.floor(index / 40) * 0.002 },
  }));
  await city.store.transaction((work) => rows.of(device).trusted.insertMany(work, 'test', many));
  const { entities, cells } = await read<View>(everyone, `/view?${box}`);
  expect(entities).toBeNull();
  const sum = cells.flatMap(({ counts }) => Object.values(counts)).reduce((total, each) => total + each, 0);
  expect(sum).toBe(1605);
  expect(cells.length).toBeLessThanOrEqual(24 * 24);
  expect(cells.reduce((total, { counts }) => total + (counts['attention'] ?? 0), 0)).toBe(1);
  // Closer by they are seen one by one.
  expect((await read<View>(everyone, '/view?box=115.799,32.899,115.811,32.901')).entities).not.toBeNull();
});
