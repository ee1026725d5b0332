/** What keepers and readers of rules meet: whose rules they are, one message when something breaks or heals, hidden values, checks that start by themselves. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { completeUnifiedCreditCode } from '../../../../kernel/check-characters.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { access, type FieldPolicy } from '../../../../engines/access/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import catalogue from '../../data-catalogue/system.ts';
import collection from '../../data-collection/system.ts';
import system from '../system.ts';
import { runNightly } from './nightly.ts';

let city: TestCity;
let steward: Caller;
let market: Caller;
let ecology: Caller;
let reader: Caller;
let labour: Caller;
const sets: Record<string, { id: string; source: string }> = {};

beforeAll(async () => {
  city = await openTestCity({ systems: [collection, catalogue, system], demo: true });
  await city.store.drain();
  [steward, market, reader, ecology, labour] = (await Promise.all(
    ['quality-1', 'quality-2', 'quality-3', 'quality-4', 'quality-5'].map((account) => city.as(account)),
  )) as [Caller, Caller, Caller, Caller, Caller];
  const found = await list<{ code: string; id: string; source: string }>(steward, 'data-collection.dataset');
  for (const { code, id, source } of found) sets[code] = { id, source };
}, 240_000);
afterAll(() => city.close());

async function list<T>(who: Caller, register: string, where: object = {}): Promise<readonly T[]> {
  const reply = await who.get(
    `/api/registers/rows/${register}?size=200&where=${encodeURIComponent(JSON.stringify(where))}`,
  );
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ rows: T[] }>().rows;
}

interface Rule {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly stage: string;
  readonly origin: string;
  readonly outcome: { readonly failed: number; readonly passed: boolean | null } | null;
}
interface Suite {
  readonly rules: readonly Rule[];
  readonly check: object | null;
  readonly checkedAt: string | null;
  readonly doubtable: string | null;
  readonly score: number;
}

const at = (code: string, rest = '') => `/api/data-quality/datasets/${sets[code]?.id}${rest}`;
const suiteOf = async (who: Caller, code: string) => (await who.get(at(code))).json<Suite>();
const ruleOf = async (code: string, title: string) =>
  (await suiteOf(steward, code)).rules.find((rule) => rule.title === title);

const usual = { importance: 'usual', tolerance: 0 };
const write = (who: Caller, code: string, check: object, more: object = {}) =>
  who.post(at(code, '/rules'), { title: '测试规则', check, indicator: '0304', ...usual, ...more });

/** Puts a file into the folder of 市场主体登记信息 and waits for the batch and the check that follows it. */
let files = 0;
async function deliver(lines: readonly string[]): Promise<void> {
  const set = sets['market-firms'];
  const basin = city.services.use(lake);
  const before = (await basin.findDataset(set?.id ?? ''))?.batch;
  city.clock.advance(60_000);
  files += 1;
  const header = '统一社会信用代码,企业名称,注册资本（万元）,成立日期,经营状态,所在乡镇';
  const file = path.join(basin.dropFolder(set?.source ?? ''), `market-firms-${9000 + files}.csv`);
  await writeFile(file, `${[header, ...lines].join('\n')}\n`);
  await writeFile(`${file}.done`, '');
  expect((await market.post(`/api/data-collection/datasets/${set?.id}/collect`)).statusCode).toBe(200);
  await expect
    .poll(async () => (await basin.findDataset(set?.id ?? ''))?.batch, { timeout: 90_000 })
    .not.toBe(before);
  const { batch } = (await basin.findDataset(set?.id ?? '')) ?? {};
  await expect
    .poll(async () => (await basin.quality.latest([set?.id ?? '']))[0]?.batch, { timeout: 60_000 })
    .toBe(batch);
  await city.store.drain();
}

const firm = (code: string, name: string) => `${code},${name},10,2026-10-01,存续,文峰街道`;
const [first, second] = [
  completeUnifiedCreditCode('91341200MA200001'),
  completeUnifiedCreditCode('91341200MA200002'),
];

