/** People ask, departments answer: a grant with its quota and term, a planned wish, a correction, one rating each. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../test/support/city.ts';
import catalogue from '../data-catalogue/system.ts';
import collection from '../data-collection/system.ts';
import system from './system.ts';

let city: TestCity;
let first: Caller;
let second: Caller;
let market: Caller;
let ecology: Caller;
beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  await signIn();
}, 240_000);

/** Again on each day of the story. */
async function signIn(): Promise<void> {
  [first, second] = [await city.as('13900000401'), await city.as('13900000402')];
  [market, ecology] = [await city.as('open-3'), await city.as('open-2')];
}
afterAll(() => city.close());

interface Opened {
  readonly id: string;
  readonly number: string;
}
interface Mine {
  readonly grants: readonly { id: string; active: boolean; usedToday: number }[];
  readonly matters: readonly { number: string; state: string; answer: string | null }[];
}

const rowsPath = (code: string, query = '') => `/api/open-data/v1/datasets/${code}/rows${query}`;
const call = (url: string, key?: string) =>
  city.app.inject({ url, headers: key === undefined ? {} : { 'x-api-key': key } });
const mineOf = async (who: Caller) => (await who.get('/api/open-data/mine')).json<Mine>();

async function answer(who: Caller, { id }: Opened, action: string, values: object) {
  const path = `/api/flow/cases/open-data.matter/${id}`;
  const { version } = (await who.get(path)).json<{ version: number }>();
  return who.post(`${path}/acts`, { version, action, values });
}

async function newKey(who: Caller): Promise<string> {
  const made = await who.post('/api/open-data/mine/key');
  expect(made.statusCode, made.body).toBe(200);
  return made.json<{ key: string }>().key;
}

test('有条件开放的数据：没有授权看不到一行，连文件、预览也不给', async () => {
  for (const path of ['/preview', '/file/csv'])
    expect((await city.visitor.get(`/api/open-data/datasets/market-firms${path}`)).json()).toMatchObject({
      code: 'open-data.conditional',
    });
  expect((await call(rowsPath('market-firms'))).json()).toMatchObject({ code: 'open-data.keyNeeded' });
  expect((await call(rowsPath('market-firms'), 'fy_wrong')).json()).toMatchObject({
    code: 'open-data.keyWrong',
  });
  expect((await call(rowsPath('market-firms'), await newKey(first))).json()).toMatchObject({
    code: 'open-data.grantNeeded',
  });
});

test('申请由提供部门审批，同意后按次数和期限调用；终止、到期、换密钥都马上不能用', async () => {
  const path = '/api/open-data/datasets/market-firms/applications';
  const wish = { purpose: '核对供应商是否存续', callsPerDay: 100, days: 30 };
  expect((await city.visitor.post(path, wish)).statusCode).toBe(401);
  const opened = (await first.post(path, wish)).json<Opened>();
  expect((await first.post(path, wish)).json()).toMatchObject({ code: 'open-data.alreadyAsked' });
  // Another department neither sees nor decides it.
  expect((await answer(ecology, opened, 'grant', {})).statusCode).toBeGreaterThanOrEqual(400);
  const granted = await answer(market, opened, 'grant', {
    callsPerDay: 3,
    days: 30,
    answer: '同意，限核验使用',
  });
  expect(granted.statusCode, granted.body).toBe(200);
  const key = await newKey(first);
  const page = (await call(rowsPath('market-firms', '?status=存续&size=2'), key)).json<{
    rows: Record<string, unknown>[];
    total: number;
  }>();
  expect(page.rows).toHaveLength(2);
  expect(page.rows.every((row) => row['status'] === '存续' && !('capital' in row))).toBe(true);
  expect(page.total).toBeLessThan(1200);
  expect((await call(rowsPath('market-firms', '?capital=1'), key)).json()).toMatchObject({
    code: 'open-data.badFilter',
  });
  const codes = [];
  for (let count = 0; count < 4; count += 1)
    codes.push((await call(rowsPath('market-firms', '?size=1'), key)).statusCode);
  expect(codes).toEqual([200, 200, 429, 429]);
  expect(await mineOf(first)).toMatchObject({
    grants: [{ active: true, usedToday: 3 }],
    matters: [{ number: opened.number, state: '同意开放', answer: '同意，限核验使用' }, {}],
  });
  expect((await call(rowsPath('market-firms'), await newKey(second))).statusCode).toBe(403);
  const renewed = await newKey(first);
  expect((await call(rowsPath('market-firms'), key)).statusCode).toBe(401);
  city.clock.advance(24 * 3_600_000);
  await signIn();
  expect((await call(rowsPath('market-firms', '?size=1'), renewed)).statusCode).toBe(200);
  const [grant] = (await mineOf(first)).grants;
  const end = `/api/open-data/grants/${grant?.id}/end`;
  expect((await ecology.post(end, { reason: '不是本部门' })).statusCode).toBe(404);
  expect((await market.post(end, { reason: '超出用途' })).statusCode).toBe(200);
  expect((await call(rowsPath('market-firms'), renewed)).statusCode).toBe(403);
  await first.post('/api/open-data/mine/key/revoke');
  expect((await call(rowsPath('air-daily'), renewed)).statusCode).toBe(401);
});

