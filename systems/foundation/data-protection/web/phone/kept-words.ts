/** How long something is kept, and days, in words for the person it is about. */
import { momentText } from '../../../../../ui/form/city-time.ts';

/** '2026-12-14' */
export function dayText(moment: string): string {
  return momentText(moment).slice(0, 10);
}

export function keptWords(rule: { readonly days: number | null; readonly basis: string | null }): string {
  if (rule.days === null || rule.basis === null) return '保存期限：按该事项的业务规定';
  if (rule.days === 0) return `保存期限：到期即销毁（${rule.basis}）`;
  const years = rule.days / 365;
  const length = Number.isInteger(years) ? `${years} 年` : `${rule.days} 天`;
  return `保存期限：${length}（${rule.basis}）`;
}
