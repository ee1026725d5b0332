/** 人员账号: who has an account, made with a one-time password, switched off, reset, signed out. */
import { Button, Dropdown, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { call } from '../../../ui/call.ts';
import { askReason, confirmDanger } from '../../../ui/confirm-danger.tsx';
import { momentText } from '../../../ui/form/city-time.ts';
import { PageFrame } from '../../../ui/layout.tsx';
import { QueryTable, type QueryColumn } from '../../../ui/query-table.tsx';
import { useSession } from '../../../ui/session.ts';
import { DemoMark, StatusTag } from '../../../ui/status-tag.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct } from '../../../ui/use-call.ts';
import contract, { type Person } from '../contract.ts';
import { CreatePerson } from './parts/create-person.tsx';
import { type Issued, OneTimePassword } from './parts/one-time-password.tsx';
import { PostNames } from './parts/post-names.tsx';

type Kind = 'official' | 'citizen' | 'service' | 'all';

const kinds: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'official', label: '工作人员' },
  { value: 'citizen', label: '市民' },
  { value: 'service', label: '服务账号' },
  { value: 'all', label: '全部' },
];

export default function PeoplePage(): ReactNode {
  const [kind, setKind] = useState<Kind>('official');
  const [creating, setCreating] = useState(false);
  const [issued, setIssued] = useState<Issued | undefined>(undefined);
  return (
    <PageFrame
      title="人员账号"
      summary="建立、停用账号和重置密码。岗位和权限由安全管理员在“角色授权”中授予。"
    >
      <QueryTable<Person>
        id="access.people"
        search="姓名、账号"
        columns={peopleColumns}
        depends={kind}
        load={({ page, size, search }, signal) =>
          call(contract.routes.people, { page, size, search: search ?? '', kind }, { signal })
        }
        toolbar={
          <>
            <Button type="primary" onClick={() => setCreating(true)}>
              新建账号
            </Button>
            <Segmented<Kind> options={[...kinds]} value={kind} onChange={setKind} aria-label="账号类型" />
          </>
        }
        rowActions={(row) => <PersonActions person={row} onIssued={setIssued} />}
        rowActionsWidth={130}
        emptyText="没有符合条件的账号"
      />
      <CreatePerson open={creating} onClose={() => setCreating(false)} onIssued={setIssued} />
      <OneTimePassword issued={issued} onClose={() => setIssued(undefined)} />
    </PageFrame>
  );
}

const peopleColumns: readonly QueryColumn<Person>[] = [
  {
    key: 'name',
    title: '姓名',
    width: 160,
    render: (row) => (
      <>
        {row.name} <DemoMark demo={row.demo} />
      </>
    ),
  },
  { key: 'account', title: '账号', width: 180 },
  { key: 'state', title: '状态', width: 150, render: (row) => <PersonState person={row} /> },
  { key: 'posts', title: '岗位', width: 420, render: (row) => <PostNames posts={row.posts} /> },
  {
    key: 'lastSignInAt',
    title: '最近登录',
    width: 150,
    render: (row) => <span className="city-number">{momentText(row.lastSignInAt)}</span>,
  },
];

function isAhead(moment: string): boolean {
  return Date.parse(moment) > Date.now();
}

function PersonState(props: { readonly person: Person }): ReactNode {
  const { state, lockedUntil } = props.person;
  if (state !== 'active') return <StatusTag tone="grey">已停用</StatusTag>;
  if (lockedUntil !== null && isAhead(lockedUntil))
    return <StatusTag tone="red">锁定至 {momentText(lockedUntil).slice(11)}</StatusTag>;
  return <StatusTag tone="green">正常</StatusTag>;
}

function PersonActions(props: {
  readonly person: Person;
  readonly onIssued: (issued: Issued) => void;
}): ReactNode {
  const { person } = props;
  const own = useSession().subject.id === person.id;
  const state = useAct(contract.routes.changePersonState, { onDone: () => tell('success', '已保存') });
  const reset = useAct(contract.routes.resetPassword, {
    onDone: ({ password }) => props.onIssued({ who: person.account, password }),
  });
  const ask = useAct(contract.routes.requestReset, {
    onDone: () => tell('success', '已申请，等待另一名管理员批准'),
  });
  const administrator = person.posts.some(({ role }) => role.startsWith('access:'));
  const end = useAct(contract.routes.endSessions, {
    onDone: ({ ended }) => tell('success', `已结束 ${ended} 个会话`),
  });
  const active = person.state === 'active';
  async function confirmed(title: string, hint: string, run: () => Promise<unknown>): Promise<void> {
    if (await confirmDanger({ title, hint })) await run();
  }
  const switchState = () =>
    active
      ? confirmed(`停用“${person.name}”？`, '停用后不能登录，正在使用的会话立即结束；已办事项保留。', () =>
          state.act({ id: person.id, state: 'disabled' }),
        )
      : state.act({ id: person.id, state: 'active' });
  const resetPassword = () =>
    confirmed(`重置“${person.name}”的密码？`, '原密码立即失效，正在使用的会话结束。', () =>
      reset.act({ id: person.id }),
    );
  async function requestReset(): Promise<void> {
    const reason = await askReason({
      title: `申请重置管理员“${person.name}”的密码？`,
      hint: '须经另一名管理员批准，一小时内重置。',
    });
    if (reason !== undefined) await ask.act({ id: person.id, reason });
  }
  const endSessions = () =>
    confirmed(`强制“${person.name}”下线？`, '该账号的所有会话立即结束。', () => end.act({ id: person.id }));
  const more = [
    { key: 'reset', label: '重置密码', disabled: own, onClick: () => void resetPassword() },
    ...(administrator
      ? [{ key: 'ask', label: '申请重置密码', disabled: own, onClick: () => void requestReset() }]
      : []),
    { key: 'end', label: '强制下线', onClick: () => void endSessions() },
  ];
  return (
    <>
      <Button
        type="link"
        size="small"
        disabled={own}
        loading={state.acting}
        onClick={() => void switchState()}
      >
        {active ? '停用' : '启用'}
      </Button>
      <Dropdown menu={{ items: more }} trigger={['click']}>
        <Button type="link" size="small" loading={reset.acting || end.acting}>
          更多
        </Button>
      </Dropdown>
    </>
  );
}