test('无条件开放的数据也能按密钥取，分页、筛选，按密钥和天计数', async () => {
  const key = await newKey(second);
  const reply = await call(rowsPath('air-daily', '?county=颍州区&county=颍东区&page=2&size=50'), key);
  expect(reply.json()).toMatchObject({ total: 120, page: 2, size: 50, licence: 'fuyang-open-data-1' });
  expect((await call(rowsPath('air-daily', '?page=0'), key)).statusCode).toBe(400);
  const one = (await city.visitor.get('/api/open-data/datasets/air-daily')).json<{ days: object[] }>();
  expect(one.days).toContainEqual(expect.objectContaining({ calls: 1 }));
});

test('数据需求列入计划，公众在开放计划里看到', async () => {
  const wish = { wanted: '公共自行车站点', text: '做骑行路线推荐要用' };
  const opened = (await first.post('/api/open-data/wants', wish)).json<Opened>();
  const authority = await city.as('open-1');
  expect((await answer(authority, opened, 'plan', { month: '2027/3', answer: '好' })).statusCode).toBe(400);
  const planned = await answer(authority, opened, 'plan', { month: '2027-03', answer: '已列入2027年计划' });
  expect(planned.statusCode, planned.body).toBe(200);
  expect((await city.visitor.get('/api/open-data/plan?year=2027')).json()).toMatchObject({
    items: [{ name: '公共自行车站点', month: '2027-03', late: false }],
    rate: null,
  });
});

test('纠错由部门核实后答复；写了手机号的不收', async () => {
  const path = '/api/open-data/datasets/air-daily/mistakes';
  const spoiled = await first.post(path, { text: '请联系我 139 1234 5678' });
  expect(spoiled.json()).toMatchObject({ code: 'open-data.personalInside' });
  const opened = (await first.post(path, { field: 'aqi', text: '9月20日的指数与公报不一致' })).json<Opened>();
  const mended = await answer(ecology, opened, 'mend', { answer: '已按公报更正，下一批生效' });
  expect(mended.statusCode, mended.body).toBe(200);
  expect((await mineOf(first)).matters).toContainEqual(
    expect.objectContaining({ number: opened.number, state: '已更正', answer: '已按公报更正，下一批生效' }),
  );
});

test('一人一评可以改，平均分带人数；评论查看后才公布', async () => {
  const path = '/api/open-data/datasets/air-daily/ratings';
  expect((await city.visitor.post(path, { stars: 5 })).statusCode).toBe(401);
  expect((await second.post(path, { stars: 6 })).statusCode).toBe(400);
  expect((await second.post(path, { stars: 2, comment: '还可以' })).json()).toEqual({
    average: 3.5,
    count: 2,
  });
  expect((await second.post(path, { stars: 4, comment: '改好了' })).json()).toEqual({
    average: 4.5,
    count: 2,
  });
  const comments = async () =>
    (await city.visitor.get('/api/open-data/datasets/air-daily')).json<{ comments: { text: string }[] }>()
      .comments;
  expect((await comments()).map(({ text }) => text)).toEqual(['每天更新，字段清楚，做课题很有用']);
  const { rows } = (await ecology.get('/api/registers/rows/open-data.rating')).json<{
    rows: { id: string; version: number; comment: string }[];
  }>();
  const row = rows.find(({ comment }) => comment === '改好了');
  const shown = await ecology.patch(`/api/registers/rows/open-data.rating/${row?.id}`, {
    version: row?.version,
    values: { shown: true },
  });
  expect(shown.statusCode, shown.body).toBe(200);
  expect((await comments()).map(({ text }) => text)).toContain('改好了');
});
