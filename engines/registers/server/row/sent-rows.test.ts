/** 不等回答就写的行，与数据库里的行一字不差；读后被人改过的，整个事务不成立。 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countyA, lamps } from '../test-support/lamps.ts';
import { type OpenLamps, openLamps } from '../test-support/open-lamps.ts';
import { hasMovedOn } from './statements.ts';

let open: OpenLamps;
beforeAll(async () => {
  open = await openLamps();
});
afterAll(() => open.store.close());

const rows = () => open.engine.service.of(lamps).trusted;

const full = {
  code: 'L-1',
  place: countyA,
  kind: 'led',
  tags: ['old', 'park'],
  at: { lon: 115.81, lat: 32.9 },
  watts: 60,
  height: 7.25,
  lit: false,
  installed: '2025-03-01',
  checkedAt: '2025-03-01T10:20:30.120+08:00',
  unit: 'city-light',
  keeper: 'chief',
  phone: '13900001234',
  remark: '引号"与反斜杠\\、换行\n都在',
  extra: { b: [1, 2.5, null], a: '文' },
};

test('各种类型的值，写时给出的行与再读的行相同', async () => {
  const made = await open.store.transaction((work) => rows().sendInsert(work, 'tester', full));
  expect(await rows().find(open.store.db, made.id)).toEqual(made);
  const changed = await open.store.transaction((work) =>
    rows().sendUpdate(work, 'tester', made, {
      checkedAt: '2025-03-02T00:00:00Z',
      watts: 80,
      remark: null,
      lit: true,
    }),
  );
  expect(changed).toMatchObject({ version: 2, watts: 80, remark: null, checkedAt: '2025-03-02T00:00:00Z' });
  expect(await rows().find(open.store.db, made.id)).toEqual(changed);
});

test('读后被别人改过，写的人什么也没有留下', async () => {
  const made = await open.store.transaction((work) => rows().sendInsert(work, 'tester', { code: 'L-2' }));
  await open.store.transaction((work) => rows().sendUpdate(work, 'faster', made, { watts: 10 }));
  const slower = open.store.transaction(async (work) => {
    await rows().sendUpdate(work, 'slower', made, { watts: 20 });
    await rows().sendInsert(work, 'slower', { code: 'L-3' });
  });
  await expect(slower).rejects.toSatisfy(hasMovedOn);
  expect(await rows().find(open.store.db, made.id)).toMatchObject({
    watts: 10,
    version: 2,
    updatedBy: 'faster',
  });
  const found = await rows().findMany(open.store.db, {
    filter: { field: 'code', is: 'equal', value: 'L-3' },
    limit: 5,
  });
  expect(found).toEqual([]);
});

test('重复的编码在提交时被拒绝，并说得清楚', async () => {
  await open.store.transaction((work) => rows().sendInsert(work, 'tester', { code: 'L-4' }));
  const again = open.store.transaction((work) => rows().sendInsert(work, 'tester', { code: 'L-4' }));
  const problem = await again.catch((caught: unknown) => rows().readable(caught));
  expect(problem).toMatchObject({ code: 'registers.duplicate' });
});
