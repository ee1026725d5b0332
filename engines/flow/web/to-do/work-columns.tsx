/** Columns of the lists of work: light first, then what it is, where it stands and since when. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { AreaName } from '../../../../ui/field-value.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import type { QueryColumn } from '../../../../ui/query-table.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import type { DoneItem, WorkItem } from '../../contract.ts';
import { LimitLight } from '../time/limit-light.tsx';
import { workingWords } from '../time/remaining-words.ts';

type PathOf = (type: string, id: string) => string;

/** `oneType`: the column that would say the same in each row waits in the column settings. */
export function workColumns(pathOf: PathOf, oneType: boolean): readonly QueryColumn<WorkItem>[] {
  return [
    { key: 'light', title: '时限', width: 150, render: (item) => <LimitLight limit={item} /> },
    {
      key: 'title',
      title: '案由',
      width: 320,
      render: (item) => <WorkTitle item={item} to={pathOf(item.type, item.caseId)} />,
    },
    {
      key: 'number',
      title: '编号',
      width: 170,
      render: (item) => <span className="city-number">{item.number}</span>,
    },
    { key: 'typeTitle', title: '类型', width: 110, hidden: oneType },
    { key: 'stageTitle', title: '环节', width: 100 },
    {
      key: 'area',
      title: '所属区划',
      width: 120,
      render: (item) => (item.area ? <AreaName code={item.area} /> : <None />),
    },
    { key: 'unitName', title: '承办单位', width: 150, hidden: true },
    {
      key: 'createdAt',
      title: '到达时间',
      width: 150,
      hidden: true,
      render: (item) => <Moment at={item.createdAt} />,
    },
    { key: 'dueAt', title: '环节时限', width: 150, render: (item) => <Moment at={item.dueAt} /> },
  ];
}

/** On a phone: one column that says it all. */
export function narrowColumns(pathOf: PathOf): readonly QueryColumn<WorkItem>[] {
  return [
    {
      key: 'title',
      title: '事项',
      width: 240,
      render: (item) => (
        <span className="flow-narrow">
          <WorkTitle item={item} to={pathOf(item.type, item.caseId)} />
          <LimitLight limit={item} />
          <span className="city-muted city-number">
            {item.stageTitle} · {item.number}
          </span>
        </span>
      ),
    },
  ];
}

export function doneColumns(pathOf: PathOf): readonly QueryColumn<DoneItem>[] {
  return [
    {
      key: 'title',
      title: '案由',
      width: 380,
      render: (item) => <WorkTitle item={item} to={pathOf(item.type, item.caseId)} />,
    },
    {
      key: 'number',
      title: '编号',
      width: 170,
      render: (item) => <span className="city-number">{item.number}</span>,
    },
    { key: 'typeTitle', title: '类型', width: 110 },
    { key: 'stageTitle', title: '办理环节', width: 100 },
    {
      key: 'actionTitle',
      title: '办理结果',
      width: 120,
      render: (item) => <StatusTag tone="blue">{item.actionTitle}</StatusTag>,
    },
    { key: 'closedAt', title: '办理时间', width: 150, render: (item) => <Moment at={item.closedAt} /> },
    {
      key: 'took',
      title: '用时',
      width: 130,
      render: (item) =>
        item.took === null ? <None /> : <span className="city-number">{workingWords(item.took)}</span>,
    },
    {
      key: 'late',
      title: '时限',
      width: 90,
      render: (item) =>
        item.late === null ? (
          <None />
        ) : (
          <StatusTag tone={item.late ? 'red' : 'green'}>{item.late ? '超时' : '按时'}</StatusTag>
        ),
    },
  ];
}

function WorkTitle(props: { readonly item: WorkItem; readonly to: string }): ReactNode {
  const { item } = props;
  return (
    <span className="flow-title">
      <Link to={props.to}>{item.title || item.number}</Link>
      {item.actingForName !== undefined && <StatusTag tone="blue">代{item.actingForName}</StatusTag>}
      {item.supervised && <StatusTag tone="red">督办</StatusTag>}
      {item.urged > 0 && <StatusTag tone="yellow">催办 {item.urged} 次</StatusTag>}
      {item.suspended && <StatusTag tone="grey">已挂起</StatusTag>}
    </span>
  );
}

function Moment(props: { readonly at: string | null }): ReactNode {
  return props.at ? <span className="city-number">{momentText(props.at)}</span> : <None />;
}

function None(): ReactNode {
  return <span className="city-muted">—</span>;
}
