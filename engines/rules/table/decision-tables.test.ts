/** A table of fees: what it decides under each hit policy, what the look-over finds in it, and what changed between two versions. */
import { describe, expect, test } from 'vitest';
import { feeTable, soundRows } from '../test-support/fee-table.ts';
import { makeFeel } from '../test-support/make-feel.ts';
import { analyseTable } from './analyse-table.ts';
import { compareTables } from './compare-tables.ts';
import { compileTable } from './compile-table.ts';
import type { Aggregator, DecisionTable, HitPolicy } from './decision-table.ts';

const feel = makeFeel();
const names = { 车型: null, 分钟: null };

function decide(table: DecisionTable, 车型: unknown, 分钟: unknown) {
  const { value, matched } = compileTable(table, feel, { names })({ 车型, 分钟 });
  return [value, matched];
}

describe('命中策略', () => {
  test('唯一：只有一行命中;没有一行命中得空', () => {
    const table = feeTable('U', soundRows);
    expect(decide(table, '小型', 30)).toEqual([0, ['r1']]);
    expect(decide(table, '小型', 200)).toEqual([9, ['r3']]);
    expect(decide(table, '大型', 121)).toEqual([14, ['r5']]);
    expect(decide(feeTable('U', ['"小型" | - | 1']), '大型', 1)).toEqual([null, []]);
  });

  test('唯一：两行命中时说出是哪两行', () => {
    const table = feeTable('U', ['- | <= 30 | 0', '"小型" | >= 30 | 5']);
    expect(() => decide(table, '小型', 30)).toThrow('第 1、2 行同时命中，只应有一行');
  });

  const several = ['- | > 10 | 5', '"小型" | > 20 | 3', '- | > 30 | 8'];
  test.each<[HitPolicy, Aggregator | null, unknown]>([
    ['F', null, 5],
    ['R', null, [5, 3, 8]],
    ['C', null, [5, 3, 8]],
    ['C', '+', 16],
    ['C', '<', 3],
    ['C', '>', 8],
    ['C', '#', 3],
  ])('%s%s', (policy, aggregator, expected) => {
    const table = { ...feeTable(policy, several), aggregator };
    expect(decide(table, '小型', 40)[0]).toEqual(expected);
  });

  test('优先和按结果序按取值清单的次序', () => {
    function listed(policy: HitPolicy) {
      const table = feeTable(policy, several);
      return { ...table, outputs: table.outputs.map((one) => ({ ...one, values: '8, 3, 5' })) };
    }
    expect(decide(listed('P'), '小型', 40)[0]).toBe(8);
    expect(decide(listed('P'), '小型', 25)[0]).toBe(3);
    expect(decide(listed('O'), '小型', 40)[0]).toEqual([8, 3, 5]);
  });

  test('任意：结果相同才行', () => {
    expect(decide(feeTable('A', ['- | > 10 | 5', '- | > 20 | 2 + 3']), '小型', 30)[0]).toBe(5);
    expect(() => decide(feeTable('A', ['- | > 10 | 5', '- | > 20 | 6']), '小型', 30)).toThrow('结果却不同');
  });

  test('汇总没有命中时：计数为零，求和为空;结果不是数字则说明', () => {
    const none = feeTable('C', ['- | > 10 | 5']);
    expect(decide({ ...none, aggregator: '#' }, '小型', 1)[0]).toBe(0);
    expect(decide({ ...none, aggregator: '+' }, '小型', 1)[0]).toBeNull();
    expect(() => decide({ ...feeTable('C', ['- | - | "五"']), aggregator: '+' }, '小型', 1)).toThrow(
      '不是数字',
    );
  });

  test('都不命中时取“否则”的值;多个结果列成一组', () => {
    const table = feeTable('U', ['"小型" | - | 1']);
    const [fee] = table.outputs;
    if (fee === undefined) throw new Error('no column');
    const two: DecisionTable = {
      ...table,
      outputs: [
        { ...fee, otherwise: '99' },
        { ...fee, id: 'o2', name: '档次', type: 'string', otherwise: '"无"' },
      ],
      rules: [{ id: 'r1', inputs: ['"小型"', '-'], outputs: ['1', '"甲"'], note: '' }],
    };
    expect(decide(two, '小型', 1)[0]).toEqual({ 收费: 1, 档次: '甲' });
    expect(decide(two, '大型', 1)[0]).toEqual({ 收费: 99, 档次: '无' });
  });

  test('不许的取值和类型说出是哪一列', () => {
    const table = feeTable('U', soundRows);
    expect(() => decide(table, '摩托', 5)).toThrow('车型的值不合要求：不在允许的取值');
    expect(() => decide(table, '小型', -5)).toThrow('停放分钟的值不合要求：不在允许的取值');
    expect(() => decide(table, '小型', '很久')).toThrow('停放分钟的值不合要求：应为数字');
    expect(decide(table, null, 20)).toEqual([0, ['r1']]);
  });

  test('写错的单元格在编译时说出行和格', () => {
    expect(() => compileTable(feeTable('U', ['- | > | 0']), feel, { names })).toThrow(
      '第 1 行：表达式第 2 个字符处有误',
    );
  });
});

