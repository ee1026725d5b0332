/** The sampler draws what it says, the answer keeps the promise of ε between neighbours, and one person moves nothing by more than his share. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addNoise, epsilonUnit } from './answer.ts';
import { drawDiscreteLaplace, halfWidth } from './discrete-laplace.ts';
import { Question, questionText, resolveQuestion, Terms } from './question.ts';
import { type Draw, drawFrom, secureDraw } from './random.ts';
import { tally, type TallyRow } from './tally.ts';

/** SplitMix32: the same bytes on every machine. For tests alone. */
function seeded(seed: number): Draw {
  let state = seed >>> 0;
  return drawFrom((bytes) => {
    for (let at = 0; at < bytes.length; at += 1) {
      state = (state + 0x9e3779b9) >>> 0;
      let mixed = state;
      mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      bytes[at] = (mixed ^ (mixed >>> 15)) & 255;
    }
  });
}

const terms: Terms = Terms.parse({
  person: 'id',
  perPerson: 2,
  groupings: [
    { field: 'town', groups: ['甲', '乙'] },
    { field: 'kind', groups: ['职工', '居民'] },
  ],
  numbers: [{ field: 'amount', low: 0, high: 1000, step: 10 }],
});

function resolved(question: Question) {
  const found = resolveQuestion(terms, question);
  if (found === undefined) throw new Error('no question');
  return found;
}

describe('离散拉普拉斯', () => {
  test.each([
    [1, 1, 101],
    [1, 3, 102],
    [5, 2, 103],
    [100_000, 1_000_000, 104],
  ])('速率 %i/%i 的频数合于概率（卡方）', (over, under, seed) => {
    const draw = seeded(seed);
    const rate = { over: BigInt(over), under: BigInt(under) };
    const q = Math.exp(-over / under);
    const chance = (n: number) => ((1 - q) / (1 + q)) * q ** Math.abs(n);
    const drawn = 40_000;
    const counts = new Map<number, number>();
    for (let i = 0; i < drawn; i += 1) {
      const n = Number(drawDiscreteLaplace(rate, draw));
      counts.set(n, (counts.get(n) ?? 0) + 1);
    }
    const inside: number[] = [];
    for (let n = -200; n <= 200; n += 1) if (chance(n) * drawn >= 10) inside.push(n);
    let square = 0;
    let [rest, restChance] = [drawn, 1];
    for (const n of inside) {
      const expected = chance(n) * drawn;
      square += ((counts.get(n) ?? 0) - expected) ** 2 / expected;
      rest -= counts.get(n) ?? 0;
      restChance -= chance(n);
    }
    if (restChance * drawn >= 5) square += (rest - restChance * drawn) ** 2 / (restChance * drawn);
    const freedom = inside.length;
    // Wilson and Hilferty: the 99.9 % point of chi square.
    const limit = freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3;
    expect(square).toBeLessThan(limit);
  });

  test('速率不大于零、无处可抽，都不给数', () => {
    expect(() => drawDiscreteLaplace({ over: 0n, under: 1n }, secureDraw)).toThrow('rate');
    expect(() => secureDraw(0n)).toThrow('nothing');
  });

  test('95%区间确实盖住95%的噪声，再窄一格就不够', () => {
    const rate = { over: 1n, under: 10n };
    const q = Math.exp(-0.1);
    const outside = (m: number) => (2 * q ** (m + 1)) / (1 + q);
    const width = halfWidth(rate, 0.95);
    expect(outside(width)).toBeLessThanOrEqual(0.05);
    expect(outside(width - 1)).toBeGreaterThan(0.05);
  });
});

