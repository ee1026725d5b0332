/** 我的岗位与会话: what somebody holds, what he lends and borrows, what waits for his review, emergencies, and where he is signed in. */
import { Button, Space, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useState } from 'react';
import { confirmDanger } from '../../../ui/confirm-danger.tsx';
import { Empty, Failed, Loading } from '../../../ui/empty.tsx';
import { momentText } from '../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract, { type Mine } from '../contract.ts';
import { BreakGlass } from './parts/break-glass.tsx';
import { LendPosts } from './parts/lend-posts.tsx';
import { factorTitles, postKinds, requestStates, requestTones } from './parts/post-words.ts';
import './access.css';

export default function MinePage(): ReactNode {
  const asked = useCall(contract.routes.mine, {});
  const [open, setOpen] = useState<'lend' | 'emergency' | undefined>(undefined);
  return (
    <PageFrame
      title="我的岗位与会话"
      summary="岗位决定您能办什么、管到哪里。外出时可委托同事代理；紧急情况可申请应急授权，须另一人批准。"
      extra={
        <Space>
          <Button onClick={() => setOpen('emergency')}>应急授权</Button>
          <Button type="primary" onClick={() => setOpen('lend')}>
            委托代理
          </Button>
        </Space>
      }
    >
      {asked.isPending && <Loading rows={8} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && <Sections mine={asked.data} />}
      <LendPosts open={open === 'lend'} posts={asked.data?.posts ?? []} onClose={() => setOpen(undefined)} />
      <BreakGlass open={open === 'emergency'} onClose={() => setOpen(undefined)} />
    </PageFrame>
  );
}

function Sections(props: { readonly mine: Mine }): ReactNode {
  const { posts, delegations, sessions, reviews, requests } = props.mine;
  return (
    <>
      {reviews.length > 0 && (
        <Section title={`待我复核的岗位（${reviews.length}）`} flush>
          <List rows={reviews} columns={reviewColumns} />
        </Section>
      )}
      <Section title="岗位" flush>
        <List rows={posts} columns={postColumns} empty="还没有岗位" />
      </Section>
      <Section title="代理" flush>
        <List rows={delegations} columns={delegationColumns} empty="没有委托，也没有受托" />
      </Section>
      {requests.length > 0 && (
        <Section title="我的申请" flush>
          <List rows={requests} columns={requestColumns} />
        </Section>
      )}
      <Section title="已登录的设备" flush>
        <List rows={sessions} columns={sessionColumns} empty="没有会话" />
      </Section>
    </>
  );
}

function List<R extends { readonly id: string }>(props: {
  readonly rows: readonly R[];
  readonly columns: ColumnType<R>[];
  readonly empty?: string;
}): ReactNode {
  if (props.rows.length === 0) return <Empty text={props.empty ?? '没有'} />;
  return (
    <Table<R>
      rowKey={(row) => `${row.id}`}
      size="middle"
      columns={props.columns}
      dataSource={[...props.rows]}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
    />
  );
}

function period(from: string | null, to: string | null): ReactNode {
  if (from === null && to === null) return '长期';
  return (
    <span className="city-number">
      {from ? momentText(from) : '现在'} 至 {to ? momentText(to) : '长期'}
    </span>
  );
}

function ReviewActions(props: { readonly id: string }): ReactNode {
  const { act, acting } = useAct(contract.routes.decideReview, { onDone: () => tell('success', '已办理') });
  async function withdraw(): Promise<void> {
    if (await confirmDanger({ title: '收回这个岗位？', hint: '立即生效。' }))
      await act({ id: props.id, keep: false });
  }
  return (
    <>
      <Button
        type="link"
        size="small"
        loading={acting}
        onClick={() => void act({ id: props.id, keep: true })}
      >
        确认保留
      </Button>
      <Button type="link" size="small" danger onClick={() => void withdraw()}>
        收回
      </Button>
    </>
  );
}

