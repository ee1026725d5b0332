/** How the numbers of the evaluation read, on the page and in the exported sheet. Pure. */
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { numberText } from '../../../../../ui/number-card.tsx';
import type contract from '../../contract.ts';

export type Table = OutputOf<typeof contract.routes.evaluation>;
export type Column = Table['columns'][number];
export type Row = Table['rows'][number];

/** '92.3%', '17', '5.2 小时'; '—' without a value. */
export function cellText(column: Pick<Column, 'unit'>, value: number | null | undefined): string {
  if (column.unit === 'rate') {
    const text = numberText(value, '%');
    return text === '—' ? text : `${text}%`;
  }
  if (column.unit === 'count') return numberText(value);
  const text = numberText(value, undefined, 1);
  return text === '—' ? text : `${text} 小时`;
}

/** '36 ÷ 39', for the tip of a number. */
export function countsText(row: Row, column: Column): string {
  const counts = row.counts[column.indicator];
  if (counts === undefined || counts.denominator === null) return '';
  const top = counts.numerator.toLocaleString('zh-CN', { maximumFractionDigits: 1 });
  return `${top} ÷ ${counts.denominator.toLocaleString('zh-CN')}`;
}

export function scoreText(score: number | null): string {
  return numberText(score, undefined, 1);
}

/** A sheet program takes a cell that begins so for a formula. */
const formulaStart = /^[=+\-@\t\r]/;

function csvCell(text: string): string {
  const safe = formulaStart.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The whole table as CSV with a mark for Excel that it is UTF-8; rates as numbers of 1, so that they can be counted on. */
export function evaluationSheet(table: Table): string {
  const head = ['排名', '对象', '综合得分', '等级', ...table.columns.map(titleOf)];
  const rows = table.rows.map((row, index) => [
    row.score === null ? '' : String(index + 1),
    row.name,
    row.score === null ? '' : row.score.toFixed(2),
    row.band?.title ?? '',
    ...table.columns.map((column) => plainNumber(row.values[column.indicator])),
  ]);
  const foot = [
    [`统计时段 ${table.period.from} 至 ${table.period.to}`],
    [`评价规则 ${table.ruleSet.version}：${table.ruleSet.source}`],
  ];
  return `\uFEFF${[head, ...rows, ...foot].map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

const units = { rate: '率', count: '件', hour: '小时' } as const;

function titleOf(column: Column): string {
  return `${column.title}（${units[column.unit]}）`;
}

function plainNumber(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(Math.round(value * 10_000) / 10_000);
}
