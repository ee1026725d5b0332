/** The risk of each asset by weights that officials keep, and the day's report with its document. */
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../../kernel/ids.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { alarm } from '../../../../engines/telemetry/contract.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { incident } from '../incident/incident.ts';
import { gasSpace } from '../registers/gas-space.ts';
import { waterNetwork } from '../registers/network.ts';
import { report } from '../registers/report.ts';
import { threshold } from '../registers/standard.ts';
import system from '../system.ts';
import { makeScheduled } from './report/make-reports.ts';

let city: TestCity;
let keeper: Caller;
const day = 86_400_000;

beforeAll(async () => {
  city = await openTestCity({ systems: [system], demo: true });
  await city.store.drain();
  keeper = await city.as('lifeline-keeper');
}, 300_000);
afterAll(() => city?.close());

interface Risks {
  readonly assets: readonly {
    readonly id: string;
    readonly kind: string;
    readonly name: string;
    readonly risk: number | null;
    readonly likelihood: number | null;
    readonly consequence: number | null;
    readonly grade: string | null;
    readonly reasons: readonly { readonly key: string; readonly value: number | null }[];
  }[];
  readonly grades: readonly { readonly grade: string; readonly name: string; readonly assets: number }[];
  readonly unknown: number;
}

async function risks(who = keeper): Promise<Risks> {
  const reply = await who.get('/api/lifeline/risks');
  expect(reply.statusCode).toBe(200);
  return reply.json<Risks>();
}

test('每处设施有可能性、后果、级别和理由；各级之和等于全部；四级是红橙黄蓝', async () => {
  const { assets, grades, unknown } = await risks();
  expect(grades.map(({ name }) => name)).toEqual(['红', '橙', '黄', '蓝']);
  expect(grades.reduce((sum, { assets: count }) => sum + count, unknown)).toBe(assets.length);
  expect(new Set(assets.map(({ kind }) => kind))).toEqual(new Set(['pipe', 'drain', 'gas', 'bridge']));
  for (const { risk, likelihood, consequence, reasons } of assets) {
    expect(risk).toBe(likelihood === null || consequence === null ? null : likelihood * consequence);
    expect(reasons.length).toBeGreaterThan(1);
  }
  expect(new Set(assets.map(({ grade }) => grade)).size).toBeGreaterThan(1);
});

test('管理员改分级，级别随之改变；不合规的权重不收', async () => {
  const list = await keeper.get(
    `/api/registers/rows/lifeline.risk-grade?size=10&where=${encodeURIComponent(JSON.stringify({ grade: '1' }))}`,
  );
  const [red] = list.json<{ rows: { id: string; version: number }[] }>().rows;
  const changed = await keeper.patch(`/api/registers/rows/lifeline.risk-grade/${red?.id}`, {
    version: red?.version,
    values: { from: 0 },
  });
  expect(changed.statusCode).toBe(200);
  const { assets, unknown } = await risks();
  expect(assets.filter(({ grade }) => grade === '1').length).toBe(assets.length - unknown);
  const version = changed.json<{ row: { version: number } }>().row.version;
  const wrong = await keeper.patch(`/api/registers/rows/lifeline.risk-grade/${red?.id}`, {
    version,
    values: { from: 2 },
  });
  expect(wrong.statusCode).toBe(400);
});

const measureOf = (found: Risks, name: string, key: string) =>
  found.assets.find((each) => each.name === name)?.reasons.find((each) => each.key === key);

test('告警数只算安全阈值的规则；别的规则报两万多条也不影响，也不会读爆', async () => {
  const rows = city.services.use(registers);
  const [space] = await rows.of(gasSpace).trusted.findMany(city.store.db, { limit: 1 });
  const [safety] = await rows.of(threshold).trusted.findMany(city.store.db, {
    filter: { field: 'key', is: 'equal', value: 'gas-methane-3' },
    limit: 1,
  });
  const value = async () => measureOf(await risks(), space?.name ?? '', 'gas-alarms')?.value;
  const before = await value();
  const make = (rule: string | null, count: number) =>
    city.store.transaction((work) =>
      rows.of(alarm).trusted.insertMany(
        work,
        'test',
        Array.from({ length: count }, () => ({
          title: '试验',
          level: '3',
          status: 'closed',
          device: space?.device ?? '',
          rule,
          raisedAt: work.now.toISOString(),
        })),
      ),
    );
  await make(newId(), 20_001);
  expect(await value()).toBe(before);
  await make(safety?.rule ?? null, 2);
  expect(await value()).toBe((before ?? 0) + 2);
});

