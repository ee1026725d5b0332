/** Expressions as officials write them, as attackers write them, and against feelin's own interpreter. */
import fc from 'fast-check';
import { evaluate as bareEvaluate, unaryTest as bareTest } from 'feelin';
import { describe, expect, test } from 'vitest';
import { makeFeel, testLimits } from '../test-support/make-feel.ts';
import { createFeel, type Scope } from './create-feel.ts';
import { toFeel, toPlain } from './feel-value.ts';
import { findNames } from './find-names.ts';
import { problemOf } from './find-problem.ts';
import { checkSyntax } from './parse-expression.ts';

const feel = makeFeel();

function value(text: string, scope: Scope = {}): unknown {
  return toPlain(feel.evaluate(text, scope).value);
}

describe('公务人员写的表达式', () => {
  test.each<[string, Scope, unknown]>([
    ['家庭 人口 >= 3 and 人均月收入 < 800', { '家庭 人口': 3, 人均月收入: 650 }, true],
    ['申请人.年 龄 - 18', { 申请人: { '年 龄': 20 } }, 2],
    ['if 面积 <= 90 then "小户型" else "大户型"', { 面积: 90 }, '小户型'],
    ['类别 in ("低保", "特困")', { 类别: '特困' }, true],
    ['金额 between 100 and 200', { 金额: 200 }, true],
    ['金额 in [100..200)', { 金额: 200 }, false],
    ['decimal(面积 * 1.15, 2)', { 面积: 10.11 }, 11.63],
    ['0.1 + 0.2', {}, 0.3],
    ['sum(人口)', { 人口: [1, 2, 3] }, 6],
    ['count(家庭[年龄 < 18])', { 家庭: [{ 年龄: 10 }, { 年龄: 40 }, { 年龄: 3 }] }, 2],
    ['some x in 家庭 satisfies x.残疾', { 家庭: [{ 残疾: false }, { 残疾: true }] }, true],
    ['string length("阜阳市")', {}, 3],
    ['{单价: 2.5, 合计: 单价 * 3}.合计', {}, 7.5],
    ['"甲" + "乙"', {}, '甲乙'],
    ['缺失', {}, null],
    ['1 / 0', {}, null],
  ])('%s', (text, scope, expected) => {
    expect(value(text, scope)).toEqual(expected);
  });

  test('日期、时间和时长', () => {
    const scope = { 申请日: toFeel('2026-02-28', 'date', '申请日') };
    expect(value('申请日 + duration("P1D")', scope)).toBe('2026-03-01');
    expect(value('申请日 > date("2026-02-27")', scope)).toBe(true);
    expect(value('申请日 = date("2026-02-28")', scope)).toBe(true);
    expect(value('申请日.year', scope)).toBe(2026);
    expect(value('date("2026-03-01") - 申请日', scope)).toBe('P1D');
    expect(value('years and months duration(date("2001-05-06"), 申请日).years', scope)).toBe(24);
    expect(value('time("09:00:00") < time("17:30:00")')).toBe(true);
    expect(value('date and time("2026-02-28T23:59:00") + duration("PT2M")')).toBe('2026-03-01T00:01:00');
    expect(toPlain(toFeel('2026-02-28 08:30', 'dateTime', '受理时间'))).toBe('2026-02-28T08:30:00');
    expect(() => toFeel('2026-02-30', 'date', '申请日')).toThrow('申请日的值不合要求：应为日期');
  });

  test('今天和现在是北京时间，钟由外面给', () => {
    expect(value('today()')).toBe('2026-11-26');
    expect(value('now()')).toBe('2026-11-26T02:00:00+08:00');
  });

  test('三值逻辑：未知不当真也不当假', () => {
    expect(value('null and false')).toBe(false);
    expect(value('null or true')).toBe(true);
    expect(value('null and true')).toBeNull();
    expect(value('not(null)')).toBeNull();
    expect(value('x > 3', { x: null })).toBeNull();
    expect(value('x >= "3"', { x: 5 })).toBeNull();
    expect(value('if x > 3 then 1 else 2', { x: null })).toBe(2);
  });

  test('怪处有提示，带位置', () => {
    expect(feel.evaluate('面积 + 单价 > 3', { 面积: 3 }).warnings).toEqual([
      { kind: 'variable', message: '没有名为“单价”的变量', from: 5, to: 7 },
      { kind: 'type', message: '“+”两边的值无法计算', from: 0, to: 7 },
    ]);
  });

  test.each<[string, unknown, boolean | null]>([
    ['-', 5, true],
    ['', 5, true],
    ['> 3', 5, true],
    ['[1..5)', 5, false],
    ['"低保", "特困"', '特困', true],
    ['not("低保", "特困")', '特困', false],
    ['not("低保", "特困")', null, true],
    ['true', false, false],
    ['? > 3 and ? < 9', 5, true],
    ['null', null, true],
    ['date("2026-01-01")', toFeel('2026-01-01', 'date', ''), true],
    ['>= date("2026-01-01")', toFeel('2025-12-31', 'date', ''), false],
    ['> 3', '5', null],
  ])('条件 %s 对 %s', (tests, input, expected) => {
    expect(tests === '' ? true : feel.test(tests, input)).toBe(expected);
  });
});

