/** Rows as they lie in the standard layer, masked by what the reader may see. */
import { Table } from 'antd';
import { type ReactNode, useState } from 'react';
import type { LakeField } from '../../../../../engines/lake/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

const size = 20;

type Cell = string | number | boolean | null | undefined;

function cellText(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return String(value);
}

export function RowPreview(props: { readonly id: string; readonly fields: readonly LakeField[] }): ReactNode {
  const [page, setPage] = useState(1);
  const asked = useCall(contract.routes.rows, { id: props.id, page, size }, { keep: true });
  return (
    <Shown of={asked} rows={6}>
      {({ rows, total }) => (
        <Table
          rowKey={(row) => JSON.stringify(row)}
          size="small"
          dataSource={[...rows]}
          scroll={{ x: 'max-content' }}
          pagination={{ current: page, pageSize: size, total, showSizeChanger: false, onChange: setPage }}
          locale={{ emptyText: <Empty text="还没有数据" /> }}
          columns={props.fields.map((field) => ({
            title: field.title,
            align:
              field.type === 'decimal' || field.type === 'integer' ? ('end' as const) : ('start' as const),
            render: (_: unknown, row: Readonly<Record<string, Cell>>) => cellText(row[field.name]),
          }))}
        />
      )}
    </Shown>
  );
}
