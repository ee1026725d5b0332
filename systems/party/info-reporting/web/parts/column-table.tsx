/** The columns of a table as people read them: what is asked, what is taken from where it is held, how it is summed up. */
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { type Check, type Column, columnKindTitles, rollupTitles } from '../../table/column.ts';

function Origin({ column }: { readonly column: Column }): ReactNode {
  if (column.formula !== undefined) return <StatusTag tone="grey">计算</StatusTag>;
  return column.mode === 'prefill' ? (
    <StatusTag tone="green">预填</StatusTag>
  ) : (
    <StatusTag tone="blue">填报</StatusTag>
  );
}

export function ColumnTable(props: { readonly columns: readonly Column[] }): ReactNode {
  return (
    <div className="city-plain-scroll">
      <table className="city-plain-table">
        <thead>
          <tr>
            <th>列</th>
            <th>类型</th>
            <th>填法</th>
            <th>来源或公式</th>
            <th>汇总</th>
          </tr>
        </thead>
        <tbody>
          {props.columns.map((column) => (
            <tr key={column.key}>
              <td>
                {column.title}
                {column.unit ? `（${column.unit}）` : ''}
              </td>
              <td>{columnKindTitles[column.kind]}</td>
              <td>
                <Origin column={column} />
              </td>
              <td>{column.formula ?? column.source?.title ?? column.reason ?? '—'}</td>
              <td>
                {rollupTitles[column.rollup]}
                {column.weight ? `（权数 ${column.weight}）` : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function CheckList(props: { readonly checks: readonly Check[] }): ReactNode {
  if (props.checks.length === 0) return <p className="city-muted">没有校验规则</p>;
  return (
    <ul className="report-checks">
      {props.checks.map((check) => (
        <li key={check.title}>
          <StatusTag tone={check.level === 'error' ? 'red' : 'yellow'}>
            {check.level === 'error' ? '必须符合' : '不符须说明'}
          </StatusTag>
          {check.title}
          <code>{check.when}</code>
        </li>
      ))}
    </ul>
  );
}
