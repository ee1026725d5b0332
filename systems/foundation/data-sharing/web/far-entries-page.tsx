/** 跨级目录: what the platforms above and below have published, and the form by which a department asks for it. */
import { Button, Input, Pagination, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { FarEntry } from '../link-routes.ts';
import { AskFar } from './parts/ask-far.tsx';

const size = 50;
const shareTypes: Readonly<Record<string, { readonly title: string; readonly tone: string }>> = {
  '1': { title: '无条件共享', tone: 'green' },
  '2': { title: '有条件共享', tone: 'yellow' },
  '3': { title: '不予共享', tone: 'red' },
};

export default function FarEntriesPage(): ReactNode {
  const mayApply = useMay('data-sharing:apply');
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const [asking, setAsking] = useState<FarEntry>();
  const asked = useCall(contract.routes.farEntries, { search, page }, { keep: true });
  return (
    <PageFrame
      title="跨级目录"
      summary="上级和下级平台经级联链路报来的数据目录；可以申请的由对方平台审核授权"
    >
      <Section
        flush
        title="目录"
        extra={
          <Input.Search
            allowClear
            aria-label="按名称查找"
            placeholder="按名称查找"
            style={{ width: 220 }}
            onSearch={(text) => {
              setSearch(text.trim());
              setPage(1);
            }}
          />
        }
      >
        <Shown of={asked} rows={8}>
          {({ entries, total }) => (
            <>
              <Table<FarEntry>
                rowKey={(entry) => `${entry.link} ${entry.id}`}
                size="small"
                pagination={false}
                dataSource={[...entries]}
                scroll={{ x: 'max-content' }}
                locale={{ emptyText: <Empty text="还没有其他平台报来的目录；链路接通后自动到达" /> }}
                columns={[
                  {
                    title: '名称',
                    render: (_, entry) => (
                      <>
                        <div>{entry.name}</div>
                        <div className="city-muted">{entry.code}</div>
                      </>
                    ),
                  },
                  { title: '平台', dataIndex: 'platform' },
                  { title: '提供方', dataIndex: 'provider' },
                  {
                    title: '共享类型',
                    render: (_, entry) => (
                      <StatusTag tone={shareTypes[entry.shareType]?.tone}>
                        {shareTypes[entry.shareType]?.title ?? entry.shareType}
                      </StatusTag>
                    ),
                  },
                  { title: '版本', dataIndex: 'edition', align: 'end' },
                  { title: '信息项', align: 'end', render: (_, entry) => entry.items.length },
                  {
                    title: '操作',
                    render: (_, entry) =>
                      entry.mayAsk && mayApply ? (
                        <Button
                          size="small"
                          aria-label={`申请 ${entry.name}`}
                          onClick={() => setAsking(entry)}
                        >
                          申请
                        </Button>
                      ) : (
                        '—'
                      ),
                  },
                ]}
              />
              {total > size && (
                <Pagination
                  style={{ margin: 16 }}
                  current={page}
                  pageSize={size}
                  total={total}
                  showSizeChanger={false}
                  onChange={setPage}
                />
              )}
            </>
          )}
        </Shown>
      </Section>
      {asking !== undefined && <AskFar entry={asking} onClose={() => setAsking(undefined)} />}
    </PageFrame>
  );
}
