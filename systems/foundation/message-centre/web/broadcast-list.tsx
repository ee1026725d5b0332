/** Bulk messages, newest first, each with its range and how far it has come. */
import { Button, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag, type Tone } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { batchTitles, urgencyTitles } from '../data/words.ts';

type Broadcast = OutputOf<typeof contract.routes.broadcasts>['rows'][number];

const tones: Readonly<Record<string, Tone>> = {
  waiting: 'yellow',
  sending: 'blue',
  done: 'green',
  refused: 'red',
  cancelled: 'grey',
  withdrawn: 'grey',
};

export function BatchState(props: { readonly state: string }): ReactNode {
  return <StatusTag tone={tones[props.state] ?? 'grey'}>{batchTitles[props.state] ?? props.state}</StatusTag>;
}

const columns: ColumnType<Broadcast>[] = [
  {
    title: '名称',
    dataIndex: 'title',
    render: (title: string, row) => <Link to={`/message-centre/broadcasts/${row.id}`}>{title}</Link>,
  },
  {
    title: '模板',
    key: 'template',
    render: (_, row) => (
      <>
        {row.templateTitle}{' '}
        {row.urgency === 'emergency' && <StatusTag tone="red">{urgencyTitles['emergency']}</StatusTag>}
      </>
    ),
  },
  { title: '范围', dataIndex: 'audienceText' },
  { title: '拟发人数', key: 'people', align: 'right', render: (_, row) => row.reach.people },
  { title: '已发人数', dataIndex: 'reached', align: 'right' },
  { title: '状态', dataIndex: 'state', render: (state: string) => <BatchState state={state} /> },
  { title: '申请人', dataIndex: 'askedBy' },
  { title: '申请时间', dataIndex: 'askedAt', render: (at: string) => momentText(at) },
];

/** `only`: of this state, the others left out. */
export function BroadcastList(props: { readonly only?: string; readonly empty: string }): ReactNode {
  const [before, setBefore] = useState<string | undefined>(undefined);
  const asked = useCall(
    contract.routes.broadcasts,
    { size: 50, ...(before === undefined ? {} : { before }) },
    { every: 15_000, keep: true },
  );
  if (asked.isPending) return <Loading rows={6} />;
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const { next } = asked.data;
  const rows = asked.data.rows.filter(({ state }) => props.only === undefined || state === props.only);
  return (
    <Section flush>
      {rows.length === 0 ? (
        <Empty text={props.empty} />
      ) : (
        <Table<Broadcast>
          rowKey="id"
          size="middle"
          columns={columns}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 'max-content' }}
        />
      )}
      {(next !== null || before !== undefined) && (
        <p className="centre-more">
          {before !== undefined && <Button onClick={() => setBefore(undefined)}>回到最新</Button>}
          {next !== null && <Button onClick={() => setBefore(next)}>更早的</Button>}
        </p>
      )}
    </Section>
  );
}
