/** Numbers over a register, and that the rows behind a number are as many as it says. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { areaPrefix } from '../../../../kernel/area.ts';
import type { Filter } from '../../../../kernel/filter.ts';
import type { AggregateQuery } from '../../service.ts';
import { chief, clerk, countyA, countyB, lamps, townA } from '../test-support/lamps.ts';
import { type OpenLamps, openLamps } from '../test-support/open-lamps.ts';

interface Lamp {
  readonly code: string;
  readonly place: string | null;
  readonly kind: string | null;
  readonly watts: number | null;
  readonly installed: string | null;
  readonly checkedAt: string | null;
}

let city: OpenLamps;
const kept: Lamp[] = [];
const id = 'lamp.lamps';

const lampOf = fc.record({
  place: fc.constantFrom(null, countyA, townA, '341202001001', countyB, '341200000000'),
  kind: fc.constantFrom(null, 'led', 'sodium'),
  watts: fc.option(fc.integer({ min: 1, max: 300 }), { nil: null }),
  installed: fc.constantFrom(null, '2026-01-01', '2026-03-31', '2026-04-01'),
  // Around midnight in Shanghai, where a UTC day would count wrongly.
  checkedAt: fc.constantFrom(
    null,
    '2026-01-01T00:30:00+08:00',
    '2026-03-31T23:59:59+08:00',
    '2026-04-01T00:00:00+08:00',
  ),
});

const led: Filter = { field: 'kind', is: 'equal', value: 'led' };

function query(part: Partial<AggregateQuery> = {}): AggregateQuery {
  return {
    from: '2026-01-01',
    to: '2026-03-31',
    measures: {
      led: { where: led, period: 'checkedAt' },
      other: { where: { not: led }, period: 'checkedAt' },
      installed: { where: { all: [] }, period: 'installed' },
      watts: { where: led, period: 'checkedAt', value: 'watts' },
    },
    ...part,
  };
}

beforeAll(async () => {
  city = await openLamps();
  for (const [index, lamp] of fc.sample(lampOf, { numRuns: 120, seed: 7 }).entries())
    kept.push({ ...lamp, code: `L-${index}` });
  await city.store.transaction(async (work) => {
    await city.engine.service.of(lamps).trusted.insertMany(work, 'test', kept);
  });
});
afterAll(() => city.store.close());

const checkedInQuarter = (lamp: Lamp) => lamp.checkedAt !== null && lamp.checkedAt < '2026-04-01T00:00';

describe('统计台账', () => {
  test('各项数字与逐行数出来的一样,按上海时间划分日期', async () => {
    const [all] = await city.engine.service.aggregate(chief, id, query());
    const lit = kept.filter((lamp) => checkedInQuarter(lamp) && lamp.kind === 'led');
    const watts = lit.flatMap((lamp) => lamp.watts ?? []);
    expect(all?.measures).toEqual({
      led: { rows: lit.length, sum: null },
      other: { rows: kept.filter((lamp) => checkedInQuarter(lamp) && lamp.kind !== 'led').length, sum: null },
      installed: {
        rows: kept.filter((lamp) => lamp.installed !== null && lamp.installed <= '2026-03-31').length,
        sum: null,
      },
      watts: { rows: watts.length, sum: watts.reduce((sum, each) => sum + each, 0) },
    });
  });

  test('按区县分组,乡镇和村的行归到区县,没有区划的行单列', async () => {
    const groups = await city.engine.service.aggregate(
      chief,
      id,
      query({ by: { field: 'place', level: 'county' } }),
    );
    for (const { key, measures } of groups) {
      const under = (lamp: Lamp) => {
        if (lamp.place === null || key === null) return lamp.place === key;
        return key === '341200000000' ? lamp.place === key : lamp.place.startsWith(areaPrefix(key));
      };
      expect(measures['led']?.rows, String(key)).toBe(
        kept.filter((lamp) => checkedInQuarter(lamp) && lamp.kind === 'led' && under(lamp)).length,
      );
    }
    expect(groups.map((group) => group.key)).toEqual(['341200000000', countyA, countyB, null]);
  });

  test('只能数到自己管得到的行', async () => {
    const groups = await city.engine.service.aggregate(
      clerk,
      id,
      query({ by: { field: 'place', level: 'county' } }),
    );
    expect(groups.map((group) => group.key)).toEqual([countyA]);
  });

  test('脱敏的字段不能用来分组', async () => {
    await expect(
      city.engine.service.aggregate(clerk, id, query({ by: { field: 'phone' } })),
    ).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(
      city.engine.service.aggregate(chief, id, query({ by: { field: 'extra' } })),
    ).rejects.toMatchObject({ kind: 'invalid' });
    await expect(
      city.engine.service.aggregate(chief, id, query({ by: { field: '"; drop' } })),
    ).rejects.toMatchObject({ kind: 'invalid' });
  });

  test('任何一个数字点开,都正好是那么多行', async () => {
    const by = fc.constantFrom<AggregateQuery['by']>(
      undefined,
      { field: 'place', level: 'county' },
      { field: 'place', level: 'town' },
      { field: 'kind' },
    );
    const within = fc.constantFrom(undefined, countyA, townA);
    await fc.assert(
      fc.asyncProperty(by, within, fc.constantFrom(chief, clerk), async (chosen, area, who) => {
        const asked = query({
          ...(chosen === undefined ? {} : { by: chosen }),
          ...(area === undefined ? {} : { within: area }),
        });
        for (const group of await city.engine.service.aggregate(who, id, asked)) {
          for (const [measure, { rows }] of Object.entries(group.measures)) {
            const one = chosen === undefined ? asked : { ...asked, group: group.key };
            const page = await city.engine.service.counted(who, id, one, { measure, size: 1 });
            expect(page.total).toBe(rows);
          }
        }
      }),
      { numRuns: 16 },
    );
  });

  test('分段的数字合起来就是全部', async () => {
    const whole = await city.engine.service.aggregate(chief, id, query());
    const parts = await city.engine.service.aggregate(chief, id, query({ every: 'month' }));
    const sum = (name: string) => parts.reduce((total, part) => total + (part.measures[name]?.rows ?? 0), 0);
    expect(sum('led')).toBe(whole[0]?.measures['led']?.rows);
    expect(sum('installed')).toBe(whole[0]?.measures['installed']?.rows);
    expect(new Set(parts.map((part) => part.bucket))).toEqual(new Set(['2026-01-01', '2026-03-01']));
  });
});
