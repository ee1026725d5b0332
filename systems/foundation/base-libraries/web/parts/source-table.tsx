/** Sources of a library: how many records each covers, what it sent that has no place, and how fresh it is. */
import { Drawer, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { useMay } from '../../../../../ui/session.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { LibraryReply } from '../../routes/library-routes.ts';
import { recordsPath } from './records-path.ts';
import { shareText } from './share-text.ts';

type Source = LibraryReply['sources'][number];

export function SourceTable(props: { readonly code: string; readonly library: LibraryReply }): ReactNode {
  const { code, library } = props;
  const [open, setOpen] = useState<Source>();
  const mayCollection = useMay('data-collection:read');
  const place = (source: Source) => library.sources.findIndex((each) => each.id === source.id);
  const covered = (source: Source) => library.whole.sources[place(source)] ?? 0;
  const linked = (text: string, filter: object) =>
    library.mayInspect ? <Link to={recordsPath(code, filter)}>{text}</Link> : text;
  return (
    <>
      <Table<Source>
        rowKey="id"
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={[...library.sources]}
        columns={[
          {
            title: '来源',
            render: (_, source) =>
              mayCollection ? (
                <Link to={`/data-collection/datasets/${source.dataset}`}>{source.title}</Link>
              ) : (
                source.title
              ),
          },
          { title: '责任部门', dataIndex: 'departmentName' },
          { title: '报送', align: 'end', render: (_, source) => source.rows.toLocaleString('zh-CN') },
          {
            title: '覆盖在册',
            align: 'end',
            render: (_, source) =>
              linked(covered(source).toLocaleString('zh-CN'), { ended: false, inSource: source.id }),
          },
          {
            title: '覆盖率',
            align: 'end',
            render: (_, source) => shareText(covered(source), library.whole.rows),
          },
          {
            title: '没有覆盖',
            align: 'end',
            render: (_, source) =>
              linked((library.whole.rows - covered(source)).toLocaleString('zh-CN'), {
                ended: false,
                notInSource: source.id,
              }),
          },
          {
            title: '不入库',
            align: 'end',
            render: (_, source) =>
              library.mayInspect && source.rejected > 0 ? (
                <button type="button" className="city-link" onClick={() => setOpen(source)}>
                  {source.rejected.toLocaleString('zh-CN')}
                </button>
              ) : (
                source.rejected.toLocaleString('zh-CN')
              ),
          },
          {
            title: '数据时间',
            render: (_, source) =>
              source.refreshedAt === null ? '还没有归集' : momentText(source.refreshedAt),
          },
        ]}
      />
      {open && <Rejected code={code} source={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Rejected(props: {
  readonly code: string;
  readonly source: Source;
  readonly onClose: () => void;
}): ReactNode {
  const [page, setPage] = useState(1);
  const asked = useCall(
    contract.routes.rejected,
    { code: props.code, source: props.source.id, page },
    { keep: true },
  );
  return (
    <Drawer open size={560} title={`“${props.source.title}”不入库的记录`} onClose={props.onClose}>
      <p className="city-muted">内容在来源的标准层，由责任部门按批次和行号查找、更正后重新归集。</p>
      <Shown of={asked} rows={4}>
        {({ rows, total }) => (
          <Table
            rowKey={(row) => `${row.batch}.${row.row}`}
            size="small"
            pagination={{ current: page, pageSize: 50, total, showSizeChanger: false, onChange: setPage }}
            dataSource={[...rows]}
            locale={{ emptyText: <Empty text="没有您可以查看的记录" /> }}
            columns={[
              { title: '批次', render: (_, row) => <code>{row.batch.slice(0, 18)}</code> },
              { title: '行号', align: 'end', dataIndex: 'row' },
              { title: '原因', dataIndex: 'reason' },
            ]}
          />
        )}
      </Shown>
    </Drawer>
  );
}
