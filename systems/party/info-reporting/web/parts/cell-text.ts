/** How a cell is read: numbers with their grouping, yes and no, a dash for what is not there. */
import { type Cell, type Cells, cellOf, type Column } from '../../table/column.ts';

export function cellText(value: Cell | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return value.toLocaleString('zh-CN', { maximumFractionDigits: 2 });
  return value;
}

export function columnText(cells: Cells, column: Column): string {
  return cellText(cellOf(cells, column.key));
}

export function titleOf({ title, unit }: Column): string {
  return unit === undefined || unit === '' ? title : `${title}（${unit}）`;
}