describe('语法检查', () => {
  const check = (text: string) => checkSyntax('expression', text, {}, testLimits);

  test.each([
    ['a >', '表达式没有写完', 3],
    ['(a', '表达式没有写完', 2],
    ['"低保', '引号没有配对', 0],
    ['a,,b', '“,,b”放在这里不合语法', 1],
    ['', '表达式没有写完', 0],
  ])('%s', (text, message, from) => {
    expect(check(text)).toMatchObject([{ message, from }]);
  });

  test('编译不通过时说明第几个字符', () => {
    expect(() => feel.compile('expression', 'a > ')).toThrow('表达式第 5 个字符处有误：表达式没有写完');
    expect(() => feel.compile('tests', '> 3,')).toThrow(/第 \d 个字符处有误/);
  });
});

describe('恶意的表达式', () => {
  function codeOf(text: string, scope: Scope = {}): unknown {
    try {
      return value(text, scope);
    } catch (problem) {
      return (problem as { code?: string }).code;
    }
  }

  test.each([
    ['for i in 1..100000000 return i', 'rules.tooSlow'],
    ['for i in 1..2.5 return i', 'rules.tooSlow'],
    ['for a in 1..5000, b in 1..5000, c in 1..5000 return a', 'rules.tooSlow'],
    ['matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a+)+$")', 'rules.tooSlow'],
    ['{f: function(n) f(n + 1), r: f(1)}.r', 'rules.failed'],
    ['function(x) external {java: {class: "java.lang.Runtime"}}', null],
    [`${'('.repeat(500)}1${')'.repeat(500)}`, 'rules.tooComplex'],
    ['1 + '.repeat(3000), 'rules.tooComplex'],
    ['[1, 2'.repeat(5000), 'rules.tooComplex'],
  ])('%.40s 被拦下或没有结果', (text, expected) => {
    expect(codeOf(text)).toBe(expected);
  });

  test.each([
    'x.constructor',
    'x.__proto__',
    'constructor',
    '__proto__.toString',
    '"a".constructor',
    '[1].constructor',
    'x.toString',
    'get value(x, "constructor")',
    'x["constructor"]',
    'today.constructor',
    'globalThis',
    'process',
  ])('%s 碰不到程序内部', (text) => {
    expect([null, 'rules.failed', [], [null]]).toContainEqual(codeOf(text, { x: { a: 1 } }));
  });

  test('写入原型的把戏不留痕迹', () => {
    codeOf('context put({}, ["__proto__", "坏"], 1)');
    codeOf('context put({}, ["constructor", "prototype", "坏"], 1)');
    codeOf('context([{key: "__proto__", value: {坏: 1}}])');
    codeOf('{"__proto__": {坏: 1}}');
    expect(Object.hasOwn(Object.prototype, '坏')).toBe(false);
  });

  test('编译缓存有上限', () => {
    const small = createFeel({
      limits: () => ({ ...testLimits, cached: 2 }),
      guard: (work) => work(),
      now: () => new Date(),
    });
    const first = small.compile('expression', '1 + 1');
    expect(small.compile('expression', '1 + 1')).toBe(first);
    small.compile('expression', '1 + 2');
    small.compile('expression', '1 + 3');
    expect(small.compile('expression', '1 + 1')).not.toBe(first);
  });
});