describe('检查一张表', () => {
  const look = (table: DecisionTable) =>
    analyseTable(table, feel, names).map(({ kind, rows, message }) => [kind, rows, message]);

  test('好表没有问题', () => {
    expect(look(feeTable('U', soundRows))).toEqual([]);
  });

  test('缺口：说出哪些输入没有行适用，并给出可补的条件', () => {
    const findings = analyseTable(
      feeTable('U', ['- | < 30 | 0', '"小型" | [60..120] | 5', '"大型" | > 30 | 9']),
      feel,
    );
    expect(findings.filter((one) => one.kind === 'gap').map((one) => one.tests)).toEqual([
      ['"小型"', '[30..60), > 120'],
      ['"大型"', '30'],
    ]);
  });

  test('重叠：唯一策略下两行同时适用是错误', () => {
    const found = look(feeTable('U', ['- | <= 30 | 0', '"小型" | >= 30 | 5', '"大型" | > 30 | 5']));
    expect(found).toEqual([['overlap', [1, 2], '第 1、2 行同时适用：车型 "小型"，停放分钟 30']]);
  });

  test('任意策略下结果相同不算错，不同才算', () => {
    expect(look(feeTable('A', ['- | <= 30 | 0', '- | >= 30 | 0']))).toEqual([]);
    expect(look(feeTable('A', ['- | <= 30 | 0', '- | >= 30 | 1']))).toMatchObject([
      ['overlap', [1, 2], expect.any(String)],
    ]);
  });

  test('用不到的行：被前面的行合起来盖住', () => {
    const found = look(feeTable('F', ['- | <= 60 | 0', '- | > 50 | 5', '"小型" | [40..70] | 3']));
    expect(found).toEqual([['unreachable', [3], '第 3 行不会用到，前面的行已包含它']]);
  });

  test('永远不成立和类型不对的单元格', () => {
    expect(look(feeTable('U', ['"摩托" | "三" | "五"']))).toEqual([
      ['never', [1], '“"摩托"”在“车型”(文本)中永远不会成立'],
      ['never', [1], '“"三"”在“停放分钟”(数字)中永远不会成立'],
      ['type', [1], '“收费”应为数字'],
    ]);
  });

  test('写不完的单元格', () => {
    expect(analyseTable(feeTable('U', ['"小型" | > | 1 +']), feel)).toMatchObject([
      { kind: 'syntax', rows: [1], cell: 'inputs.1', message: '表达式没有写完' },
      { kind: 'syntax', rows: [1], cell: 'outputs.0', message: '表达式没有写完' },
    ]);
  });

  test('条件里有变量的行不猜，说明未能检查', () => {
    expect(look(feeTable('U', ['- | > 上限 | 0', '- | <= 3 | 1']))).toMatchObject([
      ['unchecked', [1], expect.any(String)],
    ]);
  });

  test('日期列：相邻两天之间没有缺口', () => {
    const table: DecisionTable = {
      ...feeTable('U', []),
      inputs: [{ id: 'd', label: '', expression: '申请日', type: 'date', values: '' }],
      rules: ['<= date("2026-06-30")', '>= date("2026-07-01")'].map((entry, index) => ({
        id: `r${index}`,
        inputs: [entry],
        outputs: ['1'],
        note: '',
      })),
    };
    expect(analyseTable(table, feel)).toEqual([]);
  });

  test('很大的表也查得完', () => {
    const rows = Array.from(
      { length: 500 },
      (_, index) => `"小型" | [${index * 10}..${index * 10 + 10}) | ${index}`,
    );
    const found = look(feeTable('U', [...rows, '"小型" | >= 5000 | 0', '"大型" | - | 0']));
    expect(found).toEqual([]);
  });
});

describe('比较两个版本', () => {
  test('加了、删了、改了、挪了哪些行', () => {
    const before = feeTable('U', soundRows);
    const [r1, r2, r3, r4, r5] = before.rules;
    if (!r1 || !r2 || !r3 || !r4 || !r5) throw new Error('five rows');
    const after: DecisionTable = {
      ...before,
      hitPolicy: 'F',
      rules: [r5, r1, { ...r2, outputs: ['6'] }, r4, { ...r3, id: 'new' }],
    };
    expect(compareTables(before, before)).toEqual([]);
    expect(compareTables(before, after).map(({ kind, row, what }) => [kind, row, what])).toEqual([
      ['policy', undefined, '命中策略'],
      ['moved', 1, '行序'],
      ['changed', 3, '收费'],
      ['added', 5, '整行'],
      ['removed', 3, '整行'],
    ]);
  });
});
