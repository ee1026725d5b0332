/** Lists of a register: how they are asked for, narrowed, turned page by page, and refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../store/index.ts';
import { failure } from '../test-support/failure.ts';
import { chief, countyA, countyB, lamps, person, townA } from '../test-support/lamps.ts';
import { type OpenLamps, openLamps } from '../test-support/open-lamps.ts';

let open: OpenLamps;
const rows = () => open.engine.service.of(lamps);

beforeAll(async () => {
  open = await openLamps();
});
afterAll(() => open.store.close());

let serial = 0;
const nextCode = () => `L-${(serial += 1)}`;

describe('列表', () => {
  test('坏的查询条件逐项说明', async () => {
    const problem = await failure(
      rows().list(chief, {
        where: { watts: 'abc', installed: '..', place: '12', at: 'x', none: '1', lit: '也许' },
      }),
    );
    expect(problem.code).toBe('city.invalid');
    expect(problem.problems.map((each) => each.path)).toEqual([
      'where.watts',
      'where.installed',
      'where.place',
      'where.at',
      'where.none',
      'where.lit',
    ]);
    for (const query of [
      { size: 201 },
      { page: 0 },
      { page: 99_999, size: 20 },
      { sort: 'photos' },
      { box: [1, 2, 3, Number.NaN] as never },
    ])
      expect((await failure(rows().list(chief, query))).code).toBe('city.invalid');
  });
  test('各种写法都查得准', async () => {
    const base = { height: 99 };
    const at = (day: string) => `${day}T10:00:00+08:00`;
    const one = await rows().create(chief, {
      ...base,
      code: 'L-70001',
      kind: 'led',
      tags: ['old'],
      installed: '2026-03-01',
      checkedAt: at('2026-03-01'),
      lit: true,
      watts: 10,
      place: townA,
    });
    const two = await rows().create(chief, {
      ...base,
      code: 'L-70002',
      kind: 'sodium',
      tags: ['park'],
      installed: '2026-03-02',
      checkedAt: at('2026-03-02'),
      lit: false,
      watts: 20,
      place: countyB,
    });
    async function found(where: Record<string, string>): Promise<string[]> {
      const page = await rows().list(chief, { where: { height: '99', ...where }, sort: 'code' });
      return page.rows.map((row) => row.code);
    }
    expect(await found({ code: 'L-7000*' })).toEqual([one.code, two.code]);
    expect(await found({ code: 'L-70001,L-9' })).toEqual([one.code]);
    expect(await found({ watts: '15..' })).toEqual([two.code]);
    expect(await found({ watts: '..15' })).toEqual([one.code]);
    expect(await found({ installed: '2026-03-01..2026-03-01' })).toEqual([one.code]);
    expect(await found({ checkedAt: '2026-03-02' })).toEqual([two.code]);
    expect(await found({ checkedAt: '2026-03-01..2026-03-02' })).toEqual([one.code, two.code]);
    expect(await found({ place: countyA })).toEqual([one.code]);
    expect(await found({ place: `${countyA},${countyB}` })).toEqual([one.code, two.code]);
    expect(await found({ lit: '是' })).toEqual([one.code]);
    expect(await found({ tags: 'old,park' })).toEqual([one.code, two.code]);
    expect(await found({ kind: "led' or '1'='1" })).toEqual([]);
    expect((await rows().list(chief, { search: 'l-70002' })).rows.map((row) => row.code)).toEqual([two.code]);
    const filter = {
      all: [
        { field: 'height', is: 'equal', value: 99 },
        { field: 'watts', is: 'more', value: 10 },
      ],
    } as const;
    expect((await rows().list(chief, { filter })).rows.map((row) => row.code)).toEqual([two.code]);
    for (const bad of [
      { field: 'watts', is: 'equal', value: 'x' },
      { field: 'nothing', is: 'filled' },
      { field: 'constructor', is: 'filled' },
    ] as const)
      expect((await failure(rows().list(chief, { filter: bad }))).code).toBe('city.invalid');
  });
  test('地图范围与附近', async () => {
    const made = await rows().create(chief, { code: nextCode(), at: { lon: 116.4, lat: 33.3 } });
    await rows().create(chief, { code: nextCode(), at: { lon: 116.41, lat: 33.3 } });
    const page = await rows().list(chief, { box: [116.395, 33.29, 116.405, 33.31] });
    expect(page.rows.map((row) => row.id)).toEqual([made.id]);
    const near = await rows().trusted.findMany(open.store.db, {
      near: { lon: 116.4001, lat: 33.3, metres: 50 },
      limit: 5,
    });
    expect(near.map((row) => row.id)).toEqual([made.id]);
  });
  test('翻页稳定,总数随自己的写入立即更新', async () => {
    for (let index = 0; index < 25; index += 1) await rows().create(chief, { code: nextCode(), height: 55 });
    const query = { where: { height: '55' }, size: 10, sort: 'height' };
    const pages = [1, 2, 3].map((page) => rows().list(chief, { ...query, page }));
    const ids = (await Promise.all(pages)).flatMap((page) => page.rows.map((row) => row.id));
    expect(new Set(ids).size).toBe(25);
    expect((await rows().list(chief, query)).total).toBe(25);
    await rows().create(chief, { code: nextCode(), height: 55 });
    expect((await rows().list(chief, query)).total).toBe(26);
  });
  test('要全部的记录时，超过上限就说明，不悄悄少算', async () => {
    for (let index = 0; index < 3; index += 1) await rows().create(chief, { code: nextCode(), height: 56 });
    const { trusted } = rows();
    const filter = { field: 'height', is: 'equal', value: 56 } as const;
    expect(await trusted.findEvery(open.store.db, { filter, most: 3 })).toHaveLength(3);
    const refused = await failure(trusted.findEvery(open.store.db, { filter, most: 2 }));
    expect(refused.code).toBe('registers.tooManyToRead');
  });
  test('本人能看的全部记录：跨页不漏不重，只有能看的，超过上限就说明', async () => {
    await open.store.transaction((work) =>
      rows().trusted.insertMany(
        work,
        'seed',
        Array.from({ length: 410 }, () => ({ code: nextCode(), height: 57 })),
      ),
    );
    const where = { height: '57' };
    const all = await rows().listEvery(chief, { where, sort: 'code', most: 410 });
    expect(new Set(all.map(({ id }) => id)).size).toBe(410);
    const refused = await failure(rows().listEvery(chief, { where, most: 409 }));
    expect(refused.code).toBe('registers.tooManyToRead');
    expect((await failure(rows().listEvery(person('unknown', {}), { where, most: 410 }))).code).toBe(
      'city.forbidden',
    );
  });
});

test('按区划查询走索引', async () => {
  const plan = await open.store.transaction(async (work) => {
    await sql`set local enable_seqscan = off`.execute(work.db);
    return sql<{
      'QUERY PLAN': string;
    }>`explain select id from lamp_lamps where place collate "C" >= '341202' and place collate "C" < '341202:'`.execute(
      work.db,
    );
  });
  expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('lamp_lamps_place');
});
