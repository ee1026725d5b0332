/** 开放计划: what is opened this year, by whom, in which month, and what has been done. */
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { OpenFrame } from './parts/frame.tsx';

type Item = OutputOf<typeof contract.routes.plan>['items'][number];

function stateOf(item: Item): { readonly text: string; readonly colour: 'green' | 'red' | 'grey' } {
  if (item.doneOn !== null) return { text: `已完成 ${item.doneOn}`, colour: 'green' };
  return item.late ? { text: '逾期', colour: 'red' } : { text: '未到期', colour: 'grey' };
}

export default function PlanPage(): ReactNode {
  const [year, setYear] = useState<number>();
  const asked = useCall(contract.routes.plan, year === undefined ? {} : { year }, { keep: true });
  return (
    <OpenFrame>
      <Shown of={asked} rows={6}>
        {(plan) => (
          <>
            <header className="open-data-head">
              <h1>{plan.year}年数据开放计划</h1>
              <p className="open-data-facts">
                <span>共{plan.total}项</span>
                <span>
                  已到期{plan.due}项，完成{plan.done}项
                </span>
                <span>到期完成率：{plan.rate === null ? '—' : `${plan.rate}%`}</span>
              </p>
            </header>
            <div className="open-data-controls">
              <label>
                年度
                <Select
                  aria-label="年度"
                  value={plan.year}
                  onChange={setYear}
                  options={plan.years.map((each) => ({ value: each, label: `${each}年` }))}
                />
              </label>
            </div>
            {plan.items.length === 0 ? <Empty text="这一年还没有公布计划" /> : <Items items={plan.items} />}
          </>
        )}
      </Shown>
    </OpenFrame>
  );
}

function Items(props: { readonly items: readonly Item[] }): ReactNode {
  return (
    <div className="open-data-scroll" role="region" aria-label="开放计划" tabIndex={0}>
      <table className="open-data-table">
        <thead>
          <tr>
            <th scope="col">数据名称</th>
            <th scope="col">责任部门</th>
            <th scope="col">计划月份</th>
            <th scope="col">开放属性</th>
            <th scope="col">完成情况</th>
          </tr>
        </thead>
        <tbody>
          {props.items.map((item) => {
            const { text, colour } = stateOf(item);
            return (
              <tr key={item.id}>
                <td>
                  {item.code === null ? item.name : <Link to={`/open-data/${item.code}`}>{item.name}</Link>}
                </td>
                <td>{item.department}</td>
                <td>{item.month}</td>
                <td>{item.openType || '待定'}</td>
                <td>
                  <StatusTag tone={colour}>{text}</StatusTag>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
