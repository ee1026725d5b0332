/** Tasks in the order of their lights; a title leads to the task. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Empty } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import type contract from '../../contract.ts';
import { LightTag } from './light-tag.tsx';

type Task = OutputOf<typeof contract.routes.board>['rows'][number];

export function TaskTable(props: { readonly rows: readonly Task[]; readonly empty?: string }): ReactNode {
  if (props.rows.length === 0) return <Empty text={props.empty ?? '没有符合条件的任务'} />;
  return (
    <div className="city-plain-scroll">
      <table className="city-plain-table">
        <thead>
          <tr>
            <th>灯</th>
            <th>任务</th>
            <th>主办单位</th>
            <th>环节</th>
            <th className="is-number">进度</th>
            <th>时限</th>
            <th>说明</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.id}>
              <td>
                <LightTag light={row.light} />
              </td>
              <td className="is-long">
                <Link to={`/supervision/tasks/${row.id}`}>{row.title}</Link>
                <span className="city-muted"> {row.number}</span>
              </td>
              <td>{row.leadName}</td>
              <td>{row.stage}</td>
              <td className="is-number">{row.progress}%</td>
              <td className="city-number">{row.dueAt === null ? '—' : momentText(row.dueAt)}</td>
              <td className="is-long">{row.light?.title ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
