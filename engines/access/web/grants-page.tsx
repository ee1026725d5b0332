/** 角色授权: which posts each official holds; a post is a role in a department over an area. */
import { type ReactNode, useState } from 'react';
import { Button } from 'antd';
import { call } from '../../../ui/call.ts';
import { confirmDanger } from '../../../ui/confirm-danger.tsx';
import { PageFrame } from '../../../ui/layout.tsx';
import { QueryTable, type QueryColumn } from '../../../ui/query-table.tsx';
import { DemoMark, StatusTag } from '../../../ui/status-tag.tsx';
import { useSession } from '../../../ui/session.ts';
import { tell } from '../../../ui/tell.ts';
import { useAct } from '../../../ui/use-call.ts';
import contract, { type Person } from '../contract.ts';
import { PostNames } from './parts/post-names.tsx';
import { PostsDrawer } from './parts/posts-drawer.tsx';

export default function GrantsPage(): ReactNode {
  const [chosen, setChosen] = useState<Person | undefined>(undefined);
  return (
    <PageFrame
      title="角色授权"
      summary="岗位=角色+单位+区划：角色决定能做什么，单位和区划决定管到哪里。不能给自己授权，三员不能互兼。"
    >
      <QueryTable<Person>
        id="access.grants"
        search="姓名、账号"
        columns={granteeColumns}
        load={({ page, size, search }, signal) =>
          call(contract.routes.grantees, { page, size, search: search ?? '' }, { signal })
        }
        onOpen={setChosen}
        rowActions={(row) => (
          <>
            <Button type="link" size="small" onClick={() => setChosen(row)}>
              授予岗位
            </Button>
            <ResetFactors person={row} />
          </>
        )}
        rowActionsWidth={200}
        emptyText="没有符合条件的人员"
      />
      <PostsDrawer person={chosen} onClose={() => setChosen(undefined)} />
    </PageFrame>
  );
}

/** For whoever lost his device: at the next sign-in he enrols anew. */
function ResetFactors(props: { readonly person: Person }): ReactNode {
  const { person } = props;
  const own = useSession().subject.id === person.id;
  const { act, acting } = useAct(contract.routes.resetFactors, {
    onDone: () => tell('success', '已解除，本人须重新绑定'),
  });
  async function reset(): Promise<void> {
    const sure = await confirmDanger({
      title: `解除“${person.name}”的第二验证方式？`,
      hint: '用于本人遗失设备。解除后所有会话立即结束；请先当面核实身份。',
    });
    if (sure) await act({ id: person.id });
  }
  return (
    <Button type="link" size="small" disabled={own} loading={acting} onClick={() => void reset()}>
      解除验证
    </Button>
  );
}

const granteeColumns: readonly QueryColumn<Person>[] = [
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
  { key: 'account', title: '账号', width: 160 },
  {
    key: 'state',
    title: '状态',
    width: 90,
    render: (row) => (
      <StatusTag tone={row.state === 'active' ? 'green' : 'grey'}>
        {row.state === 'active' ? '正常' : '已停用'}
      </StatusTag>
    ),
  },
  { key: 'posts', title: '岗位', width: 420, render: (row) => <PostNames posts={row.posts} most={4} /> },
];
