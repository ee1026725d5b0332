/** 角色授权: which posts each official holds; a post is a role in a department over an area. */
import { type ReactNode, useState } from 'react';
import { Button } from 'antd';
import { call } from '../../../ui/call.ts';
import { PageFrame } from '../../../ui/layout.tsx';
import { QueryTable, type QueryColumn } from '../../../ui/query-table.tsx';
import { DemoMark, StatusTag } from '../../../ui/status-tag.tsx';
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
          <Button type="link" size="small" onClick={() => setChosen(row)}>
            授予岗位
          </Button>
        )}
        rowActionsWidth={110}
        emptyText="没有符合条件的人员"
      />
      <PostsDrawer person={chosen} onClose={() => setChosen(undefined)} />
    </PageFrame>
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
