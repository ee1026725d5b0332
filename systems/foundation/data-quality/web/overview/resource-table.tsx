/** Catalogue entries by the dataset that they are mounted on. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty } from '../../../../../ui/empty.tsx';
import type { ResourceQuality } from '../../routes/overview-routes.ts';
import { scoreText } from '../percent.ts';

export function ResourceTable(props: { readonly resources: readonly ResourceQuality[] }): ReactNode {
  return (
    <Table<ResourceQuality>
      rowKey="id"
      size="middle"
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
      dataSource={[...props.resources]}
      locale={{ emptyText: <Empty text="没有挂接到数据集的数据目录" /> }}
      columns={[
        { title: '资源代码', dataIndex: 'code' },
        {
          title: '数据目录',
          render: (_, row) => <Link to={`/data-catalogue/resources/${row.id}`}>{row.name}</Link>,
        },
        {
          title: '挂接的数据集',
          render: (_, row) => <Link to={`/data-quality/datasets/${row.dataset}`}>{row.datasetName}</Link>,
        },
        { title: '得分', align: 'end', render: (_, row) => scoreText(row.score) },
      ]}
    />
  );
}