describe('差分隐私', () => {
  test('相邻两个数据集上，每个答案出现的机会之比不超过 e^ε', async () => {
    const rows: TallyRow[] = Array.from({ length: 12 }, (_, index) => ({ id: `p${index}`, town: '甲' }));
    const one = await tally(terms, resolved({ measure: 'count' }), rows);
    // A person of five rows joins; two of them count.
    const more = await tally(terms, resolved({ measure: 'count' }), [
      ...rows,
      ...Array.from({ length: 5 }, () => ({ id: 'new', town: '甲' })),
    ]);
    const epsilon = 1;
    const drawn = 60_000;
    const frequency = (cells: typeof one, draw: Draw) => {
      const counts = new Map<number, number>();
      for (let i = 0; i < drawn; i += 1) {
        const [cell] = addNoise(terms, resolved({ measure: 'count' }), cells, epsilon * epsilonUnit, draw);
        counts.set(cell?.value ?? -1, (counts.get(cell?.value ?? -1) ?? 0) + 1);
      }
      return counts;
    };
    const [a, b] = [frequency(one, seeded(7)), frequency(more, seeded(8))];
    let largest = 0;
    for (const [value, count] of a) {
      const other = b.get(value) ?? 0;
      if (count < 500 || other < 500) continue;
      largest = Math.max(largest, count / other, other / count);
    }
    // Frequencies of 500 are off by 4.5 % each now and then; three of these are allowed.
    expect(largest).toBeLessThan(Math.exp(epsilon) * 1.2);
    // And the noise is no larger than it must be.
    expect(largest).toBeGreaterThan(Math.exp(epsilon) * 0.8);
  });

  test('加入或去掉任何一个人，真值的变动不超过声明的敏感度', async () => {
    const row = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      town: fc.constantFrom('甲', '乙', '丙'),
      kind: fc.constantFrom('职工', '居民'),
      amount: fc.oneof(fc.double({ noNaN: true }), fc.constant(null), fc.integer({ min: -9999, max: 9999 })),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 40 }),
        fc.constantFrom<Question>(
          { measure: 'count' },
          { measure: 'count', by: 'town' },
          { measure: 'sum', field: 'amount', by: 'town', where: { field: 'kind', group: '居民' } },
        ),
        async (rows, question) => {
          const all = await tally(terms, resolved(question), rows);
          const without = await tally(
            terms,
            resolved(question),
            rows.filter(({ id }) => id !== 'a'),
          );
          let [counted, summed] = [0, 0n];
          for (const [index, cell] of all.entries()) {
            const other = without[index];
            counted += Math.abs(cell.rows - (other?.rows ?? 0));
            const moved = cell.sum - (other?.sum ?? 0n);
            summed += moved < 0n ? -moved : moved;
          }
          expect(counted).toBeLessThanOrEqual(terms.perPerson);
          expect(summed).toBeLessThanOrEqual(BigInt(terms.perPerson * 100));
        },
      ),
    );
  });

  test('均值在上下限之内，人太少时没有；真值落在所给的区间里', async () => {
    const question = resolved({ measure: 'mean', field: 'amount' });
    const rows = Array.from({ length: 4000 }, (_, index) => ({ id: `p${index}`, amount: index % 500 }));
    const draw = seeded(11);
    let held = 0;
    for (let i = 0; i < 200; i += 1) {
      const [cell] = addNoise(
        terms,
        question,
        await tally(terms, question, rows.slice(0, 400)),
        epsilonUnit,
        draw,
      );
      if (cell !== undefined && cell.low <= 200 && 200 <= cell.high) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(190);
    const [none] = addNoise(terms, question, await tally(terms, question, []), 60 * epsilonUnit, draw);
    expect(none?.value).toBeNull();
  });
});

describe('问题', () => {
  test.each<[string, Question]>([
    ['没有声明的字段', { measure: 'sum', field: 'salary' }],
    ['没有声明的分组', { measure: 'count', by: 'name' }],
    ['没有声明的组', { measure: 'count', where: { field: 'town', group: "甲' or 1=1" } }],
    ['求和却没有数值', { measure: 'sum' }],
    ['计数却给了数值', { measure: 'count', field: 'amount' }],
    ['按同一字段分组又筛选', { measure: 'count', by: 'town', where: { field: 'town', group: '甲' } }],
  ])('%s，不回答', (_, question) => {
    expect(resolveQuestion(terms, question)).toBeUndefined();
  });

  test('写法不同的同一个问题是同一个', () => {
    const one = Question.parse({ by: 'town', measure: 'count' });
    expect(questionText(terms, one)).toBe(questionText(terms, { measure: 'count', by: 'town' }));
    expect(questionText(terms, one)).not.toBe(questionText(terms, { measure: 'count' }));
  });
});
