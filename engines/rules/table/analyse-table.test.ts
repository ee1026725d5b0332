/** The look-over says exactly what trying every input out would say. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeFeel } from '../test-support/make-feel.ts';
import { analyseTable } from './analyse-table.ts';
import { compileTable } from './compile-table.ts';
import type { DecisionTable, HitPolicy } from './decision-table.ts';

const feel = makeFeel();
const names = { 类: null, 数: null };

const bound = fc.integer({ min: 0, max: 4 });
const numbers = fc.oneof(
  fc.constant('-'),
  fc.tuple(fc.constantFrom('<', '<=', '>', '>='), bound).map(([sign, one]) => `${sign} ${one}`),
  fc
    .tuple(fc.constantFrom('[', '('), bound, fc.nat(3), fc.constantFrom(']', ')'))
    .map(([open, low, size, close]) => `${open}${low}..${low + size + 1}${close}`),
  fc.tuple(bound, bound).map(([a, b]) => `not(${a}, ${b})`),
);
const kinds = fc.constantFrom('-', '"甲"', '"乙"', '"甲", "丙"', 'not("甲")');

function tables(hitPolicy: HitPolicy): fc.Arbitrary<DecisionTable> {
  return fc.array(fc.tuple(kinds, numbers), { minLength: 1, maxLength: 5 }).map((rows) => ({
    hitPolicy,
    aggregator: null,
    inputs: [
      { id: 'i1', label: '', expression: '类', type: 'string' as const, values: '"甲", "乙", "丙"' },
      { id: 'i2', label: '', expression: '数', type: 'number' as const, values: '' },
    ],
    outputs: [{ id: 'o1', name: '果', type: 'number' as const, values: '', otherwise: '' }],
    rules: rows.map((inputs, index) => ({ id: String(index + 1), inputs, outputs: ['1'], note: '' })),
  }));
}

/** Every kind, and every half step beyond and between the bounds. */
const everywhere = ['甲', '乙', '丙'].flatMap((类) =>
  Array.from({ length: 20 }, (_, index) => ({ 类, 数: index / 2 - 1 })),
);

/** The rows that apply, by asking the table with all of its rows. */
function applying(table: DecisionTable) {
  const all = compileTable({ ...table, hitPolicy: 'C' }, feel, { names });
  return everywhere.map((input) => ({ input, rows: all(input).matched.map(Number) }));
}

describe('检查与逐一试算一致', () => {
  test('有没有缺口、哪些行重叠、哪些行用不到', () => {
    fc.assert(
      fc.property(tables('U'), (table) => {
        const found = analyseTable(table, feel, names);
        const tried = applying(table);
        const reached = new Set(tried.flatMap(({ rows }) => rows));
        const together = new Set(tried.filter(({ rows }) => rows.length > 1).map(({ rows }) => rows.join()));
        const unreachable = table.rules.map((_, index) => index + 1).filter((row) => !reached.has(row));
        // A cell that is never true is told as such, and nothing else is looked for.
        if (found.some(({ kind }) => kind === 'never')) {
          expect(unreachable).not.toEqual([]);
          return;
        }
        const of = (kind: string) => found.filter((one) => one.kind === kind);
        expect(of('gap').length > 0).toBe(tried.some(({ rows }) => rows.length === 0));
        expect(new Set(of('overlap').map(({ rows }) => rows.join()))).toEqual(together);
        expect(of('unreachable').flatMap(({ rows }) => rows)).toEqual(unreachable);
      }),
      { numRuns: 150 },
    );
  });

  test('按缺口补上的行,正好补上', () => {
    fc.assert(
      fc.property(tables('F'), (table) => {
        const gaps = analyseTable(table, feel, names).filter(({ kind }) => kind === 'gap');
        const filled = {
          ...table,
          rules: [
            ...table.rules,
            ...gaps.map(({ tests = [] }, index) => ({
              id: `g${index}`,
              inputs: [...tests],
              outputs: ['0'],
              note: '',
            })),
          ],
        };
        if (gaps.length === 0) return;
        const run = compileTable(filled, feel, { names });
        for (const input of everywhere) expect(run(input).matched).not.toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('首个策略:用不到的行去掉,结果不变', () => {
    fc.assert(
      fc.property(tables('F'), (table) => {
        const useless = analyseTable(table, feel, names).flatMap((one) =>
          one.kind === 'unreachable' ? one.rows : [],
        );
        const less = { ...table, rules: table.rules.filter((_, index) => !useless.includes(index + 1)) };
        const [before, after] = [compileTable(table, feel, { names }), compileTable(less, feel, { names })];
        for (const input of everywhere) expect(after(input).matched).toEqual(before(input).matched);
      }),
      { numRuns: 100 },
    );
  });
});

describe('乱写的表', () => {
  const pieces = '"甲"|1|> |[1..2]|(|)| and | + |not(|-|? |date("x")|, |x|null|in |{|true'.split('|');
  const scraps = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join(''));

  test('怎样乱写都只得到说明,不会使页面出错', () => {
    const six = fc.tuple(scraps, scraps, scraps, scraps, scraps, scraps);
    fc.assert(
      fc.property(tables('A'), six, (table, [input, output, expression, allowed, listed, otherwise]) => {
        const messy = {
          ...table,
          inputs: table.inputs.map((column, index) =>
            index === 1 ? { ...column, expression, values: allowed } : column,
          ),
          outputs: table.outputs.map((column) => ({ ...column, values: listed, otherwise })),
          rules: table.rules.map((rule, index) =>
            index === 0 ? { ...rule, inputs: ['-', input], outputs: [output] } : rule,
          ),
        };
        for (const { message } of analyseTable(messy, feel, names)) expect(message).toMatch(/[一-龥]/);
      }),
      { numRuns: 500 },
    );
  });

  test('合语法而无法计算的单元格是错误', () => {
    const [table] = fc.sample(tables('U'), 1);
    if (table === undefined) throw new Error('a table');
    const rules = table.rules.slice(0, 1).map((rule) => ({ ...rule, inputs: ['-', '(30..1> 2020]'] }));
    const found = analyseTable({ ...table, rules }, feel, names);
    expect(found).toMatchObject([{ kind: 'type', severity: 'error', rows: [1], cell: 'inputs.1' }]);
  });
});
