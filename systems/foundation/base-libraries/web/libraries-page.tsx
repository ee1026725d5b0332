/** 库的总览: each base library and theme with its size, how much disagrees and how fresh it is. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { LibraryBrief } from '../routes/library-routes.ts';
import { recordsPath } from './parts/records-path.ts';
import './libraries.css';

export default function LibrariesPage(): ReactNode {
  const asked = useCall(contract.routes.list, {}, { every: 60_000 });
  return (
    <PageFrame
      title="基础库和主题库"
      summary="各部门的数据按主键归成一份：一人一档、一户一档、一数一源；主题库在基础库上筛选和连接"
    >
      <Shown of={asked} rows={6}>
        {({ libraries }) => (
          <>
            <Libraries title="基础库" libraries={libraries.filter((each) => each.kind === 'base')} />
            <Libraries title="主题库" libraries={libraries.filter((each) => each.kind === 'theme')} />
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Libraries(props: {
  readonly title: string;
  readonly libraries: readonly LibraryBrief[];
}): ReactNode {
  const mayInspect = useMay('base-libraries:inspect');
  const count = (row: LibraryBrief, value: number, filter: object) =>
    !mayInspect || value === 0 ? (
      value.toLocaleString('zh-CN')
    ) : (
      <Link to={recordsPath(row.code, filter)}>{value.toLocaleString('zh-CN')}</Link>
    );
  return (
    <Section title={props.title} flush>
      <Table<LibraryBrief>
        rowKey="code"
        size="middle"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={[...props.libraries]}
        locale={{ emptyText: <Empty text={`没有您可以查看的${props.title}`} /> }}
        columns={[
          {
            title: '名称',
            render: (_, row) => (
              <div className="library-wide">
                <Link to={`/base-libraries/${row.code}`}>{row.title}</Link>
                <div className="city-muted">{row.summary}</div>
              </div>
            ),
          },
          { title: '归口部门', dataIndex: 'ownerName' },
          { title: '来源', align: 'end', dataIndex: 'sources' },
          {
            title: '在册',
            align: 'end',
            render: (_, row) => (row.rows === null ? '—' : count(row, row.rows, { ended: false })),
          },
          { title: '已终止', align: 'end', render: (_, row) => count(row, row.ended, { ended: true }) },
          {
            title: '有不一致',
            align: 'end',
            render: (_, row) => count(row, row.conflicted, { conflict: '*' }),
          },
          {
            title: '数据时间',
            render: (_, row) => (row.refreshedAt === null ? '还没有建库' : momentText(row.refreshedAt)),
          },
        ]}
      />
    </Section>
  );
}
