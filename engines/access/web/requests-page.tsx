/** 双人审批: emergencies and new passwords of administrators, asked for by one person and decided by another. */
import { Button, Space, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { ReactNode } from 'react';
import { confirmDanger } from '../../../ui/confirm-danger.tsx';
import { Empty, Failed, Loading } from '../../../ui/empty.tsx';
import { momentText } from '../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract, { type RequestLine } from '../contract.ts';
import { requestStates, requestTones } from './parts/post-words.ts';

export default function RequestsPage(): ReactNode {
  const asked = useCall(contract.routes.requests, {}, { every: 30_000 });
  return (
    <PageFrame title="双人审批" summary="申请人和当事人都不能自己批准。批准、不批准和期间的操作都记入审计。">
      {asked.isPending && <Loading rows={5} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && (
        <Section flush>
          {asked.data.length === 0 ? (
            <Empty text="没有申请" />
          ) : (
            <Table<RequestLine>
              rowKey="id"
              size="middle"
              columns={columns}
              dataSource={asked.data}
              pagination={{ pageSize: 20, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
            />
          )}
        </Section>
      )}
    </PageFrame>
  );
}

function Decide(props: { readonly line: RequestLine }): ReactNode {
  const { line } = props;
  const { act, acting } = useAct(contract.routes.decideRequest, { onDone: () => tell('success', '已办理') });
  if (line.state !== 'waiting') return '—';
  if (line.mine) return <span className="city-muted">由他人批准</span>;
  async function approve(): Promise<void> {
    const sure = await confirmDanger({
      title: `批准“${line.subjectName}”的申请？`,
      hint: line.about,
      okText: '批准',
    });
    if (sure) await act({ id: line.id, approve: true });
  }
  return (
    <Space size={0}>
      <Button type="link" size="small" loading={acting} onClick={() => void approve()}>
        批准
      </Button>
      <Button type="link" size="small" danger onClick={() => void act({ id: line.id, approve: false })}>
        不批准
      </Button>
    </Space>
  );
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
    render: (_value, row) => <StatusTag tone={requestTones[row.state]}>{requestStates[row.state]}</StatusTag>,
  },
  { title: '批准人', width: 100, render: (_value, row) => row.decidedByName ?? '—' },
  {
    title: '有效至',
    width: 150,
    render: (_value, row) => <span className="city-number">{row.endsAt ? momentText(row.endsAt) : '—'}</span>,
  },
  { title: '操作', width: 150, fixed: 'right', render: (_value, row) => <Decide line={row} /> },
];
