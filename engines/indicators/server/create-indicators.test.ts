/** The numbers that officials are judged by, and the rows behind them. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Fault,
  type Lights,
  openLights,
  countyA,
  countyB,
  poles,
  townA,
} from './test-support/open-lights.ts';

let city: Lights;
const quarter = { from: '2026-01-01', to: '2026-03-31' } as const;

const faultOf: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom(null, 'bulb', 'pole'),
  caseArea: fc.constantFrom(null, countyA, townA, countyB),
  leadUnit: fc.constantFrom(null, 'city-light', 'city-park'),
  openedAt: fc.constantFrom(
    '2025-12-31T23:59:59+08:00',
    '2026-01-01T00:00:00+08:00',
    '2026-02-10T09:00:00+08:00',
    '2026-04-01T00:00:00+08:00',
  ),
  doneAt: fc.constantFrom(null, '2026-03-01T12:00:00+08:00', '2026-03-31T23:00:00+08:00'),
  late: fc.constantFrom(null, true, false),
});
const all = fc.sample(faultOf, { numRuns: 200, seed: 11 });
/** What an evaluator of the whole city reaches: a row without an area lies in nobody's area. */
const faults = all.filter((fault) => fault.caseArea !== null);

beforeAll(async () => {
  city = await openLights();
  await city.addFaults(all);
  await city.store.transaction(async (work) => {
    await city.registers.of(poles).trusted.insertMany(work, 'test', [
      { code: 'P1', place: countyA, keeper: 'city-light', height: 8, built: '2026-01-01' },
      { code: 'P2', place: townA, keeper: 'city-park', height: 12, built: '2026-03-31' },
      { code: 'P3', place: countyB, keeper: 'city-light', height: null, built: '2026-02-01' },
      { code: 'P4', place: countyB, keeper: 'city-light', height: 30, built: '2026-04-01' },
    ]);
  });
});
afterAll(() => city.close());

const inQuarter = (fault: Fault) => fault.openedAt >= '2026-01-01' && fault.openedAt < '2026-04-01';

describe('计算指标', () => {
  test('按期修复率是按期修复数除以已修复数,以上报时间归期', async () => {
    const { total } = await city.indicators.compute(
      await city.principal('evaluator'),
      ['lights.onTime'],
      quarter,
    );
    const done = faults.filter((fault) => inQuarter(fault) && fault.doneAt !== null);
    const onTime = done.filter((fault) => fault.late !== true);
    expect(total['lights.onTime']).toEqual({
      numerator: onTime.length,
      denominator: done.length,
      value: onTime.length / done.length,
    });
  });

  test('平均修复时间按小时,没有修好的不算', async () => {
    const { total } = await city.indicators.compute(
      await city.principal('evaluator'),
      ['lights.hours'],
      quarter,
    );
    const hours = faults
      .filter((fault) => fault.kind !== null)
      .flatMap((fault) =>
        fault.doneAt === null ? [] : [(Date.parse(fault.doneAt) - Date.parse(fault.openedAt)) / 3_600_000],
      );
    expect(total['lights.hours']?.denominator).toBe(hours.length);
    expect(total['lights.hours']?.value).toBeCloseTo(
      hours.reduce((sum, each) => sum + each, 0) / hours.length,
      6,
    );
  });

  test('分母为零的比率和平均数是空,不是零', async () => {
    const far = { from: '2030-01-01', to: '2030-01-31' };
    const ids = ['lights.onTime', 'lights.hours', 'lights.ordinary'];
    const { total } = await city.indicators.compute(await city.principal('evaluator'), ids, far);
    expect(total).toEqual({
      'lights.onTime': { numerator: 0, denominator: 0, value: null },
      'lights.hours': { numerator: 0, denominator: 0, value: null },
      'lights.ordinary': { numerator: 0, denominator: null, value: 0 },
    });
  });

  test('两个台账的指标按区县排在一张表里,没有发生的区县也在', async () => {
    const ids = ['lights.ordinary', 'lights.height'];
    const { groups } = await city.indicators.compute(await city.principal('evaluator'), ids, {
      ...quarter,
      by: 'area',
    });
    expect(groups.map(({ name }) => name)).toEqual(['颍州区', '颍东区', '颍泉区']);
    expect(groups[0]?.values['lights.height']).toEqual({ numerator: 20, denominator: 2, value: 10 });
    expect(groups[1]?.values['lights.height']).toEqual({ numerator: 0, denominator: 0, value: null });
    expect(groups[2]?.values['lights.ordinary']).toEqual({ numerator: 0, denominator: null, value: 0 });
  });

  test('可以按主办单位和代码字段分组,显示名称', async () => {
    const who = await city.principal('evaluator');
    const byUnit = await city.indicators.compute(who, ['lights.ordinary'], { ...quarter, by: 'department' });
    expect(byUnit.groups.map(({ name }) => name)).toEqual(['路灯管理处', '园林处', '未填写']);
    const byKind = await city.indicators.compute(who, ['lights.onTime'], { ...quarter, by: 'kind' });
    expect(byKind.groups.map(({ name }) => name)).toEqual(['灯泡', '灯杆', '未填写']);
  });

  test('各组相加等于合计', async () => {
    const { groups, total } = await city.indicators.compute(
      await city.principal('evaluator'),
      ['lights.onTime'],
      { ...quarter, by: 'area', level: 'town' },
    );
    const sum = groups.reduce((add, group) => add + (group.values['lights.onTime']?.numerator ?? 0), 0);
    expect(sum).toBe(total['lights.onTime']?.numerator);
  });
});

