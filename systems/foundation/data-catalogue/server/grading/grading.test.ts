/** 分类分级: suggestions from declaration, name, content and scale, and what departments make of them, over HTTP on a real city. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, openTestCity, type TestCity } from '../../../../../test/support/city.ts';
import { completeIdCard } from '../../../../../kernel/check-characters.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { sql } from '../../../../../engines/store/index.ts';
import collection from '../../../data-collection/system.ts';
import { dataset } from '../../../data-collection/contract.ts';
import { itemGrade } from '../../registers/item-grade.ts';
import { resource } from '../../registers/resource.ts';
import system from '../../system.ts';
import { countValues, suggestGrade } from './suggest-grade.ts';
import { gradesOf, suggestAll, suggestForEntry } from './suggest-grades.ts';

const cards = Array.from({ length: 20 }, (_, at) =>
  completeIdCard(`341202199001${String(at + 1).padStart(2, '0')}001`),
);
const none = { sampled: 0, matched: {} };

describe('建议', () => {
  test('内容通过校验才算；数字相似而校验不符的不算', () => {
    const wrong = cards.map((card) => card.slice(0, -1) + (card.endsWith('1') ? '2' : '1'));
    expect(countValues(cards)).toEqual({ sampled: 20, matched: { 'id-card': 20 } });
    expect(countValues(wrong).matched['id-card']).toBeUndefined();
    expect(countValues(['6222021234567890128', '6222021234567890123']).matched['bank-card']).toBeLessThan(2);
    expect(countValues([null, '', {}, 13812345678]).matched).toEqual({ phone: 1 });
    expect(countValues(['皖K12345', '皖KD12345', '116.40741,32.90415', 'a@b.cn']).matched).toEqual({
      plate: 2,
      coordinates: 1,
      email: 1,
    });
  });

  test('名称不像的列按内容认出，理由有个数，没有值', () => {
    const made = suggestGrade({
      name: 'c7',
      title: '备用一',
      class: 'internal',
      counts: countValues(cards),
      persons: 20,
    });
    expect(made).toMatchObject({ class: 'sensitive-person', grade: 'general-4', sampled: 20, matched: 20 });
    expect(made.confidence).toBeGreaterThan(0.9);
    expect(made.reason).toContain('20 个值中 20 个');
    for (const card of cards) expect(JSON.stringify(made)).not.toContain(card.slice(0, 8));
  });

  test('个别值碰巧相符不算；只凭名称的把握较低；声明更重的不降', () => {
    const few = countValues([...cards.slice(0, 2), ...Array.from({ length: 98 }, (_, at) => `第${at}项`)]);
    const about = { name: 'note', title: '备注', class: 'internal', persons: null } as const;
    expect(suggestGrade({ ...about, counts: few }).grade).toBe('general-2');
    expect(suggestGrade({ ...about, title: '联系电话', counts: none })).toMatchObject({
      class: 'person',
      grade: 'general-3',
      confidence: 0.6,
    });
    expect(suggestGrade({ ...about, title: '联系电话', class: 'sensitive', counts: none }).grade).toBe(
      'general-4',
    );
  });

  test('涉及人数多的升级，与人无关的不升', () => {
    const phone = { name: 'phone', title: '手机', class: 'internal', counts: none } as const;
    expect(suggestGrade({ ...phone, persons: 99_999 }).grade).toBe('general-3');
    expect(suggestGrade({ ...phone, persons: 100_000 }).grade).toBe('general-4');
    const many = suggestGrade({ ...phone, persons: 1_000_000 });
    expect(many.grade).toBe('important');
    expect(many.reason).toContain('1000000 人');
    expect(suggestGrade({ ...phone, title: '数量', name: 'n', persons: 9_000_000 })).toMatchObject({
      grade: 'general-2',
      persons: null,
    });
  });
});

interface Item {
  readonly id: string;
  readonly version: number;
  readonly field: string;
  readonly standing: string;
  readonly class: string | null;
  readonly grade: string | null;
  readonly suggestedGrade: string;
}

describe('核定', () => {
  let city: TestCity;
  let steward: Caller;
  let other: Caller;
  let entry = '';

  beforeAll(async () => {
    city = await openTestCity({ systems: [collection, system], demo: true });
    await city.store.drain();
    steward = await city.as('catalogue-5');
    other = await city.as('catalogue-4');
    const filter = { field: 'name', is: 'equal', value: '社会保险参保缴费信息' } as const;
    const [row] = await city.services
      .use(registers)
      .of(resource)
      .trusted.findMany(city.store.db, { filter, limit: 1 });
    entry = row?.id ?? '';
  }, 240_000);
  afterAll(() => city.close());

  async function items(): Promise<readonly Item[]> {
    const reply = await steward.get(`/api/data-catalogue/grading/entries/${entry}`);
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json<{ items: Item[] }>().items;
  }
  const post = (who: Caller, act: string, body: object) =>
    who.post(`/api/data-catalogue/grading/${act}`, body);
  const pick = ({ id, version }: Item) => ({ id, version });
  async function rates() {
    const reply = await steward.get('/api/data-catalogue/grading/rates');
    return reply.json<{
      total: number;
      confirmed: number;
      departments: { department: string; total: number; confirmed: number; waiting: number }[];
    }>();
  }

  test('台账和数据集的每个信息项都有一条建议，再来一遍不多一条', async () => {
    const { total, confirmed } = await rates();
    const entries = await city.services
      .use(registers)
      .of(resource)
      .trusted.findEvery(city.store.db, { most: 10_000 });
    const targets = new Map(entries.map((each) => [each.target, each.items as readonly unknown[]]));
    targets.delete(null);
    expect(total).toBe([...targets.values()].reduce((sum, each) => sum + each.length, 0));
    expect(confirmed).toBe(0);
    expect(await suggestAll(city.services)).toBe(0);
  });

  test('采纳、另定、不采纳，各留理由；目录和信息项随之有级别', async () => {
    const [first, second, third] = await items();
    if (first === undefined || second === undefined || third === undefined) throw new Error('no items');
    expect((await post(steward, 'accept', { rows: [pick(first)] })).json()).toEqual({ done: 1 });
    expect(
      (await post(steward, 'set', { rows: [pick(second)], class: 'business', grade: 'important' })).json(),
    ).toEqual({ done: 1 });
    expect((await post(steward, 'refuse', { rows: [pick(third)], opinion: '' })).statusCode).toBe(400);
    expect((await post(steward, 'refuse', { rows: [pick(third)], opinion: '是内部编号' })).json()).toEqual({
      done: 1,
    });
    const after = new Map((await items()).map((each) => [each.field, each]));
    expect(after.get(first.field)).toMatchObject({ standing: 'confirmed', grade: first.suggestedGrade });
    expect(after.get(third.field)).toMatchObject({ standing: 'refused', grade: null });
    const shown = (await steward.get(`/api/data-catalogue/entries/${entry}`)).json<{
      items: { name: string; grade?: string }[];
    }>();
    expect(shown.items.find(({ name }) => name === second.field)?.grade).toBe('important');
    expect(shown.items.find(({ name }) => name === third.field)?.grade).toBeUndefined();
    const row = await city.services.use(registers).of(resource).trusted.find(city.store.db, entry);
    expect(row?.dataGrade).toBe('important');
    const own = (await rates()).departments.find(({ department }) => department === 'city-human-resources');
    expect(own).toMatchObject({ confirmed: 2 });
  });

  test('低于建议须有理由；旧版本、别的部门、无权的人都不行，一条不成全都不成', async () => {
    const grave = (await items()).find(({ suggestedGrade }) => suggestedGrade !== 'general-1');
    if (grave === undefined) throw new Error('no grave item');
    const low = { rows: [pick(grave)], class: 'business', grade: 'general-1' };
    expect((await post(steward, 'set', low)).json()).toMatchObject({
      code: 'data-catalogue.lowerNeedsReason',
    });
    expect((await post(steward, 'set', { ...low, grade: 'top', opinion: '理由' })).json()).toMatchObject({
      code: 'data-catalogue.unknownGrade',
    });
    expect((await post(other, 'accept', { rows: [pick(grave)] })).statusCode).toBe(403);
    const [foreign] = await city.services
      .use(registers)
      .of(itemGrade)
      .trusted.findMany(city.store.db, {
        filter: { field: 'department', is: 'unequal', value: 'city-human-resources' },
        limit: 1,
      });
    if (foreign === undefined) throw new Error('no foreign item');
    const mixed = { rows: [pick(grave), { id: foreign.id, version: foreign.version }] };
    expect((await post(steward, 'accept', mixed)).statusCode).toBe(404);
    const stale = { rows: [{ id: grave.id, version: grave.version + 5 }] };
    expect((await post(steward, 'accept', stale)).json()).toMatchObject({ code: 'city.stale' });
    expect((await items()).find(({ field }) => field === grave.field)).toMatchObject(grave);
  });

  test('建议变了，已核定的待复核，级别仍在；信息项没了，不再计数', async () => {
    const rows = city.services.use(registers);
    const found = await rows.of(resource).trusted.find(city.store.db, entry);
    if (found === null || found === undefined) throw new Error('no entry');
    const listed = found.items as { name: string; class: string }[];
    const [low] = (await items()).filter(({ suggestedGrade }) => suggestedGrade !== 'general-4');
    if (low === undefined || low.field === listed.at(-1)?.name) throw new Error('no lower item');
    await post(steward, 'accept', { rows: [pick(low)] });
    const changed = listed
      .slice(0, -1)
      .map((item) => (item.name === low.field ? { ...item, class: 'sensitive' } : item));
    // The confirmation has written the entry's own grade meanwhile.
    const fresh = (await rows.of(resource).trusted.find(city.store.db, entry)) ?? found;
    const next = await city.store.transaction((work) =>
      rows.of(resource).trusted.update(work, 'tester', fresh, { items: changed }),
    );
    expect(await suggestForEntry(city.services, next)).toBe(1);
    const after = await items();
    expect(after.find(({ field }) => field === low.field)).toMatchObject({
      standing: 'renewed',
      grade: low.suggestedGrade,
      suggestedGrade: 'general-4',
    });
    expect(after.length).toBe(listed.length - 1);
  });

  test('同一资源另有目录列着的信息项还算；注销的目录不挡别的；一条出错，别的照办', async () => {
    const { of } = city.services.use(registers);
    const found = await of(resource).trusted.find(city.store.db, entry);
    if (found === undefined || found.target === null) throw new Error('no entry');
    const { target } = found;
    const values = Object.fromEntries(
      Object.entries(found).filter(([name]) => Object.hasOwn(resource.fields, name)),
    ) as typeof found;
    const listed = found.items as { name: string }[];
    const first = async () =>
      (await gradesOf(city.services, target)).find(({ field }) => field === listed[0]?.name);
    await suggestForEntry(city.services, { ...found, items: listed.slice(1) });
    const row = await first();
    if (row === undefined || row.standing === 'gone') throw new Error('retired');
    const broken = await sql<{
      id: string;
      file: string;
    }>`select id, file from lake_dataset where file is not null and 'dataset:' || id <> ${target} limit 1`.execute(
      city.store.db,
    );
    const [set] = broken.rows;
    await city.store.transaction(async (work) => {
      await of(itemGrade).trusted.update(work, 'tester', row, { standing: 'gone' });
      // Both first in order.
      for (const more of [
        { code: '0000', status: 'revoked' },
        { code: '0001', target: `dataset:${set?.id}` },
      ])
        await of(resource).trusted.insert(work, 'tester', { ...values, ...more });
      await sql`update lake_dataset set file = 'nothing.parquet' where id = ${set?.id}`.execute(work.db);
    });
    await expect(suggestAll(city.services)).rejects.toBeInstanceOf(AggregateError);
    await sql`update lake_dataset set file = ${set?.file} where id = ${set?.id}`.execute(city.store.db);
    expect((await first())?.standing).not.toBe('gone');
  });

  test('建议里没有一个值', async () => {
    const [set] = await city.services
      .use(registers)
      .of(dataset)
      .trusted.findMany(city.store.db, {
        filter: { field: 'code', is: 'equal', value: 'social-insured' },
        limit: 1,
      });
    expect(set).toBeDefined();
    const graded = await city.services
      .use(registers)
      .of(itemGrade)
      .trusted.findEvery(city.store.db, { most: 10_000 });
    expect(graded.some(({ matched }) => matched > 0)).toBe(true);
    for (const { reason } of graded) expect(reason).not.toMatch(/\d{11}|@/);
  });
});