function EndDelegation(props: { readonly id: string }): ReactNode {
  const { act, acting } = useAct(contract.routes.endDelegation, {
    onDone: () => tell('success', '代理已结束'),
  });
  return (
    <Button type="link" size="small" danger loading={acting} onClick={() => void act({ id: props.id })}>
      结束
    </Button>
  );
}

function EndSession(props: { readonly id: string }): ReactNode {
  const { act, acting } = useAct(contract.routes.endSession, { onDone: () => tell('success', '会话已结束') });
  return (
    <Button type="link" size="small" danger loading={acting} onClick={() => void act({ id: props.id })}>
      退出
    </Button>
  );
}

const postColumns: ColumnType<Mine['posts'][number]>[] = [
  { title: '角色', dataIndex: 'roleTitle', width: 180 },
  { title: '单位', dataIndex: 'departmentName', width: 220 },
  { title: '区划', dataIndex: 'areaName', width: 140 },
  {
    title: '性质',
    width: 160,
    render: (_value, row) => (row.lenderName ? `代理 ${row.lenderName}` : (postKinds[row.kind] ?? row.kind)),
  },
  { title: '期限', width: 280, render: (_value, row) => period(row.validFrom, row.validTo) },
  {
    title: '状态',
    width: 90,
    render: (_value, row) => (
      <StatusTag tone={row.held ? 'green' : 'grey'}>{row.held ? '有效' : '未到期限'}</StatusTag>
    ),
  },
];

const reviewColumns: ColumnType<Mine['reviews'][number]>[] = [
  { title: '人员', dataIndex: 'subjectName', width: 120 },
  { title: '角色', dataIndex: 'roleTitle', width: 180 },
  { title: '单位', dataIndex: 'departmentName', width: 220 },
  { title: '区划', dataIndex: 'areaName', width: 140 },
  { title: '操作', width: 160, render: (_value, row) => <ReviewActions id={row.id} /> },
];

const delegationColumns: ColumnType<Mine['delegations'][number]>[] = [
  {
    title: '代理',
    width: 200,
    render: (_value, row) => (row.mine ? `我委托 ${row.borrowerName}` : `${row.lenderName} 委托我`),
  },
  { title: '范围', width: 220, render: (_value, row) => row.roles.join('、') || '全部业务岗位' },
  { title: '期限', width: 280, render: (_value, row) => period(row.from, row.to) },
  { title: '事由', dataIndex: 'reason', width: 200 },
  {
    title: '操作',
    width: 90,
    render: (_value, row) =>
      row.endedAt === null ? <EndDelegation id={row.id} /> : <StatusTag tone="grey">已结束</StatusTag>,
  },
];

const requestColumns: ColumnType<Mine['requests'][number]>[] = [
  { title: '申请', dataIndex: 'about', width: 320 },
  { title: '理由', dataIndex: 'reason', width: 220 },
  {
    title: '状态',
    width: 100,
    render: (_value, row) => <StatusTag tone={requestTones[row.state]}>{requestStates[row.state]}</StatusTag>,
  },
  {
    title: '有效至',
    width: 160,
    render: (_value, row) => <span className="city-number">{row.endsAt ? momentText(row.endsAt) : '—'}</span>,
  },
];

const sessionColumns: ColumnType<Mine['sessions'][number]>[] = [
  {
    title: '来源地址',
    width: 200,
    render: (_value, row) => (
      <>
        <span className="city-number">{row.address || '—'}</span>{' '}
        {row.current && <StatusTag tone="blue">当前</StatusTag>}
      </>
    ),
  },
  { title: '登录方式', width: 140, render: (_value, row) => factorTitles[row.factor] ?? row.factor },
  {
    title: '登录时间',
    width: 160,
    render: (_value, row) => <span className="city-number">{momentText(row.createdAt)}</span>,
  },
  {
    title: '最近活动',
    width: 160,
    render: (_value, row) => <span className="city-number">{momentText(row.seenAt)}</span>,
  },
  { title: '操作', width: 90, render: (_value, row) => (row.current ? '—' : <EndSession id={row.id} />) },
];
