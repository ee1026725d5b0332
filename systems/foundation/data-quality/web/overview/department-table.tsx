/** Departments with what waits for them. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Empty } from '../../../../../ui/empty.tsx';
import type { DepartmentQuality } from '../../routes/overview-routes.ts';
import { scoreText } from '../percent.ts';

export function DepartmentTable(props: {
  readonly departments: readonly DepartmentQuality[];
  readonly onPick: (department: string) => void;
}): ReactNode {
  return (
    <Table<DepartmentQuality>
      rowKey="department"
      size="middle"
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
      dataSource={[...props.departments]}
      locale={{ emptyText: <Empty text="没有可以查看的数据集" /> }}
      columns={[
        {
          title: '部门',
          render: (_, row) => (
            <button type="button" className="city-link" onClick={() => props.onPick(row.department)}>
              {row.name}
            </button>
          ),
        },
        { title: '数据集', align: 'end', dataIndex: 'datasets' },
        { title: '得分', align: 'end', render: (_, row) => scoreText(row.score) },
        { title: '一个月前', align: 'end', render: (_, row) => scoreText(row.before) },
        { title: '不达标规则', align: 'end', dataIndex: 'failing' },
        { title: '未办结疑义', align: 'end', dataIndex: 'doubts' },
        { title: '其中超期', align: 'end', dataIndex: 'overdue' },
      ]}
    />
  );
}
