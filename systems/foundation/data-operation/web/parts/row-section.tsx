/** Rows of a register that belong to what a page shows, as a section of it. */
import { Table, type TableProps } from 'antd';
import type { ReactNode } from 'react';
import registersContract from '../../../../../engines/registers/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { Section } from '../../../../../ui/layout.tsx';
import { useCall } from '../../../../../ui/use-call.ts';

export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

export function useRows(register: string, where: Readonly<Record<string, string>>) {
  return useCall(registersContract.routes.list, { register, where: JSON.stringify(where), size: 200 });
}

export function RowSection(props: {
  readonly title: string;
  readonly register: string;
  readonly where: Readonly<Record<string, string>>;
  readonly empty: string;
  readonly columns: NonNullable<TableProps<Row>['columns']>;
  readonly extra?: ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  const asked = useRows(props.register, props.where);
  return (
    <Section title={props.title} flush extra={props.extra}>
      <Shown of={asked} rows={3}>
        {({ rows }) => (
          <Table<Row>
            rowKey="id"
            size="small"
            pagination={{ pageSize: 10, hideOnSinglePage: true }}
            dataSource={[...rows] as Row[]}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty text={props.empty} /> }}
            columns={props.columns}
          />
        )}
      </Shown>
      {props.children}
    </Section>
  );
}