describe('谁能看', () => {
  test('区考核员只看到本区的数字', async () => {
    const { groups } = await city.indicators.compute(
      await city.principal('county-evaluator'),
      ['lights.ordinary'],
      { ...quarter, by: 'area' },
    );
    expect(groups.map(({ name }) => name)).toEqual(['颍州区']);
  });

  test('没有考核权限的人看不到目录,也不能计算和查看明细', async () => {
    const keeper = await city.principal('keeper');
    expect(city.indicators.catalogue(keeper)).toEqual([]);
    await expect(city.indicators.compute(keeper, ['lights.onTime'], quarter)).rejects.toMatchObject({
      code: 'city.forbidden',
    });
    await expect(
      city.indicators.drill(keeper, 'lights.onTime', { ...quarter, part: 'numerator' }),
    ).rejects.toMatchObject({ code: 'city.forbidden' });
  });

  test('能看指标但不能看台账的人也看不到数字,否则数字和明细会不一致', async () => {
    const watcher = await city.principal('watcher');
    expect(city.indicators.catalogue(watcher)).toEqual([]);
    await expect(city.indicators.compute(watcher, ['lights.onTime'], quarter)).rejects.toMatchObject({
      code: 'city.forbidden',
    });
  });

  test('明细里的个人信息照样脱敏,也不能拿来分组', async () => {
    const who = await city.principal('evaluator');
    await expect(
      city.indicators.compute(who, ['lights.onTime'], { ...quarter, by: 'caller' }),
    ).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('数字点得开', () => {
  test('任何一格点开,明细正好是那么多行', async () => {
    const ids = ['lights.onTime', 'lights.ordinary', 'lights.hours'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('evaluator' as const, 'county-evaluator' as const),
        fc.constantFrom(
          {},
          { by: 'area' },
          { by: 'area', level: 'town' as const },
          { by: 'department' },
          { by: 'kind' },
        ),
        fc.constantFrom({}, { within: countyA }),
        async (account, grouping, narrowing) => {
          const who = await city.principal(account);
          const query = { ...quarter, ...grouping, ...narrowing };
          const { groups } = await city.indicators.compute(who, ids, query);
          for (const { key, values } of groups) {
            for (const [id, value] of Object.entries(values)) {
              const one = 'by' in grouping ? { ...query, group: key } : query;
              const parts =
                value.denominator === null
                  ? (['numerator'] as const)
                  : (['numerator', 'denominator'] as const);
              for (const part of parts) {
                const page = await city.indicators.drill(who, id, { ...one, part, size: 1 });
                const expected = id === 'lights.hours' ? value.denominator : value[part];
                expect(page.total, `${id} ${part} ${key}`).toBe(expected);
              }
            }
          }
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('趋势', () => {
  test('每月一点,没有发生的月份也有,两端按时段截断', async () => {
    const who = await city.principal('evaluator');
    const query = { from: '2025-12-15', to: '2026-04-01', every: 'month' } as const;
    const points = await city.indicators.trend(who, ['lights.ordinary', 'lights.onTime'], query);
    expect(points.map(({ from, to }) => `${from}..${to}`)).toEqual([
      '2025-12-15..2025-12-31',
      '2026-01-01..2026-01-31',
      '2026-02-01..2026-02-28',
      '2026-03-01..2026-03-31',
      '2026-04-01..2026-04-01',
    ]);
    expect(points[3]?.values).toEqual({
      'lights.ordinary': { numerator: 0, denominator: null, value: 0 },
      'lights.onTime': { numerator: 0, denominator: 0, value: null },
    });
    for (const { from, to, values } of points) {
      const page = await city.indicators.drill(who, 'lights.ordinary', {
        from,
        to,
        part: 'numerator',
        size: 1,
      });
      expect(page.total).toBe(values['lights.ordinary']?.numerator);
    }
  });

  test('只看一个单位的趋势', async () => {
    const who = await city.principal('evaluator');
    const one = { ...quarter, by: 'department', group: 'city-park' };
    const points = await city.indicators.trend(who, ['lights.ordinary'], { ...one, every: 'week' });
    const { total } = await city.indicators.compute(who, ['lights.ordinary'], one);
    expect(points.reduce((sum, point) => sum + (point.values['lights.ordinary']?.numerator ?? 0), 0)).toBe(
      total['lights.ordinary']?.numerator,
    );
    expect(points.at(0)).toMatchObject({ from: '2026-01-01', to: '2026-01-04' });
  });
});

describe('问错了', () => {
  test('未知指标、倒着的时段、过长的时段、没有的分组都说清楚', async () => {
    const who = await city.principal('evaluator');
    const ask = (ids: readonly string[], query: object) =>
      city.indicators.compute(who, ids, { ...quarter, ...query });
    await expect(ask(['lights.none'], {})).rejects.toMatchObject({ code: 'indicators.unknown' });
    await expect(ask(['lights.onTime'], { from: '2026-04-01' })).rejects.toMatchObject({
      code: 'city.invalid',
    });
    await expect(ask(['lights.onTime'], { from: '2000-01-01' })).rejects.toMatchObject({
      code: 'indicators.longPeriod',
    });
    await expect(ask(['lights.onTime'], { by: 'constructor' })).rejects.toMatchObject({
      code: 'city.invalid',
    });
    await expect(ask(['lights.height'], { by: 'kind' })).rejects.toMatchObject({ code: 'city.invalid' });
    await expect(
      city.indicators.drill(who, 'lights.ordinary', { ...quarter, part: 'denominator' }),
    ).rejects.toMatchObject({ code: 'city.invalid' });
  });
});