async function told(who: Caller, rule: string): Promise<readonly string[]> {
  const { notices } = (await who.get('/api/messages/notices?size=100')).json<{
    notices: { title: string; body: string }[];
  }>();
  return notices.filter(({ body }) => body.includes(rule)).map(({ title }) => title);
}

test('写规则：别的部门看不见，没有职责的不能写，写不通的当场说明，看不得的字段不能拿来比对', async () => {
  const check = { kind: 'unique', fields: ['name'] };
  expect((await write(market, 'social-insured', check)).statusCode).toBe(404);
  expect((await market.get(at('social-insured'))).statusCode).toBe(404);
  expect((await market.get(at('social-insured', '/reports'))).statusCode).toBe(404);
  expect((await market.get(at('social-insured', '/profile'))).statusCode).toBe(404);
  expect((await write(reader, 'pollution-permits', check)).statusCode).toBe(403);
  expect((await reader.get(at('pollution-permits'))).json()).toMatchObject({ mayKeep: false });
  expect(
    (await write(market, 'market-firms', { kind: 'range', field: 'name', minimum: 1 })).json(),
  ).toMatchObject({
    code: 'lake.badRule',
  });
  expect((await write(market, 'market-firms', { kind: 'nothing' })).statusCode).toBe(400);
  expect((await write(market, 'market-firms', check, { tolerance: 1001 })).statusCode).toBe(400);
  const spying = {
    kind: 'reference',
    dataset: sets['social-insured']?.id,
    on: [{ field: 'name', other: 'id_card' }],
  };
  // Neither the keeper of another department nor the steward, who reads internal values, may learn who is insured.
  for (const who of [market, steward])
    expect((await write(who, 'market-firms', spying)).json()).toMatchObject({
      code: 'data-quality.otherHidden',
    });
  const others = (await ecology.get(at('pollution-permits', '/others'))).json<{
    datasets: { name: string; fields: { name: string }[] }[];
  }>();
  const firms = others.datasets.find(({ name }) => name === '市场主体登记信息');
  expect(firms?.fields.map(({ name }) => name)).not.toContain('capital');
  expect(others.datasets.map(({ name }) => name)).not.toContain('社会保险参保缴费信息');
  expect(firms?.fields.map(({ name }) => name)).toContain('name');
  // What a policy hides by now is compared with as little as what is declared.
  const { covers } = city.services.use(access);
  const policy: FieldPolicy = {
    policy: '测试策略',
    edition: 1,
    object: sets['market-firms']?.id ?? '',
    field: 'name',
    way: 'page',
    viewers: ['official'],
    begins: '2020-01-01',
    ends: null,
    from: 'sensitive',
    show: () => '***',
    watermark: false,
    holds: () => true,
  };
  await covers.bind(() => Promise.resolve([policy]));
  const comparing = {
    kind: 'reference',
    dataset: sets['market-firms']?.id,
    on: [{ field: 'permit_number', other: 'name' }],
  };
  expect((await write(ecology, 'pollution-permits', comparing)).json()).toMatchObject({
    code: 'data-quality.otherHidden',
  });
  await covers.bind(() => Promise.resolve([]));
  expect((await list(market, 'data-quality.rule')).length).toBeGreaterThan(0);
  for (const { department } of await list<{ department: string }>(market, 'data-quality.rule'))
    expect(department).toBe('city-market-supervision');
});

