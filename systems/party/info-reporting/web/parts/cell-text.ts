/** How a cell is read: numbers with their grouping, yes and no, a dash for what is not there. */
import type { Cell, Column } from '../../table/column.ts';

export function cellText(value: Cell | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return value.toLocaleString('zh-CN', { maximumFractionDigits: 2 });
  return value;
}

export function titleOf({ title, unit }: Column): string {
  return unit === undefined || unit === '' ? title : `${title}（${unit}）`;
}
