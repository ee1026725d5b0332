/** The parts of an income add up to it to the last 分, and nobody's part is off by more than one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitIncome } from './split-income.ts';

test('分成合起来就是收入，一分不差，每份不偏一分以上', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000_000), fc.nat(100), fc.nat(100), (total, one, other) => {
      const second = Math.min(other, 100 - one);
      const { publicPart, providerPart, operatorPart } = splitIncome(total, one, second);
      expect(publicPart + providerPart + operatorPart).toBe(total);
      for (const [part, share] of [
        [publicPart, one],
        [providerPart, second],
        [operatorPart, 100 - one - second],
      ] as const)
        expect(Math.abs(part - (total * share) / 100)).toBeLessThan(1);
    }),
  );
});

test('除不尽的一分给余数最大的', () => {
  expect(splitIncome(101, 30, 20)).toEqual({ publicPart: 30, providerPart: 20, operatorPart: 51 });
});
