/** Nothing is asked twice: what is held refuses a request or is taken out of it, what is like it must be explained, and every ask is registered. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReporting, type Reporting, townTable } from '../test-support/open-reporting.ts';

let city: Reporting;
let first: string;
beforeAll(async () => {
  city = await openReporting();
  first = await city.admit(townTable);
});
afterAll(() => city.close());

const ask = (columns: readonly object[], more: object = {}) => ({
  ...townTable,
  title: '另一张要路的表',
  checks: [],
  columns,
  ...more,
});
const road = { key: 'a', title: '本镇养护总里程', kind: 'decimal', unit: '公里', rollup: 'sum' };
const length = { key: 'a', title: '养护里程（公里）', kind: 'decimal', unit: '公里', rollup: 'sum' };
const fresh = { key: 'b', title: '护栏损坏处数', kind: 'integer', rollup: 'sum' };

async function row(id: string) {
  return (await (await city.at('designer')).get(`/api/registers/rows/info-reporting.table/${id}`)).json().row;
}

describe('报表准入', () => {
  test('准入后有编号、有效期和生效日期,进入报表库', async () => {
    expect(await row(first)).toMatchObject({
      outcome: 'admitted',
      admission: '阜数表〔2026〕1号',
      validFrom: '2026-11-23',
      validTo: '2027-06-30',
      asked: 3,
    });
  });

  test('所要数据都已掌握的,送审时拒绝,并逐项说明谁已掌握', async () => {
    const id = await city.open(ask([length]));
    const refused = await city.act('designer', id, 'submit');
    expect(refused.code).toBe('info-reporting.allHeld');
    expect(refused.problems?.[0]?.message).toContain('《乡镇道路养护情况表》“养护里程”已经填报');
    expect((await row(id)).stage).toBe('draft');
  });

  test('部分已掌握的,改为只要缺的:已有的列改预填并写明来源', async () => {
    const id = await city.open(ask([length, fresh]));
    expect((await city.act('designer', id, 'submit')).code).toBeUndefined();
    const { columns, asked, prefilled } = await row(id);
    expect([asked, prefilled]).toEqual([1, 1]);
    expect(columns[0]).toMatchObject({
      mode: 'prefill',
      source: { kind: 'table', id: first, owner: 'city-civil-affairs' },
    });
    expect(columns[1].mode).toBe('ask');
  });

  test('只是相近的,不说明理由送不出去;说明后理由进入登记', async () => {
    const similar = { ...road, title: '农村道路养护里程' };
    const id = await city.open(ask([similar, fresh]));
    const refused = await city.act('designer', id, 'submit');
    expect(refused.code).toBe('info-reporting.similar');
    const columns = [{ ...similar, reason: '只统计村道,与全部养护里程不同' }, fresh];
    expect((await city.act('designer', id, 'save', { values: { columns } })).code).toBeUndefined();
    expect((await city.act('designer', id, 'submit')).code).toBeUndefined();
    const where = encodeURIComponent(JSON.stringify({ table: id }));
    const { rows } = (
      await (await city.at('designer')).get(`/api/registers/rows/info-reporting.asked-item?where=${where}`)
    ).json();
    expect(rows).toContainEqual(
      expect.objectContaining({
        item: '农村道路养护里程',
        verdict: 'similar',
        explanation: '只统计村道,与全部养护里程不同',
      }),
    );
  });

  test('编表时随时查重', async () => {
    const reply = await city.post<{ refused: boolean; findings: { verdict: string }[] }>(
      'designer',
      '/tables/compare',
      {
        level: 'town',
        cycle: 'month',
        columns: [length],
      },
    );
    expect(reply).toMatchObject({ refused: true, findings: [{ verdict: 'held' }] });
  });

  test('写错的公式、重复的列名、没有的层级,各自说明,什么也没有写下', async () => {
    const desk = await city.at('designer');
    const open = async (values: object) =>
      (await desk.post('/api/flow/cases/info-reporting.table', { values })).json();
    expect(await open(ask([{ ...fresh, formula: '护栏 +' }]))).toMatchObject({
      code: 'info-reporting.badExpression',
    });
    expect(await open(ask([fresh, fresh]))).toMatchObject({ code: 'info-reporting.badTable' });
    expect(await open(ask([fresh], { level: 'city' }))).toMatchObject({ code: 'info-reporting.badTable' });
    expect(await open(ask([{ ...fresh, key: '__proto__' }]))).toMatchObject({
      code: 'info-reporting.badTable',
    });
  });

  test('有效期过长或已过的不予准入;编制人不能自己填有效期', async () => {
    const id = await city.open({ ...ask([fresh]), validTo: '2099-01-01' });
    expect((await row(id)).validTo).toBeNull();
    await city.act('designer', id, 'submit');
    await city.act('head', id, 'agree');
    for (const validTo of ['2026-11-23', '2030-01-01'])
      expect((await city.act('reviewer', id, 'admit', { values: { validTo } })).code).toBe(
        'info-reporting.validTooLong',
      );
    expect((await city.act('reviewer', id, 'refuse')).code).toBeUndefined();
    expect(await row(id)).toMatchObject({ outcome: 'refused', admission: null });
    expect(
      (
        await city.post('designer', '/issues', {
          id,
          table: id,
          title: '不许发',
          mode: 'full',
          within: '341202000000',
          asOf: '2026-11-20',
          dueAt: '2026-11-30T10:00:00Z',
        })
      ).code,
    ).toBe('info-reporting.notAdmitted');
  });

  test('别的部门不能送审,没有部门审核不到数据资源局', async () => {
    const id = await city.open(ask([{ ...fresh, title: '桥梁数' }]));
    expect((await city.act('agriculture', id, 'submit')).code).toBeDefined();
    expect(
      (await city.act('reviewer', id, 'admit', { values: { validTo: '2027-01-01' } })).code,
    ).toBeDefined();
  });

  test('减负成效说出不用再填的项数', async () => {
    expect(await city.get('designer', '/savings')).toMatchObject({ held: 1 });
  });
});