test('建议逐条采纳为草稿，不再重复建议；没有建议过的不能冒充', async () => {
  const { suggestions } = (await labour.get(at('social-insured', '/suggestions'))).json<{
    suggestions: { check: object; title: string; reason: string }[];
  }>();
  expect(suggestions.length).toBeGreaterThan(0);
  const take = (checks: readonly object[]) => labour.post(at('social-insured', '/suggestions'), { checks });
  expect((await take([{ kind: 'filled', field: 'nothing' }])).json()).toMatchObject({
    code: 'data-quality.noSuggestion',
  });
  const [wanted] = suggestions;
  expect((await take([wanted?.check ?? {}])).json()).toEqual({ taken: 1 });
  expect((await take([wanted?.check ?? {}])).json()).toMatchObject({ code: 'data-quality.noSuggestion' });
  const made = (await suiteOf(labour, 'social-insured')).rules.find(({ title }) => title === wanted?.title);
  expect(made).toMatchObject({ stage: 'draft', origin: 'suggested', outcome: null });
  const stale = { ...usual, id: made?.id, version: 99, indicator: '0304' };
  const again = await labour.post(at('social-insured', '/rules'), {
    ...stale,
    title: 'x',
    check: wanted?.check,
  });
  expect(again.json()).toMatchObject({ code: 'city.stale' });
});

test('新一批数据自己检查：新出现不达标只说一次，恢复时再说一次；按容忍度', async () => {
  const title = '企业名称不重复';
  const made = await write(market, 'market-firms', { kind: 'unique', fields: ['name'] }, { title });
  expect(made.statusCode, made.body).toBe(200);
  const { id } = made.json<{ id: string }>();
  const enable = (who: Caller, code: string) =>
    who.post(at(code, '/rules/stage'), { rules: [id], stage: 'active' });
  expect((await enable(market, 'social-insured')).statusCode).toBe(404);
  // Another dataset's rule is none of this one's, whoever asks.
  expect((await enable(steward, 'social-insured')).statusCode).toBe(404);
  expect((await enable(market, 'market-firms')).statusCode).toBe(200);

  await deliver([firm(first, '演示甲'), firm(second, '演示甲')]);
  expect(await ruleOf('market-firms', title)).toMatchObject({ outcome: { failed: 1, passed: false } });
  await expect.poll(() => told(market, title), { timeout: 30_000 }).toHaveLength(1);
  expect(await told(labour, title)).toEqual([]);
  const low = await suiteOf(market, 'market-firms');

  await deliver([firm(first, '演示乙'), firm(second, '演示乙')]);
  await expect
    .poll(async () => (await ruleOf('market-firms', title))?.outcome?.failed, { timeout: 30_000 })
    .toBe(1);
  expect(await told(market, title)).toHaveLength(1);

  await deliver([firm(first, '演示丙'), firm(second, '演示丁')]);
  expect(await ruleOf('market-firms', title)).toMatchObject({ outcome: { passed: true } });
  await expect.poll(() => told(market, title), { timeout: 30_000 }).toHaveLength(2);
  expect((await told(market, title)).some((each) => each.includes('恢复达标'))).toBe(true);
  expect((await suiteOf(market, 'market-firms')).score).toBeGreaterThan(low.score);
  const history = (await list<{ standing: string }>(market, 'data-quality.rule', { standing: 'passing' }))
    .length;
  expect(history).toBeGreaterThan(0);

  // One of two is 500‰.
  const known = await ruleOf('market-firms', title);
  const change = { ...usual, id, version: known?.version, title, indicator: '0304' };
  const loose = await market.post(at('market-firms', '/rules'), {
    ...change,
    tolerance: 500,
    check: { kind: 'unique', fields: ['name'] },
  });
  expect(loose.statusCode, loose.body).toBe(200);
  await deliver([firm(first, '演示戊'), firm(second, '演示戊')]);
  expect(await ruleOf('market-firms', title)).toMatchObject({ outcome: { failed: 1, passed: true } });
  expect(await told(market, title)).toHaveLength(2);
}, 180_000);

test('同时按两次只有一个任务；没有启用的规则说明原因', async () => {
  const run = () => market.post(at('market-firms', '/run'), { kind: 'check' });
  const jobs = (await Promise.all([run(), run()])).map((reply) => reply.json<{ job: string }>().job);
  const states = await Promise.all(jobs.map((job) => city.store.jobs.status(job)));
  // The second found the first one's job, or came after it had ended.
  expect(new Set(jobs).size === 1 || states[0]?.state === 'done').toBe(true);
  await expect
    .poll(async () => (await suiteOf(market, 'market-firms')).check, { timeout: 30_000 })
    .toBeNull();
  expect((await market.post(at('market-firms', '/cancel'), { kind: 'check' })).json()).toMatchObject({
    code: 'data-quality.nothingRunning',
  });
  expect((await labour.post(at('market-firms', '/run'), { kind: 'check' })).statusCode).toBe(404);
});

