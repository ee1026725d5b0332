/** Grades that marts have by their lineage: worked out once a night for all, and on a build for those alone that it touches. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { sql } from '../../../../../engines/store/index.ts';
import { newId } from '../../../../../kernel/ids.ts';
import collection from '../../../data-collection/system.ts';
import { itemGrade } from '../../registers/item-grade.ts';
import { resource } from '../../registers/resource.ts';
import system from '../../system.ts';
import { enter } from '../enter-registers.ts';
import { gradeEntries } from './grade-entries.ts';
import { suggestAll } from './suggest-grades.ts';

let city: TestCity;
const [people, firms, first, second] = [newId(), newId(), newId(), newId()];
const others = Array.from({ length: 12 }, () => newId());
const targetOf = (dataset: string) => `dataset:${dataset}`;

/** As a build leaves it: its one column comes from `name` of another. */
async function makeMart(dataset: string, origin: string, field = 'name'): Promise<void> {
  const columns = [{ field: 'name', how: 'same', origins: [{ dataset: origin, field }] }];
  await sql`insert into lake_mart (dataset, plan, columns, results, tested_at)
    values (${dataset}, '{"inputs": []}', ${JSON.stringify(columns)}::jsonb, '[]', now())
    on conflict (dataset) do update set columns = excluded.columns`.execute(city.store.db);
}

async function enterMart(dataset: string): Promise<void> {
  const items = [{ name: 'name', title: '名称', type: 'C', class: 'internal' as const }];
  const values = {
    name: `集市${dataset}`,
    provider: 'city-finance',
    providerCode: '',
    classCode: '3',
    itemCode: '301',
    abstract: '测试',
    format: '0200',
    shareType: '3' as const,
    shareCondition: null,
    shareModes: [],
    openType: '3' as const,
    openCondition: null,
    cycle: '1',
    items,
    itemWords: '名称',
    target: targetOf(dataset),
  };
  await city.store.transaction((work) => enter(city.services, work, values, 'subject'));
}

async function confirm(dataset: string, grade: string): Promise<void> {
  const { trusted } = city.services.use(registers).of(itemGrade);
  await city.store.transaction((work) =>
    trusted.insert(work, 'tester', {
      key: `${targetOf(dataset)}#name`,
      object: targetOf(dataset),
      field: 'name',
      title: '名称',
      department: 'city-finance',
      standing: 'confirmed',
      class: 'business',
      grade,
      suggestedClass: 'business',
      suggestedGrade: grade,
      reason: '测试',
      confidence: 1,
      sampled: 0,
      matched: 0,
      ruleVersion: 'test',
      suggestedAt: work.now.toISOString(),
      enteredOn: '2026-11-23',
    }),
  );
}

async function gradeOf(dataset: string) {
  const filter = { field: 'target', is: 'equal', value: targetOf(dataset) } as const;
  const of = city.services.use(registers).of(resource);
  return (await of.trusted.findMany(city.store.db, { filter, limit: 1 }))[0]?.dataGrade;
}

const grade = (...datasets: string[]) =>
  city.store.transaction((work) =>
    gradeEntries(city.services, work, 'tester', new Set(datasets.map(targetOf))),
  );

beforeAll(async () => {
  city = await openTestCity({ systems: [collection, system], begin: false });
  await makeMart(first, people);
  await makeMart(second, first);
  for (const each of others) await makeMart(each, firms);
  for (const each of [first, second, ...others]) await enterMart(each);
  await confirm(people, 'general-3');
  await confirm(firms, 'general-2');
}, 240_000);
afterAll(() => city.close());

test('加工一个集市只看它和由它加工的集市，多少别的集市都一样', async () => {
  const of = city.services.use(registers);
  const reads = [of.of(itemGrade).trusted, of.of(resource).trusted].map((each) =>
    vi.spyOn(each, 'findEvery'),
  );
  await grade(people);
  const count = reads.reduce((sum, each) => sum + each.mock.calls.length, 0);
  vi.restoreAllMocks();
  expect(count).toBe(3);
  expect([await gradeOf(first), await gradeOf(second)]).toEqual(['general-3', 'general-3']);
  for (const each of others) expect(await gradeOf(each)).toBeNull();
});

test('来源换成级别低的，由它加工的集市也不再高', async () => {
  await makeMart(first, firms);
  await grade(first);
  expect([await gradeOf(first), await gradeOf(second)]).toEqual(['general-2', 'general-2']);
  await makeMart(first, newId());
  await grade(first);
  expect([await gradeOf(first), await gradeOf(second)]).toEqual([null, null]);
});

test('夜里看多少目录，血缘都只算一遍', async () => {
  const origins = vi.spyOn(city.services.use(lake), 'martOrigins');
  expect(await suggestAll(city.services)).toBeGreaterThan(others.length);
  expect(origins).toHaveBeenCalledTimes(1);
  vi.restoreAllMocks();
});

test('集市的列照建议核定之后，由它再加工别的集市，建议也不变', async () => {
  await makeMart(first, people);
  await suggestAll(city.services);
  const { trusted } = city.services.use(registers).of(itemGrade);
  const filter = { field: 'object', is: 'equal', value: targetOf(first) } as const;
  const [row] = await trusted.findMany(city.store.db, { filter, limit: 1 });
  if (row === undefined) throw new Error('not suggested');
  expect(row.suggestedGrade).toBe('general-3');
  const accepted = { standing: 'confirmed', class: row.suggestedClass, grade: row.suggestedGrade };
  await city.store.transaction((work) => trusted.update(work, 'tester', row, accepted));
  await suggestAll(city.services);
  expect(await trusted.find(city.store.db, row.id)).toMatchObject({
    ...accepted,
    suggestedGrade: 'general-3',
  });
});
