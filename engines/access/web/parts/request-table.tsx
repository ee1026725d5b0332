/** Acts of two persons as a table: who asked for what, who decided, and until when it holds. */
import { Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { ReactNode } from 'react';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract, { type RequestLine } from '../../contract.ts';
import { requestStates, requestTones } from './post-words.ts';

export function RequestTable(props: {
  readonly emptyText: string;
  readonly actions?: (line: RequestLine) => ReactNode;
}): ReactNode {
  const asked = useCall(contract.routes.requests, {}, { every: 30_000 });
  const { actions } = props;
  const last: ColumnType<RequestLine>[] = actions
    ? [{ title: '操作', width: 150, fixed: 'right', render: (_value, row) => actions(row) }]
    : [];
  return (
    <>
      {asked.isPending && <Loading rows={5} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && (
        <Section flush>
          {asked.data.length === 0 ? (
            <Empty text={props.emptyText} />
          ) : (
            <Table<RequestLine>
              rowKey="id"
              size="middle"
              columns={[...columns, ...last]}
              dataSource={asked.data}
              pagination={{ pageSize: 20, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
            />
          )}
        </Section>
      )}
    </>
  );
}

/** An emergency that holds now is what a watcher looks for first. */
function State(props: { readonly line: RequestLine }): ReactNode {
  const { kind, state, endsAt } = props.line;
  const live =
    kind === 'break-glass' && state === 'approved' && endsAt !== null && Date.parse(endsAt) > Date.now();
  if (live) return <StatusTag tone="red">生效中</StatusTag>;
  return <StatusTag tone={requestTones[state]}>{requestStates[state]}</StatusTag>;
}

const columns: ColumnType<RequestLine>[] = [
  {
    title: '类别',
    width: 130,
    render: (_value, row) => (row.kind === 'break-glass' ? '应急授权' : '重置管理员密码'),
  },
  { title: '当事人', dataIndex: 'subjectName', width: 120 },
  { title: '内容', dataIndex: 'about', width: 320 },
  { title: '理由', dataIndex: 'reason', width: 220 },
  {
    title: '申请',
    width: 180,
    render: (_value, row) => (
      <>
        {row.requestedByName}
        <br />
        <span className="city-number city-muted">{momentText(row.requestedAt)}</span>
      </>
    ),
  },
  {
    title: '状态',
    width: 110,
    render: (_value, row) => <State line={row} />,
  },
  { title: '批准人', width: 100, render: (_value, row) => row.decidedByName ?? '—' },
  {
    title: '有效至',
    width: 150,
    render: (_value, row) => <span className="city-number">{row.endsAt ? momentText(row.endsAt) : '—'}</span>,
  },
];
