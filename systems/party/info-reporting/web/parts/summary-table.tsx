/** The summary as a table: first the total, then each area below; a name leads one level down or to the answer itself. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Empty } from '../../../../../ui/empty.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type contract from '../../contract.ts';
import { cellOf, levelTitles, rollupTitles } from '../../table/column.ts';
import { titleOf } from './cell-text.ts';
import { CellValue } from './cell-value.tsx';

type Summary = OutputOf<typeof contract.routes.summary>;
type Row = Summary['rows'][number];

export const statusWords: Readonly<Record<string, readonly [tone: string, word: string]>> = {
  waiting: ['grey', '待填报'],
  returned: ['red', '退回修改'],
  submitted: ['blue', '审核中'],
  accepted: ['green', '已验收'],
};

export function AnswerStatus(props: { readonly status: string; readonly at?: string | null }): ReactNode {
  const [tone, word] = statusWords[props.status] ?? ['grey', props.status];
  const at =
    props.status === 'submitted' && props.at ? levelTitles[props.at as keyof typeof levelTitles] : undefined;
  return (
    <StatusTag tone={tone}>
      {word}
      {at === undefined ? '' : ` · ${props.at === 'city' ? '待验收' : `${at}级`}`}
    </StatusTag>
  );
}

function Name({ row, onOpen }: { readonly row: Row; readonly onOpen: (area: string) => void }): ReactNode {
  if (row.answer !== null) return <Link to={`/info-reporting/answers/${row.answer}`}>{row.name}</Link>;
  return (
    <button type="button" className="city-link" onClick={() => onOpen(row.area)}>
      {row.name}
    </button>
  );
}

function Progress({ row }: { readonly row: Row }): ReactNode {
  if (row.status !== null) return <AnswerStatus status={row.status} at={row.at} />;
  return (
    <span className="city-number">
      {row.filled} / {row.expected}
      {row.returned > 0 && <span className="report-returned">（退回 {row.returned}）</span>}
    </span>
  );
}

export function SummaryTable(props: {
  readonly summary: Summary;
  readonly onOpen: (area: string) => void;
}): ReactNode {
  const { rows, total, body } = props.summary;
  if (rows.length === 0) return <Empty text="这个范围内没有您能看到的填报单" />;
  return (
    <div className="city-plain-scroll">
      <table className="city-plain-table report-summary">
        <thead>
          <tr>
            <th>单位</th>
            <th>进度</th>
            {body.columns.map((column) => (
              <th key={column.key} className="is-number" title={`汇总方式：${rollupTitles[column.rollup]}`}>
                {titleOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className="is-total">
            <td>合计</td>
            <td>
              <Progress row={total} />
            </td>
            {body.columns.map((column) => (
              <td key={column.key} className="is-number">
                <CellValue column={column} value={cellOf(total.values, column.key)} />
              </td>
            ))}
          </tr>
          {rows.map((row) => (
            <tr key={row.area}>
              <td>
                <Name row={row} onOpen={props.onOpen} />
              </td>
              <td>
                <Progress row={row} />
              </td>
              {body.columns.map((column) => (
                <td key={column.key} className="is-number">
                  <CellValue column={column} value={cellOf(row.values, column.key)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
