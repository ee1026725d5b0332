/** What a mart is made of follows it: policies over the columns hide the mart's, through marts of marts too, and the grades stand on its entry; figures about nobody stay. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../../../test/support/city.ts';
import { access } from '../../../../../engines/access/service.ts';
import { MartPlan } from '../../../../../engines/lake/contract.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { itemGrade, resource } from '../../../data-catalogue/contract.ts';
import catalogue from '../../../data-catalogue/system.ts';
import collection from '../../../data-collection/system.ts';
import sharing from '../../../data-sharing/system.ts';
import { openSharing, type Sharing } from '../../../data-sharing/test-support/open-sharing.ts';
import system from '../../system.ts';

let at: Sharing;
let keeper: Caller;
let names: readonly string[] = [];
const [first, second] = [newId(), newId()];

const policy = {
  name: '企业名称',
  basis: '测试',
  classes: ['sensitive-person'],
  grade: 'general-4',
  ways: ['page', 'call', 'open'],
  mask: 'keep',
  first: 1,
  last: 0,
  dateTo: null,
  digits: null,
  step: null,
  visibleFrom: 'sensitive',
  viewers: ['official'],
  watermark: false,
  begins: '2026-11-01',
  ends: null,
};

const basin = () => at.city.services.use(lake);
const covered = (dataset: string) => [
  ...(at.city.services.use(access).covers.find(dataset, 'page')?.keys() ?? []),
];

async function grade(object: string, field: string, to: string, opinion = ''): Promise<number> {
  const filter = { field: 'key', is: 'equal', value: `dataset:${object}#${field}` } as const;
  const [row] = await at.city.services
    .use(registers)
    .of(itemGrade)
    .trusted.findMany(at.city.store.db, { filter, limit: 1 });
  const reply = await keeper.post('/api/data-catalogue/grading/set', {
    rows: [{ id: row?.id ?? '', version: row?.version ?? 1 }],
    class: 'sensitive-person',
    grade: to,
    opinion,
  });
  return reply.statusCode;
}

async function entryOf(dataset: string) {
  await at.city.store.drain();
  const filter = { field: 'target', is: 'equal', value: `dataset:${dataset}` } as const;
  const [row] = await at.city.services
    .use(registers)
    .of(resource)
    .trusted.findMany(at.city.store.db, { filter, limit: 1 });
  return row;
}

function planOf(dataset: string, input: string, more: object): MartPlan {
  return MartPlan.parse({
    dataset,
    title: `集市${dataset.slice(-4)}`,
    summary: '测试',
    owner: 'city-market-supervision',
    purpose: '测试',
    category: '301',
    inputs: [{ name: 'given', title: '来源', dataset: input }],
    tests: [{ kind: 'unique', fields: ['code'] }],
    ...more,
  });
}

async function build(plan: MartPlan): Promise<void> {
  const batch = await basin().buildMart(plan, 'tester');
  expect(batch.state, JSON.stringify(batch)).toBe('loaded');
}

beforeAll(async () => {
  at = await openSharing({ systems: [collection, catalogue, sharing, system] });
  keeper = await at.city.as('catalogue-1');
  const seen = await basin().rows({ dataset: at.dataset, size: 200, clearance: 'sensitive' });
  names = seen.rows.map((row) => String(row['name']));
  await at.city.access.admin.createSubject({
    account: 'overseer',
    name: '监督员',
    kind: 'official',
    mustChange: false,
    posts: [{ role: 'data-protection:overseer', department: 'city-data-resources', area: '341200000000' }],
  });
  const made = await (await at.city.as('overseer')).post('/api/data-protection/policies', { policy });
  expect(made.statusCode, made.body).toBe(200);
}, 240_000);
afterAll(() => at.close());

const field = (name: string, more: object = {}) => ({
  name,
  title: name,
  type: 'text',
  class: 'internal',
  ...more,
});

test('加工前核定的：列随来源脱敏，说不清的列从严，够大的组的汇总不受限；集市的集市也一样', async () => {
  expect(await grade(at.dataset, 'name', 'general-4')).toBe(200);
  await build(
    planOf(first, at.dataset, {
      sql: 'select credit_code as code, upper(name) as called, town from given',
      fields: [field('code', { key: true }), field('called'), field('town')],
    }),
  );
  expect(covered(first)).toEqual(['called']);
  await build(
    planOf(second, first, {
      sql: 'select code, concat(called, town) as words from given',
      fields: [field('code', { key: true }), field('words')],
    }),
  );
  expect(covered(second)).toEqual(['words']);
  for (const [dataset, column] of [
    [first, 'called'],
    [second, 'words'],
  ] as const) {
    const { rows } = await basin().rows({ dataset, size: 200, clearance: 'internal' });
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows) expect(String(row[column])).toMatch(/^.\*+$/);
    const clear = await basin().rows({ dataset, size: 200, clearance: 'sensitive' });
    expect(clear.rows.some((row) => names.some((name) => String(row[column]).startsWith(name)))).toBe(true);
  }
  const counted = newId();
  await build(
    planOf(counted, at.dataset, {
      sql: 'select town as code, count(name) as firms, max(name) as last from given group by town having count(distinct credit_code) >= 10',
      fields: [field('code', { key: true }), field('firms', { type: 'integer' }), field('last')],
    }),
  );
  expect(covered(counted)).toEqual(['last']);
});

test('目录上的级别随来源：核定之后来源再升级，集市的目录一起升；集市自己往低里定，脱敏不放松', async () => {
  expect(await entryOf(first)).toMatchObject({ dataGrade: 'general-4' });
  expect(await grade(at.dataset, 'name', 'important')).toBe(200);
  expect(await entryOf(first)).toMatchObject({ dataGrade: 'important' });
  expect(await entryOf(second)).toMatchObject({ dataGrade: 'important' });
  const entry = await entryOf(second);
  const suggested = await keeper.post(`/api/data-catalogue/grading/entries/${entry?.id ?? ''}/suggest`);
  expect(suggested.statusCode, suggested.body).toBe(200);
  const { items } = (await keeper.get(`/api/data-catalogue/grading/entries/${entry?.id ?? ''}`)).json<{
    items: { field: string; suggestedGrade: string; reason: string }[];
  }>();
  expect(items.find((item) => item.field === 'words')).toMatchObject({
    suggestedGrade: 'important',
    reason: expect.stringContaining('血缘'),
  });
  expect(await grade(second, 'words', 'general-1', '只是拼接')).toBe(200);
  expect(covered(second)).toEqual(['words']);
  expect(await entryOf(second)).toMatchObject({ dataGrade: 'important' });
});

test('重新加工换了来源列：新的列随新的来源，不再由旧列而来的放开', async () => {
  await build(
    planOf(first, at.dataset, {
      sql: 'select credit_code as code, town as called, name as town from given',
      fields: [field('code', { key: true }), field('called'), field('town')],
    }),
  );
  expect(covered(first)).toEqual(['town']);
});