test('粗糙系数按管网的水头损失公式评分，别的公式的因子不算“没有数据”', async () => {
  const rows = city.services.use(registers);
  const pipe = async () => {
    const { assets } = await risks();
    return assets.find(({ kind }) => kind === 'pipe')?.reasons.filter(({ key }) => key.includes('roughness'));
  };
  expect(await pipe()).toMatchObject([{ key: 'pipe-roughness' }]);
  const [network] = await rows.of(waterNetwork).trusted.findMany(city.store.db, { limit: 1 });
  if (network === undefined) throw new Error('no network');
  await city.store.transaction((work) =>
    rows.of(waterNetwork).trusted.update(work, 'test', network, { headloss: 'D-W' }),
  );
  expect(await pipe()).toMatchObject([{ key: 'pipe-roughness-dw', score: 1 }]);
});

test('没有权限的看不到；只看得到自己单位设施的，只有那些', async () => {
  expect((await city.visitor.get('/api/lifeline/risks')).statusCode).toBe(401);
  const gas = await risks(await city.as('lifeline-gas'));
  expect(new Set(gas.assets.map(({ kind }) => kind))).toEqual(new Set(['gas']));
});

interface Report {
  readonly status: string;
  readonly progress: number;
  readonly title: string;
  readonly figures: readonly {
    readonly key: string;
    readonly value: number | null;
    readonly before: number | null;
  }[];
  readonly incidents: readonly { readonly number: string }[];
}

async function made(id: string): Promise<Report> {
  await expect
    .poll(async () => (await keeper.get(`/api/lifeline/reports/${id}`)).json<Report>().status, {
      timeout: 30_000,
    })
    .toBe('done');
  return (await keeper.get(`/api/lifeline/reports/${id}`)).json<Report>();
}

test('日报：没有结束的日子不生成；昨日的立案数、上期为零记“—”，PDF 里有事件', async () => {
  const today = await keeper.post('/api/lifeline/reports', { kind: 'day', day: '2026-11-23' });
  expect(today.statusCode).toBe(400);
  expect(today.json<{ code: string }>().code).toBe('lifeline.periodRunning');
  city.clock.advance(day);
  keeper = await city.as('lifeline-keeper');
  const asked = await keeper.post('/api/lifeline/reports', { kind: 'day', day: '2026-11-23' });
  expect(asked.statusCode).toBe(200);
  const { id } = asked.json<{ id: string }>();
  const found = await made(id);
  const cases = await city.services
    .use(registers)
    .of(incident)
    .trusted.findMany(city.store.db, { limit: 10 });
  expect(found).toMatchObject({ progress: 100, title: '城市生命线日报 2026-11-23' });
  expect(found.figures.find(({ key }) => key === 'opened')).toMatchObject({ value: cases.length, before: 0 });
  expect(found.figures.find(({ key }) => key === 'hours')).toMatchObject({ value: null });
  expect(found.incidents.map(({ number }) => number)).toEqual(cases.map(({ number }) => number));
  const file = await keeper.get(`/api/lifeline/reports/${id}/file`);
  expect(file.headers['content-type']).toContain('application/pdf');
  const pdf = await pdfjs.getDocument({ data: new Uint8Array(file.rawPayload), verbosity: 0 }).promise;
  const content = await (await pdf.getPage(1)).getTextContent();
  const text = content.items
    .map((item) => ('str' in item ? item.str : ''))
    .join('')
    .replaceAll(/\s/g, '');
  expect(text).toContain('联合处置立案');
  expect(text).toContain(cases[0]?.number ?? '');
  expect(text).toContain('—');
});

test('定时生成不另起一份：同一天重做，版本增加；没有权限的不能生成也看不到', async () => {
  const rows = city.services.use(registers).of(report).trusted;
  const [before] = await rows.findMany(city.store.db, { limit: 5 });
  await makeScheduled(city.services);
  await made(before?.id ?? '');
  const after = await rows.findMany(city.store.db, { limit: 5 });
  expect(after).toHaveLength(1);
  expect(after[0]?.version).toBeGreaterThan(before?.version ?? 0);
  const gas = await city.as('lifeline-gas');
  expect((await gas.post('/api/lifeline/reports', { kind: 'day', day: '2026-11-22' })).statusCode).toBe(403);
  expect((await gas.get(`/api/lifeline/reports/${before?.id}`)).statusCode).toBe(403);
});