describe('与 feelin 自己的解释器一致', () => {
  const number: fc.Arbitrary<string> = fc.oneof(
    fc.integer({ min: -20, max: 20 }).map((one) => (one < 0 ? `(${one})` : String(one))),
    fc.constantFrom('a', 'b', '2.5', 'null'),
  );
  const { condition } = fc.letrec<{ sum: string; condition: string }>((tie) => ({
    sum: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      number,
      fc
        .tuple(tie('sum'), fc.constantFrom('+', '-', '*', '/'), tie('sum'))
        .map(([l, o, r]) => `(${l} ${o} ${r})`),
      tie('condition').chain((c) =>
        fc.tuple(number, number).map(([l, r]) => `(if ${c} then ${l} else ${r})`),
      ),
      number.map((one) => `abs(${one})`),
    ),
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('true', 'false', 'f', 's = "甲"', 's in ("甲", "乙")'),
      fc
        .tuple(tie('sum'), fc.constantFrom('<', '<=', '>', '>=', '=', '!='), tie('sum'))
        .map(([l, o, r]) => `(${l} ${o} ${r})`),
      fc
        .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
        .map(([l, o, r]) => `(${l} ${o} ${r})`),
      tie('condition').map((c) => `not(${c})`),
      fc.tuple(tie('sum'), number, number).map(([x, l, r]) => `(${x} between ${l} and ${r})`),
    ),
  }));
  const scope = fc.record({
    a: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(null)),
    b: fc.integer({ min: -9, max: 9 }),
    f: fc.constantFrom(true, false, null),
    s: fc.constantFrom('甲', '乙', '丙'),
  });

  test('算式、比较、逻辑和条件', () => {
    fc.assert(
      fc.property(condition, scope, (text, given) => {
        expect(feel.compile('expression', text).fast).toBe(true);
        expect([text, value(text, given)]).toEqual([text, toPlain(bareEvaluate(text, given).value)]);
      }),
      { numRuns: 400 },
    );
  });

  const single = fc.oneof(
    fc.integer({ min: -5, max: 5 }).map(String),
    fc
      .tuple(fc.constantFrom('<', '<=', '>', '>='), fc.integer({ min: -5, max: 5 }))
      .map(([o, n]) => `${o} ${n}`),
    fc
      .tuple(fc.constantFrom('[', '('), fc.integer({ min: -5, max: 5 }), fc.nat(5), fc.constantFrom(']', ')'))
      .map(([l, from, size, r]) => `${l}${from}..${from + size}${r}`),
  );
  const tests = fc
    .tuple(fc.boolean(), fc.array(single, { minLength: 1, maxLength: 4 }))
    .map(([no, all]) => (no ? `not(${all.join(', ')})` : all.join(', ')));

  test('决策表的条件', () => {
    fc.assert(
      fc.property(tests, fc.integer({ min: -6, max: 12 }), (text, input) => {
        expect(feel.compile('tests', text).fast).toBe(true);
        expect([text, input, feel.test(text, input)]).toEqual([
          text,
          input,
          bareTest(text, { '?': input }).value,
        ]);
      }),
      { numRuns: 400 },
    );
  });
});

describe('公式里提到的变量', () => {
  const free = (text: string, kind: 'expression' | 'tests' = 'expression', names = {}) =>
    findNames(kind, text, names).map(({ name, filtered }) => (filtered ? `[${name}]` : name));

  test.each([
    ['amount > 3 and case.unit = "amount2"', ['amount', 'case']],
    ['"amount"', []],
    ['for x in items return x.price * rate', ['items', 'rate']],
    ['for x in x return x + partial', ['x']],
    ['some y in items, z in y.parts satisfies y > z + k', ['items', 'k']],
    ['items[price > threshold][item.kind = "a"]', ['items', '[price]', '[threshold]']],
    ['{a: b, c: a + d}.c', ['b', 'd']],
    ['function(p, q) p + q + r', ['r']],
    ['substring(string: subject, length: 2)', ['substring', 'subject']],
    ['x instance of number', ['x']],
    ['金额 > 100', ['金额']],
    ['amount > ', ['amount']],
  ])('%s', (text, expected) => {
    expect(free(text)).toEqual(expected);
  });

  test('名字里可以有空格;一元测试也算', () => {
    expect(free('monthly salary * 12', 'expression', { 'monthly salary': null })).toEqual(['monthly salary']);
    expect(free('[1..cap], "limit"', 'tests')).toEqual(['cap']);
  });

  test('写完就知道哪里不对:语法、太长、没有这个变量;函数和筛选里的名字不冤枉', () => {
    const names = new Set(['amount', 'items', 'case']);
    const problem = (text: string) => problemOf(text, names, { length: 80, depth: 20 });
    expect(problem('amount > 3 and count(items[price > 2]) > 0 and case.unit != null')).toBeUndefined();
    expect(problem('amuont > 3')).toBe('没有名为“amuont”的变量');
    expect(problem('amount >')).toContain('没有写完');
    expect(problem(`amount > ${'1'.repeat(80)}`)).toContain('不能超过');
    expect(problem('today() > date("2026-01-01")')).toBeUndefined();
  });
});
