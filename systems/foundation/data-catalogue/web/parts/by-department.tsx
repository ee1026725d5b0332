/** What is counted of each department: its name, and a column for each measure. */
import { Table, type TableProps } from 'antd';
import type { ReactNode } from 'react';
import { Empty } from '../../../../../ui/empty.tsx';
import { Section } from '../../../../../ui/layout.tsx';

interface Counted {
  readonly department: string;
  readonly name: string;
}

export function ByDepartment<Row extends Counted>(props: {
  readonly rows: readonly Row[];
  readonly empty: string;
  readonly columns: NonNullable<TableProps<Row>['columns']>;
}): ReactNode {
  return (
    <Section title="按部门" flush>
      <Table<Row>
        rowKey="department"
        size="middle"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        dataSource={[...props.rows]}
        locale={{ emptyText: <Empty text={props.empty} /> }}
        columns={[{ title: '部门', dataIndex: 'name' }, ...props.columns]}
      />
    </Section>
  );
}
