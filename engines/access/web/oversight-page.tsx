/** 权限监督: emergencies, who is signed in, posts under review, and why somebody may or may not see a row. */
import { Button, DatePicker, Form, Input, Segmented, Table } from 'antd';
import type { Dayjs } from 'dayjs';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../kernel/contract.ts';
import { call } from '../../../ui/call.ts';
import { confirmDanger } from '../../../ui/confirm-danger.tsx';
import { DepartmentPicker } from '../../../ui/department-picker.tsx';
import { Empty, Failed, Loading } from '../../../ui/empty.tsx';
import { momentText } from '../../../ui/form/city-time.ts';
import { SubjectPicker } from '../../../ui/form/remote-pickers.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { useMay } from '../../../ui/session.ts';
import { QueryTable } from '../../../ui/query-table.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract, { type SessionLine } from '../contract.ts';
import { ExplainAccess } from './parts/explain-access.tsx';
import { FormModal } from '../../../ui/form/form-modal.tsx';
import { RequestTable } from './parts/request-table.tsx';
import { factorTitles } from './parts/post-words.ts';
import './access.css';

type View = 'alarms' | 'explain' | 'reviews' | 'sessions';

const alarms = { value: 'alarms', label: '应急告警' } as const;

export default function OversightPage(): ReactNode {
  const [view, setView] = useState<View>('alarms');
  // The audit administrator watches; only who gives posts also acts here.
  const acts = useMay('access:manage-roles');
  return (
    <PageFrame
      title="权限监督"
      summary="查看应急授权和管理员密码重置，推演某人能否看到某条记录及原因，定期复核岗位（到期未答复即收回），查看并结束在线会话。"
    >
      <div>
        <Segmented<View>
          value={view}
          onChange={setView}
          options={[
            alarms,
            ...(acts
              ? ([
                  { value: 'explain', label: '权限推演' },
                  { value: 'reviews', label: '权限复核' },
                  { value: 'sessions', label: '在线会话' },
                ] as const)
              : []),
          ]}
        />
      </div>
      {view === 'alarms' && <RequestTable emptyText="没有应急授权，也没有重置管理员密码" />}
      {view === 'explain' && <ExplainAccess />}
      {view === 'reviews' && <Reviews />}
      {view === 'sessions' && <Sessions />}
    </PageFrame>
  );
}

function EndSession(props: { readonly line: SessionLine }): ReactNode {
  const { act, acting } = useAct(contract.routes.endSession, { onDone: () => tell('success', '会话已结束') });
  async function end(): Promise<void> {
    if (await confirmDanger({ title: `结束“${props.line.name}”的这个会话？` }))
      await act({ id: props.line.id });
  }
  return (
    <Button
      type="link"
      size="small"
      danger
      disabled={props.line.current}
      loading={acting}
      onClick={() => void end()}
    >
      结束
    </Button>
  );
}

function Sessions(): ReactNode {
  return (
    <QueryTable<SessionLine>
      id="access.sessions"
      search="姓名、账号"
      load={({ page, size, search }, signal) =>
        call(contract.routes.sessions, { page, size, search: search ?? '' }, { signal })
      }
      columns={[
        { key: 'name', title: '人员', width: 140 },
        { key: 'address', title: '来源地址', width: 160 },
        {
          key: 'factor',
          title: '登录方式',
          width: 140,
          render: (row) => factorTitles[row.factor] ?? row.factor,
        },
        { key: 'createdAt', title: '登录时间', width: 160, render: (row) => momentText(row.createdAt) },
        { key: 'seenAt', title: '最近活动', width: 160, render: (row) => momentText(row.seenAt) },
      ]}
      rowActions={(row) => <EndSession line={row} />}
      rowActionsWidth={80}
      emptyText="没有在线会话"
    />
  );
}

type Review = OutputOf<typeof contract.routes.reviews>[number];

function Reviews(): ReactNode {
  const asked = useCall(contract.routes.reviews, {});
  const [starting, setStarting] = useState(false);
  return (
    <Section
      title="权限复核"
      extra={
        <Button type="primary" size="small" onClick={() => setStarting(true)}>
          发起复核
        </Button>
      }
      flush
    >
      {asked.isPending && <Loading rows={3} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data?.length === 0 && <Empty text="还没有发起过复核" />}
      {asked.data && asked.data.length > 0 && (
        <Table<Review>
          rowKey="id"
          size="middle"
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          scroll={{ x: 'max-content' }}
          dataSource={asked.data}
          columns={[
            { title: '名称', dataIndex: 'title', width: 240 },
            { title: '截止', width: 160, render: (_value, row) => momentText(row.dueAt) },
            { title: '岗位', dataIndex: 'posts', width: 80, align: 'right' },
            { title: '未答复', dataIndex: 'open', width: 80, align: 'right' },
            { title: '保留', dataIndex: 'confirmed', width: 80, align: 'right' },
            { title: '收回', dataIndex: 'withdrawn', width: 80, align: 'right' },
            { title: '逾期收回', dataIndex: 'lapsed', width: 90, align: 'right' },
            {
              title: '状态',
              width: 90,
              render: (_value, row) => (
                <StatusTag tone={row.closedAt ? 'grey' : 'green'}>
                  {row.closedAt ? '已结束' : '进行中'}
                </StatusTag>
              ),
            },
          ]}
        />
      )}
      <StartReview open={starting} onClose={() => setStarting(false)} />
    </Section>
  );
}

interface Values {
  readonly title: string;
  readonly department?: string | null;
  readonly reviewer: string;
  readonly due: Dayjs;
}

function StartReview(props: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Values>();
  const start = useAct(contract.routes.startReview, {
    onDone: () => {
      tell('success', '已发起，复核人在“我的岗位与会话”中办理');
      props.onClose();
    },
  });
  const needed = [{ required: true, message: '请填写' }];
  return (
    <FormModal<Values>
      form={form}
      open={props.open}
      title="发起权限复核"
      okText="发起"
      acting={start.acting}
      onClose={props.onClose}
      onSend={({ title, department, reviewer, due }) =>
        void start.act({ title, department: department ?? null, reviewer, due: due.toISOString() })
      }
    >
      <Form.Item name="title" label="名称" rules={needed}>
        <Input maxLength={60} placeholder="例如：2026 年第四季度复核" />
      </Form.Item>
      <Form.Item name="department" label="单位" extra="不选则复核全部岗位">
        <DepartmentPicker />
      </Form.Item>
      <Form.Item name="reviewer" label="复核人" extra="不能复核自己；他本人的岗位由您复核" rules={needed}>
        <SubjectPicker />
      </Form.Item>
      <Form.Item name="due" label="截止" extra="到期未答复的岗位自动收回" rules={needed}>
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} />
      </Form.Item>
    </FormModal>
  );
}
