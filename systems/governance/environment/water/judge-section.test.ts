/** A section is as good as its worst item. */
import { expect, test } from 'vitest';
import { judgeRiver, judgeSection } from './judge-section.ts';

test('the worst item decides, and the multiple is told against class III', () => {
  const verdict = judgeSection({ ph: 7.4, do: 6.2, codmn: 5.1, cod: 18, nh3n: 1.26, tp: 0.31 });
  expect(verdict?.grade).toBe(5);
  expect(verdict?.main.map((item) => [item.name, item.grade, item.over])).toEqual([
    ['总磷', 5, 0.55],
    ['氨氮', 4, 0.26],
  ]);
});

test('a value on the limit is within; where classes share a limit it is the better one', () => {
  expect(judgeSection({ cod: 15 })?.grade).toBe(1);
  expect(judgeSection({ cu: 1 })?.grade).toBe(2);
  expect(judgeSection({ cd: 0.005 })?.grade).toBe(2);
  expect([7.5, 6, 5, 3, 2, 1.9].map((value) => judgeSection({ do: value })?.grade)).toEqual([
    1, 2, 3, 4, 5, 6,
  ]);
  expect([5.9, 6, 9, 9.1].map((value) => judgeSection({ ph: value })?.grade)).toEqual([6, 1, 1, 6]);
});

test('a lake has its own phosphorus, and oxygen has no multiple', () => {
  expect([judgeSection({ tp: 0.1 })?.grade, judgeSection({ tp: 0.1 }, true)?.grade]).toEqual([2, 4]);
  expect(judgeSection({ do: 1 })?.items[0]).toMatchObject({ grade: 6, over: null });
});

test('cyanide and heavy metals are named first', () => {
  const main = judgeSection({ nh3n: 9, hg: 0.0002, cod: 60, bod5: 20, tp: 3 })?.main;
  expect(main?.map((item) => item.code)).toEqual(['hg', 'tp', 'nh3n']);
});

test('what was not measured, or is no number, says nothing', () => {
  expect(judgeSection({})).toBeUndefined();
  expect(judgeSection({ cod: null, tn: 9, tp: -1, nh3n: Number.NaN })).toBeUndefined();
});

test('a river of five sections has one word', () => {
  expect(judgeRiver([2, 3, 3, 3])).toBeUndefined();
  expect(judgeRiver([1, 2, 3, 3, 3])).toBe('优');
  expect(judgeRiver([1, 2, 3, 3, 4])).toBe('良好');
  expect(judgeRiver([3, 3, 3, 4, 5])).toBe('轻度污染');
  expect(judgeRiver([3, 3, 3, 6, 6])).toBe('中度污染');
  expect(judgeRiver([3, 3, 6, 6, 6])).toBe('重度污染');
});
