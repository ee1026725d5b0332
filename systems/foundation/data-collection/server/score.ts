/** How good a batch was: GB/T 36344-2018, each indicator A/B, all with equal weight until somebody weighs them otherwise. */
import type { RuleResult } from '../../../../engines/lake/service.ts';

/** 0–100 with one decimal; null without a row to judge. Indicators are averaged over their rules, then over each other. */
export function scoreOf(results: readonly RuleResult[]): number | null {
  const byIndicator = new Map<string, number[]>();
  for (const { indicator, checked, failed } of results) {
    if (checked === 0) continue;
    const shares = byIndicator.get(indicator) ?? [];
    shares.push(1 - failed / checked);
    byIndicator.set(indicator, shares);
  }
  if (byIndicator.size === 0) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // Cut, not rounded: only a batch without a fault has full marks.
  return Math.floor(mean([...byIndicator.values()].map(mean)) * 1000 + 1e-9) / 10;
}
