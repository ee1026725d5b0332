/** The first rows of a file or interface, as the keeper sees them before anything is defined or loaded. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { Empty } from '../../../../../ui/empty.tsx';
import { Section } from '../../../../../ui/layout.tsx';

export interface Looked {
  readonly fields: readonly { readonly source: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly masked: boolean;
}

export function LookTable(props: { readonly looked: Looked }): ReactNode {
  const { fields, rows, masked } = props.looked;
  return (
    <Section
      flush
      title={masked ? '前几行（列还没有分类，您的密级只能看到掩码）' : '前几行'}
      extra={<span className="city-muted">未校验，未入库</span>}
    >
      <Table
        rowKey={(row) => String(rows.indexOf(row))}
        size="small"
        pagination={false}
        scroll={{ x: 'max-content', y: 240 }}
        dataSource={[...rows]}
        locale={{ emptyText: <Empty text="没有行" /> }}
        columns={fields.map((field, index) => ({
          title: field.source,
          render: (_: unknown, row: readonly (string | null)[]) => row[index] ?? '',
        }))}
      />
    </Section>
  );
}
