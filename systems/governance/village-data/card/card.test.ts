/** What is known, what is too old, what an event does, what clashes and what is not shown: the rules of the card without a database. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldTable, findLifeEvent, lifeEvents, listTable } from '../data/tables.ts';
import { addMonths, type CardRow, cellsOf, cellState } from './card.ts';
import { planEvent } from './life-event.ts';
import { mergeEdits } from './merge-edits.ts';
import { suppress, suppressTable } from '../../../../kernel/suppress.ts';

const row = (id: string, values: object, origins: object = {}, version = 3): CardRow => ({
  id,
  version,
  createdAt: '2026-01-05T00:00:00Z',
  origins,
  ...values,
});
const origin = (at: string, version = 1) => ({ source: 'collect', by: '村', at, version });
const field = (key: string) => {
  const found = fieldTable.rows.find((each) => each.key === key);
  if (found === undefined) throw new Error(key);
  return found;
};

describe('新鲜程度', () => {
  test('没有值是缺,有效期最后一天还新鲜,次日过期;导入的值按建卡日期算', () => {
    const at = { vehicles: origin('2025-11-23T03:00:00Z') };
    const vehicles = field('vehicles');
    expect(cellState(row('h', {}), vehicles, '2026-11-23')).toBe('missing');
    expect(cellState(row('h', { vehicles: 0 }, at), vehicles, '2026-11-23')).toBe('fresh');
    expect(cellState(row('h', { vehicles: 0 }, at), vehicles, '2026-11-24')).toBe('stale');
    expect(cellState(row('h', { vehicles: 1 }, null as never), vehicles, '2026-12-01')).toBe('fresh');
    expect(cellState(row('h', { vehicles: 1 }, null as never), vehicles, '2027-01-06')).toBe('stale');
  });

  test('上海时间的半夜算当天', () => {
    const at = { vehicles: origin('2025-11-22T16:30:00Z') };
    expect(cellState(row('h', { vehicles: 1 }, at), field('vehicles'), '2026-11-23')).toBe('fresh');
  });

  test('月末加月不会跳到下下月', () => {
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(addMonths('2027-08-31', 6)).toBe('2028-02-29');
    expect(addMonths('2026-11-23', 12)).toBe('2027-11-23');
  });

  test('不在册的人不采集;没有外出的不问务工地点', () => {
    const card = {
      household: row('h', {}),
      members: [
        row('a', { standing: 'living', migrant: true }),
        row('b', { standing: 'dead', migrant: true }),
        row('c', { standing: null, migrant: false }),
      ],
    };
    const cells = cellsOf(card, [field('migrantPlace'), field('phone')], '2026-11-23');
    expect(cells.map(({ member, field: key }) => `${member} ${key}`)).toEqual([
      'a migrantPlace',
      'a phone',
      'c phone',
    ]);
  });
});

describe('离线合并', () => {
  const household = row(
    'h',
    { vehicles: 2, houseArea: 100 },
    { vehicles: origin('2026-11-20T00:00:00Z', 3), houseArea: origin('2026-11-01T00:00:00Z', 1) },
  );
  const card = { household, members: [] };
  const edit = (key: string, value: number | null, base: number) => ({
    of: 'household' as const,
    member: null,
    field: key,
    value,
    base,
  });

  test('看过之后没人动过的写入,动过且不同的是冲突,动过但相同的是确认', () => {
    const merged = mergeEdits(card, [edit('vehicles', 5, 2), edit('houseArea', 120, 2)]);
    expect(merged.writes.map((each) => each.field)).toEqual(['houseArea']);
    expect(merged.clashes).toEqual([expect.objectContaining({ field: 'vehicles', theirs: 2 })]);
    expect(mergeEdits(card, [edit('vehicles', 2, 1)]).same).toHaveLength(1);
    expect(mergeEdits(card, [edit('vehicles', 5, 3)]).writes).toHaveLength(1);
  });

  test('每一项改动恰好有一个去处', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ value: fc.integer({ min: 0, max: 4 }), base: fc.integer({ min: 0, max: 5 }) })),
        (given) => {
          const edits = given.map(({ value, base }) => edit('vehicles', value, base));
          const { writes, same, clashes } = mergeEdits(card, edits);
          expect(writes.length + same.length + clashes.length).toBe(edits.length);
          for (const each of clashes) expect(each.base).toBeLessThan(3);
        },
      ),
    );
  });
});

describe('生活事件规则', () => {
  const titleOf = (key: string) => field(key).title;
  const card = {
    household: row('h', {}),
    members: [
      row('head', { relation: '02', standing: 'living' }),
      row('wife', { relation: '10', standing: 'living' }),
      row('gone', { relation: '51', standing: 'dead' }),
    ],
  };
  const told = (code: string, more: object = {}) => ({ code, members: [], given: {}, head: null, ...more });
  const plan = (code: string, more: object = {}) => {
    const rule = findLifeEvent(code);
    if (rule === undefined) throw new Error(code);
    return planEvent(rule, card, told(code, more), titleOf);
  };

  test('规则里的字段、代码都存在', () => {
    for (const event of lifeEvents)
      for (const key of [
        ...event.asks.map((ask) => ask.field),
        ...event.does.flatMap((step) => ('set' in step ? Object.keys(step.set) : [])),
      ]) {
        const known = field(key);
        for (const step of event.does) {
          const value = 'set' in step ? step.set[key] : undefined;
          if (known.list !== undefined && typeof value === 'string')
            expect(
              listTable.lists[known.list]?.map(([code]) => code),
              key,
            ).toContain(value);
        }
      }
  });

  test('死者不再有事;户主走了要有新户主;缺必填的说出名字;不能全户分走', () => {
    expect(plan('leave', { members: ['gone'] })).toEqual({ kind: 'member' });
    expect(plan('death', { members: ['head'] })).toEqual({ kind: 'lacks', title: '死亡日期' });
    const given = { standingOn: '2026-11-01' };
    expect(plan('death', { members: ['head'], given })).toEqual({ kind: 'head' });
    expect(plan('death', { members: ['head'], given, head: 'gone' })).toEqual({ kind: 'head' });
    expect(plan('death', { members: ['head'], given, head: 'wife' })).toMatchObject({
      sets: [
        { member: 'head', values: { standing: 'dead', standingOn: '2026-11-01' } },
        { member: 'wife', values: { relation: '02' } },
      ],
    });
    expect(plan('split', { members: ['head', 'wife'], given: { address: 'x' } })).toEqual({
      kind: 'nobody-stays',
    });
  });

  test('没问的字段给了也不取', () => {
    const given = {
      name: '新',
      sex: '1',
      birthDate: '2026-11-01',
      relation: '20',
      nation: '01',
      standing: 'dead',
    };
    expect(plan('birth', { given })).toMatchObject({ adds: [{ name: '新', standing: 'living' }] });
  });
});

describe('小数不显示', () => {
  test('零显示;只藏一个时再藏一个,免得由合计倒推', () => {
    expect(suppress([0, 3, 40, 20], 10)).toEqual([0, null, 40, null]);
    expect(suppress([3, 4, 40], 10)).toEqual([null, null, 40]);
    expect(suppress([12, 40], 10)).toEqual([12, 40]);
  });

  test('表里任何一行一列都不会只藏一个能倒推的', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 4 }), {
          minLength: 1,
          maxLength: 5,
        }),
        (table) => {
          const shown = suppressTable(table, 10);
          const lines = [
            ...shown.map((line, row) =>
              line.map((count, column) => [count, table[row]?.[column] ?? 0] as const),
            ),
            ...[0, 1, 2, 3].map((column) =>
              shown.map((line, row) => [line[column] ?? null, table[row]?.[column] ?? 0] as const),
            ),
          ];
          for (const line of lines) {
            for (const [count] of line) if (count !== null) expect(count === 0 || count >= 10).toBe(true);
            const hidden = line.filter(([count]) => count === null);
            const others = line.filter(([count, real]) => count !== null && real > 0);
            if (hidden.length === 1) expect(others).toEqual([]);
          }
        },
      ),
    );
  });
});
