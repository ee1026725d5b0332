/** 接入应用: departments' own applications — registered by one administrator, approved by another, with what each may be told. */
import { Button, Space, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { type ReactNode, useMemo, useState } from 'react';
import { askReason, confirmDanger } from '../../../ui/confirm-danger.tsx';
import { Empty, Failed, Loading } from '../../../ui/empty.tsx';
import { momentText } from '../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { useMay } from '../../../ui/session.ts';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract, { type Application } from '../contract.ts';
import { ApplicationDrawer } from './parts/application-drawer.tsx';
import { type Issued, OneTimePassword } from './parts/one-time-password.tsx';
import './access.css';

const states = {
  requested: { title: '待审批', tone: 'yellow' },
  active: { title: '使用中', tone: 'green' },
  suspended: { title: '已停用', tone: 'grey' },
  refused: { title: '未批准', tone: 'red' },
} as const;

export default function ApplicationsPage(): ReactNode {
  const asked = useCall(contract.routes.applications, {});
  const [edited, setEdited] = useState<Application | 'new' | undefined>(undefined);
  const [issued, setIssued] = useState<Issued | undefined>(undefined);
  const manages = useMay('access:manage-applications');
  const titles = useMemo(
    () => new Map(asked.data?.scopes.map(({ scope, title }) => [scope, title])),
    [asked.data],
  );
  return (
    <PageFrame
      title="接入应用"
      summary="各部门自建应用用城市账号登录（OpenID Connect），或以服务账号调用接口。系统管理员登记，安全管理员批准后才能使用；只提供批准的内容。"
      extra={
        manages && (
          <Button type="primary" onClick={() => setEdited('new')}>
            登记应用
          </Button>
        )
      }
    >
      {asked.isPending && <Loading rows={6} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && (
        <Section flush>
          {asked.data.applications.length === 0 ? (
            <Empty text="还没有接入应用" />
          ) : (
            <Table<Application>
              rowKey="id"
              size="middle"
              columns={columnsOf(titles, setEdited, setIssued)}
              dataSource={asked.data.applications}
              pagination={{ pageSize: 20, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
            />
          )}
        </Section>
      )}
      {manages && <SigningKeys />}
      <ApplicationDrawer
        edited={edited}
        scopes={asked.data?.scopes ?? []}
        onClose={() => setEdited(undefined)}
      />
      <OneTimePassword
        issued={issued}
        title="应用密钥"
        hint="密钥只显示这一次。请通过安全方式交给应用的负责人；原密钥立即失效。"
        onClose={() => setIssued(undefined)}
      />
    </PageFrame>
  );
}

function columnsOf(
  titles: ReadonlyMap<string, string>,
  onEdit: (application: Application) => void,
  onIssued: (issued: Issued) => void,
): ColumnType<Application>[] {
  return [
    {
      title: '应用',
      width: 220,
      render: (_value, row) => (
        <>
          <b>{row.name}</b>
          <br />
          <span className="city-muted">{row.id}</span>
        </>
      ),
    },
    { title: '管理单位', dataIndex: 'departmentName', width: 180, ellipsis: true },
    {
      title: '状态',
      width: 170,
      render: (_value, row) => (
        <>
          <StatusTag tone={states[row.state].tone}>{states[row.state].title}</StatusTag>
          {row.request && row.state !== 'requested' && <StatusTag tone="yellow">变更待审批</StatusTag>}
          {row.state === 'active' && !row.hasSecret && <StatusTag tone="yellow">未生成密钥</StatusTag>}
        </>
      ),
    },
    { title: '用途', dataIndex: 'purpose', width: 260 },
    {
      title: '提供的内容',
      width: 240,
      render: (_value, row) =>
        (row.request ?? row.registration)?.scopes.map((scope) => titles.get(scope) ?? scope).join('、') ||
        '—',
    },
    {
      title: '当前登录',
      dataIndex: 'signedIn',
      width: 90,
      align: 'right',
      render: (count: number) => <span className="city-number">{count}</span>,
    },
    {
      title: '登记',
      width: 170,
      render: (_value, row) => (
        <>
          {row.requestedBy}
          <br />
          <span className="city-number city-muted">{momentText(row.requestedAt)}</span>
        </>
      ),
    },
    {
      title: '操作',
      width: 220,
      fixed: 'right',
      render: (_value, row) => <Actions application={row} onEdit={onEdit} onIssued={onIssued} />,
    },
  ];
}

function Actions(props: {
  readonly application: Application;
  readonly onEdit: (application: Application) => void;
  readonly onIssued: (issued: Issued) => void;
}): ReactNode {
  const { application } = props;
  const manages = useMay('access:manage-applications');
  const approves = useMay('access:approve-applications');
  const decide = useAct(contract.routes.decideApplication, { onDone: () => tell('success', '已办理') });
  const state = useAct(contract.routes.changeApplicationState, { onDone: () => tell('success', '已保存') });
  const renew = useAct(contract.routes.renewApplicationSecret, {
    onDone: ({ secret }) => props.onIssued({ who: application.id, password: secret }),
  });
  const { id, name } = application;
  async function refuse(): Promise<void> {
    const reason = await askReason({ title: `不批准“${name}”？`, placeholder: '请填写理由' });
    if (reason !== undefined) await decide.act({ id, approve: false, reason });
  }
  async function approve(): Promise<void> {
    const sure = await confirmDanger({
      title: `批准“${name}”？`,
      hint: `用途：${application.purpose}。批准后它可以取得登记的内容。`,
      okText: '批准',
    });
    if (sure) await decide.act({ id, approve: true });
  }
  async function newSecret(): Promise<void> {
    if (await confirmDanger({ title: `为“${name}”生成新密钥？`, hint: '原密钥立即失效。' }))
      await renew.act({ id });
  }
  async function suspend(): Promise<void> {
    if (await confirmDanger({ title: `停用“${name}”？`, hint: '它的用户不能再登录，令牌不再更新。' }))
      await state.act({ id, state: 'suspended' });
  }
  return (
    <Space size={0} wrap>
      {approves && application.request && (
        <>
          <Button type="link" size="small" loading={decide.acting} onClick={() => void approve()}>
            批准
          </Button>
          <Button type="link" size="small" danger onClick={() => void refuse()}>
            不批准
          </Button>
        </>
      )}
      {approves && application.state === 'active' && (
        <Button type="link" size="small" danger onClick={() => void suspend()}>
          停用
        </Button>
      )}
      {approves && application.state === 'suspended' && (
        <Button type="link" size="small" onClick={() => void state.act({ id, state: 'active' })}>
          恢复
        </Button>
      )}
      <Button type="link" size="small" onClick={() => props.onEdit(application)}>
        {manages ? '变更' : '查看'}
      </Button>
      {manages && application.registration && (
        <Button type="link" size="small" loading={renew.acting} onClick={() => void newSecret()}>
          生成密钥
        </Button>
      )}
    </Space>
  );
}

const keyStates: Readonly<Record<string, string>> = {
  active: '签名中',
  'verify-only': '只供核验',
  destroyed: '已销毁',
};

function SigningKeys(): ReactNode {
  const asked = useCall(contract.routes.oidcKeys, {});
  const rotate = useAct(contract.routes.rotateOidcKey, { onDone: () => tell('success', '已更换') });
  async function change(): Promise<void> {
    const hint = '新令牌改用新密钥签名；旧密钥仍供核验，应用无须改动。';
    if (await confirmDanger({ title: '更换签名密钥？', hint, okText: '更换' })) await rotate.act({});
  }
  return (
    <Section
      title="签名密钥"
      extra={
        <Button size="small" loading={rotate.acting} onClick={() => void change()}>
          更换
        </Button>
      }
    >
      {asked.data?.length === 0 && <p className="city-muted">首次登录时自动生成。</p>}
      <ul className="access-keys">
        {asked.data?.map((key) => (
          <li key={key.id}>
            <code>{key.id.slice(-12)}</code> {keyStates[key.state] ?? key.state}{' '}
            <span className="city-number city-muted">{momentText(key.createdAt)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