test('不合格的记录按密级遮住，主键遮住时不给主键；数据更新后说明哪些不在了', async () => {
  const title = '缴费金额不低于400元（演示下限）';
  const { reports } = (await labour.get(at('social-insured', '/reports'))).json<{
    reports: { id: string; outcomes: { rule: string; title: string; failed: number }[] }[];
  }>();
  const broken = reports[0]?.outcomes.find((outcome) => outcome.title === title);
  expect(broken?.failed).toBeGreaterThan(0);
  const rows = async (who: Caller) =>
    (await who.get(at('social-insured', `/reports/${reports[0]?.id}/rules/${broken?.rule}`))).json<{
      rows: { key: string | null; cells: Record<string, string> }[];
    }>().rows;
  const [own] = await rows(labour);
  expect(own?.key).toMatch(/^\d{17}[\dX]$/);
  expect(Number(own?.cells['amount'])).toBeLessThan(400);
  const [masked] = await rows(steward);
  expect(masked?.key).toBeNull();
  expect(masked?.cells['id_card']).toContain('*');
  expect(masked?.cells['amount']).not.toBe(own?.cells['amount']);
  const wrong = at('social-insured', `/reports/${reports[0]?.id}/rules/${reports[0]?.id}`);
  expect((await labour.get(wrong)).statusCode).toBe(404);
  expect(
    (await market.get(at('social-insured', `/reports/${reports[0]?.id}/rules/${broken?.rule}`))).statusCode,
  ).toBe(404);
  const { profile } = (await steward.get(at('social-insured', '/profile'))).json<{
    profile: { columns: { name: string; minimum: string | null; values: object[] }[] };
  }>();
  expect(profile.columns.find(({ name }) => name === 'amount')).toMatchObject({ minimum: null, values: [] });
  expect((await suiteOf(steward, 'social-insured')).doubtable).not.toBeNull();
  expect((await suiteOf(labour, 'social-insured')).doubtable).toBeNull();
});

test('夜间只检查对照方更新过的跨数据集规则；每天留得分，当月有通报', async () => {
  const basin = city.services.use(lake);
  const permits = sets['pollution-permits']?.id ?? '';
  const [before] = await basin.quality.latest([permits]);
  // 市场主体 has come anew since the permits were checked.
  expect((await runNightly(city.services)).started).toBe(1);
  await expect
    .poll(async () => (await basin.quality.latest([permits]))[0]?.id, { timeout: 30_000 })
    .not.toBe(before?.id);
  await city.store.drain();
  city.clock.advance(60_000);
  expect((await runNightly(city.services)).started).toBe(0);
  city.clock.advance(86_400_000);
  // The newest day grows old by itself: that rule is asked once a day.
  expect((await runNightly(city.services)).started).toBe(1);
  // Sessions do not last so long.
  [steward, ecology] = [await city.as('quality-1'), await city.as('quality-4')];
  const { days } = (await ecology.get(at('pollution-permits', '/scores'))).json<{
    days: { day: string }[];
  }>();
  expect(days.map(({ day }) => day).slice(-2)).toEqual(['2026-11-23', '2026-11-24']);
  const month = await list<{ department: string; score: number; failing: number; before: number }>(
    steward,
    'data-quality.bulletin',
    { month: '2026-11' },
  );
  expect(month).toHaveLength(3);
  expect(month.find(({ department }) => department === 'city-ecology')).toMatchObject({ failing: 1 });
  expect(
    (await list<{ department: string }>(ecology, 'data-quality.bulletin')).map((row) => row.department),
  ).toEqual(['city-ecology']);
});
