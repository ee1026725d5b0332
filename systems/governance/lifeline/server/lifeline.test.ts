/** A pipe of the demo network leaks: alarms, one joint case, ranked pipes, valves, and its end; and what an import of a model refuses. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Row } from '../../../../kernel/register.ts';
import { systemPrincipal } from '../../../../engines/access/index.ts';
import { flow } from '../../../../engines/flow/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { telemetry } from '../../../../engines/telemetry/service.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { incident } from '../incident/incident.ts';
import { threshold } from '../registers/standard.ts';
import { demoLeak } from '../seed.ts';
import system from '../system.ts';
import { findDemoNetwork, leakingDay, reportReadings } from './demo/report-readings.ts';
import { locateIncident } from './incident/locate-incident.ts';

let city: TestCity;
let analyst: Caller;
let network = '';
let id = '';

interface Analysis {
  analysis: { ranked: { pipe: string; probability: number }[]; loss: number } | null;
}

beforeAll(async () => {
  city = await openTestCity({ systems: [system], demo: true });
  await city.services.use(telemetry).settle();
  await city.store.drain();
  analyst = await city.as('lifeline-analyst');
  network = (await findDemoNetwork(city.services))?.id ?? '';
}, 300_000);
afterAll(() => city?.close());

async function cases() {
  return city.services.use(registers).of(incident).trusted.findMany(city.store.db, { limit: 50 });
}

test('阈值生成了判定规则，没有未能启用的', async () => {
  const rows = await city.services
    .use(registers)
    .of(threshold)
    .trusted.findMany(city.store.db, { limit: 50 });
  expect(rows.map(({ rule, problem }) => [rule !== null, problem])).toEqual(rows.map(() => [true, null]));
});

test('许多测点报警，只开一件联合处置，级别取最重，协同单位按标准', async () => {
  const all = await cases();
  expect(all).toHaveLength(1);
  const [row] = all;
  id = row?.id ?? '';
  expect(row).toMatchObject({ kind: 'water', stage: 'assess', lead: 'city-water-supply', network });
  expect(row?.alarms).toBeGreaterThan(1);
  expect(row?.level).toBe('2');
});

test('研判把真正漏水的管段排进前三，漏量相差不到四成', async () => {
  await locateIncident(city.services, id);
  const reply = await analyst.get(`/api/lifeline/incidents/${id}/analysis`);
  const { analysis } = reply.json<Analysis>();
  const names = analysis?.ranked.map(({ pipe }) => pipe) ?? [];
  expect(names.slice(0, 3)).toContain(demoLeak.pipe);
  const run = await leakingDay(city.services, demoLeak, city.clock.now().getTime() - 240_000);
  const { leaking } = run.states.find((state) => state.leaking > 0) ?? { leaking: 0 };
  expect(Math.abs((analysis?.loss ?? 0) / leaking - 1)).toBeLessThan(0.4);
  expect(analysis?.ranked.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1.001);
});

test('关阀方案经水力模型核实：管段里不再有水流，停水用户数得出', async () => {
  const reply = await analyst.get(`/api/lifeline/networks/${network}/closure?pipe=${demoLeak.pipe}`);
  expect(reply.statusCode).toBe(200);
  const plan = reply.json<{
    nearest: { valves: unknown[]; dry: string[]; users: number; verified: boolean; problem: string | null };
  }>();
  expect(plan.nearest.problem).toBeNull();
  expect(plan.nearest.verified).toBe(true);
  expect(plan.nearest.valves.length).toBeGreaterThan(0);
  const unknown = await analyst.get(`/api/lifeline/networks/${network}/closure?pipe=ZZ`);
  expect([unknown.statusCode, unknown.json<{ code: string }>().code]).toEqual([404, 'lifeline.pipeUnknown']);
});

test('模型校核不用漏损以来的读数，演示读数本由模型而来，所以系数接近 1；别的管网不存在', async () => {
  const reply = await analyst.post(`/api/lifeline/networks/${network}/calibrate`, {});
  expect(reply.statusCode).toBe(200);
  const found = reply.json<{
    to: string;
    demand: { factor: number; spread: number };
    groups: { factor: number; pipes: number }[];
    fitted: { before: number; after: number };
    heldOut: { before: number; after: number };
    sensors: { kind: string; heldOut: boolean }[];
  }>();
  const [row] = await cases();
  expect(Date.parse(found.to)).toBeLessThan(Date.parse(row?.happenedAt ?? ''));
  expect(found.groups.reduce((sum, { pipes }) => sum + pipes, 0)).toBeGreaterThan(40);
  expect(Math.abs(found.demand.factor - 1)).toBeLessThan(0.1);
  expect(found.fitted.after).toBeLessThanOrEqual(found.fitted.before);
  const pressure = found.sensors.filter(({ kind }) => kind === 'pressure');
  expect(pressure.filter(({ heldOut }) => heldOut)).toHaveLength(Math.floor(pressure.length / 4));
  const elsewhere = await analyst.post(
    '/api/lifeline/networks/00000000-0000-7000-8000-000000000000/calibrate',
    {},
  );
  expect(elsewhere.statusCode).toBe(404);
}, 60_000);

async function act(who: string, action: string, values: object, more: object = {}) {
  const caller = await city.as(who);
  const path = `/api/flow/cases/lifeline.incident/${id}`;
  const { version } = (await caller.get(path)).json<{ version: number }>();
  const reply = await caller.post(`${path}/acts`, { version, action, opinion: '已核实', values, ...more });
  return [reply.statusCode, reply.statusCode === 200 ? undefined : reply.json<{ code: string }>().code];
}

function jointOf(row: Row<typeof incident> | undefined): readonly string[] {
  return Array.isArray(row?.joint) ? row.joint : [];
}

test('研判须写管段；派单后主办和协同都办完才复核；评估后结案并记下定位名次', async () => {
  expect(await act('lifeline-analyst', 'confirm', { assessment: '无施工' })).toEqual([
    400,
    'lifeline.pipeMissing',
  ]);
  expect(await act('lifeline-analyst', 'confirm', { assessment: '无施工', pipe: 'ZZ' })).toEqual([
    404,
    'lifeline.pipeUnknown',
  ]);
  expect(await act('lifeline-analyst', 'confirm', { assessment: '无施工', pipe: demoLeak.pipe })).toEqual([
    200,
    undefined,
  ]);
  expect(await act('lifeline-analyst', 'send', {})).toEqual([200, undefined]);
  const [sent] = await cases();
  expect(sent?.likelihood).toBeGreaterThan(0);
  for (const [unit, who] of [
    ['city-urban-management', 'lifeline-urban'],
    ['city-emergency', 'lifeline-emergency'],
    ['city-traffic-police', 'lifeline-traffic'],
  ] as const)
    if (jointOf(sent).includes(unit)) expect(await act(who, 'done', {})).toEqual([200, undefined]);
  expect(
    await act('lifeline-owner', 'done', { foundPipe: demoLeak.pipe, handling: '关阀开挖，更换 2 米管道' }),
  ).toEqual([200, undefined]);
  expect(await act('lifeline-analyst', 'pass', { recheck: '压力恢复' })).toEqual([200, undefined]);
  expect(
    await act('lifeline-supervisor', 'close', { cause: '管道腐蚀', lesson: '列入改造', rating: 'good' }),
  ).toEqual([200, undefined]);
  const [row] = await cases();
  expect(row).toMatchObject({ status: 'closed', outcome: 'closed' });
  expect(row?.rank).toBeLessThanOrEqual(3);
  const timeline = await city.services.use(flow).timeline(systemPrincipal, 'lifeline.incident', id);
  expect(timeline.map(({ title }) => title)).toContain('评估并结案');
});

test('结案后再漏，开新的一件', async () => {
  const minute = 60_000;
  const now = () => Math.floor(city.clock.now().getTime() / minute) * minute;
  city.clock.advance(30 * minute);
  await reportReadings(city.services, [now() - 4 * minute]);
  const run = await leakingDay(city.services, { pipe: 'P40', share: 0.5, coefficient: 4 }, now());
  await reportReadings(city.services, [now()], run);
  await city.services.use(telemetry).settle();
  await city.store.drain();
  expect(await cases()).toHaveLength(2);
});

const placement = { datum: 'local', x: 1400, y: 1040, lon: 115.795, lat: 32.886, scale: 1 };
const about = { code: 'test-1', name: '试验片区', area: '341202000000', department: 'city-water-supply' };

async function importModel(text: string | Uint8Array, change: object = {}) {
  const keeper = await city.as('lifeline-keeper');
  const file = await keeper.upload('model.txt', 'text/plain', Buffer.from(text));
  const reply = await keeper.post('/api/lifeline/networks', { ...about, placement, file, ...change });
  return {
    status: reply.statusCode,
    body: reply.json<{ code?: string; id?: string; problems?: { message: string }[] }>(),
  };
}

// As long as the task of a thread that never answers may take to get another one.
test('导入模型：错误逐行说明，一点不写；正确的写入节点和管段', { timeout: 180_000 }, async () => {
  const demo = await readFile(new URL('../data/demo-network.inp', import.meta.url), 'utf8');
  const broken = await importModel(demo.replace('J12\t', 'J12\tx').replace('P05\tJ11', 'P05\tJ77'));
  expect([broken.status, broken.body.code]).toEqual([400, 'lifeline.modelRefused']);
  expect(broken.body.problems?.map(({ message }) => message).join('')).toMatch(/第 \d+ 行：.*不是数字/);
  const unsolved = await importModel(demo.replaceAll('HEAD C1', 'HEAD C9'));
  expect(unsolved.body.problems?.map(({ message }) => message).join('')).toContain('引用了不存在的曲线');
  const away = await importModel(demo, { placement: { ...placement, lon: 100 } });
  expect(away.body.code).toBe('lifeline.placedOutside');
  const good = await importModel(demo);
  expect(good.status).toBe(200);
  const state = await analyst.get(`/api/lifeline/networks/${good.body.id}/state?hour=8`);
  expect(state.json<{ nodes: { pressure: number }[] }>().nodes.length).toBe(34);
  const again = await importModel(demo);
  expect(again.status).toBe(409);
});
