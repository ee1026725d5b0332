/** Values of rules as people read them. */

/** '是', '否', '—', '低保', '收费 5，档次 首段'. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.length === 0 ? '（无）' : value.map(showValue).join('；');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${showValue(one)}`)
    .join('，');
}
