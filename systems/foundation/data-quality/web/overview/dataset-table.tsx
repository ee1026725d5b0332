/** Datasets by the six dimensions, of one department or all. */
import { Select, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty } from '../../../../../ui/empty.tsx';
import table from '../../data/dimensions.json' with { type: 'json' };
import type { DatasetQuality, DepartmentQuality } from '../../routes/overview-routes.ts';
import { percent, scoreText } from '../percent.ts';
import '../quality.css';

export function DatasetTable(props: {
  readonly datasets: readonly DatasetQuality[];
  readonly departments: readonly DepartmentQuality[];
  readonly department: string | undefined;
  readonly onDepartment: (department: string | undefined) => void;
}): ReactNode {
  const { datasets, department } = props;
  const shown = datasets.filter((each) => department === undefined || each.department === department);
  return (
    <>
      <div className="quality-filter">
        <Select
          aria-label="部门"
          placeholder="全部部门"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={department ?? null}
          options={props.departments.map(({ department: value, name }) => ({ value, label: name }))}
          onChange={(to) => props.onDepartment(to ?? undefined)}
        />
      </div>
      <Table<DatasetQuality>
        rowKey="id"
        size="middle"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        dataSource={shown}
        locale={{ emptyText: <Empty text="没有可以查看的数据集" /> }}
        columns={[
          {
            title: '数据集',
            render: (_, row) => <Link to={`/data-quality/datasets/${row.id}`}>{row.name}</Link>,
          },
          { title: '提供部门', dataIndex: 'departmentName' },
          { title: '得分', align: 'end', render: (_, row) => scoreText(row.score) },
          ...table.dimensions.map(({ code, name }) => ({
            title: name,
            align: 'end' as const,
            render: (_: unknown, row: DatasetQuality) => percent(row.shares[code]),
          })),
          {
            title: '不达标规则',
            align: 'end',
            render: (_, row) => (row.rules === 0 ? '—' : `${row.failing}/${row.rules}`),
          },
          {
            title: '待处理退回',
            align: 'end',
            render: (_, row) =>
              row.kept === 0 ? (
                0
              ) : (
                <Link to={`/data-collection/datasets/${row.id}?tab=letters`}>{row.kept}</Link>
              ),
          },
        ]}
      />
    </>
  );
}
