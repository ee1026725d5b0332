/** How a batch's results become one number. */
import { expect, test } from 'vitest';
import type { RuleResult } from '../../../../engines/lake/service.ts';
import { scoreOf } from './score.ts';

function rule(indicator: string, failed: number, checked = 1000): RuleResult {
  return { field: 'f', reason: 'type', indicator, checked, failed };
}

test('同一指标内各规则平均，各指标等权；没有行就没有分', () => {
  expect(scoreOf([rule('0302', 0), rule('0302', 500), rule('0201', 0)])).toBe(87.5);
  expect(scoreOf([rule('0302', 0, 0)])).toBeNull();
});

test('只要有一处不合格就不是满分', () => {
  expect(scoreOf([rule('0302', 0)])).toBe(100);
  expect(scoreOf([rule('0302', 1, 1_000_000)])).toBe(99.9);
});
