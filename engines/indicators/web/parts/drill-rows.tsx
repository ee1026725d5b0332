/** Rows of a register as a plain paged table, with the columns that its list shows. */
import { Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import type { CallError } from '../../../../ui/call.ts';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import type { RowReply } from '../../../registers/contract.ts';
import { LabelledValue, type Labels } from '../../../registers/web/parts/labelled-value.tsx';
import { WithRegister } from '../../../registers/web/parts/register-frame.tsx';
import { useRowPath } from '../../../registers/web/parts/use-row-path.ts';
import { columnOrder, type NamedField } from '../../../registers/web/parts/use-register.ts';
import type contract from '../../contract.ts';
import type { CatalogueEntry } from '../../contract.ts';

type Reply = OutputOf<(typeof contract)['routes']['drill']>;

export interface DrillRowsProps {
  readonly entry: CatalogueEntry;
  readonly asked: {
    readonly data: Reply | undefined;
    readonly error: CallError | null;
    readonly isFetching: boolean;
    readonly refetch: () => unknown;
  };
  readonly page: number;
  readonly onPage: (page: number) => void;
  readonly to?: (row: { readonly id: string }) => string;
}

export function DrillRows(props: DrillRowsProps): ReactNode {
  const { entry, asked } = props;
  const { data } = asked;
  const path = useRowPath(entry.registerKind, entry.register);
  if (asked.error !== null && data === undefined)
    return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  if (data === undefined) return <Loading rows={6} />;
  const to = props.to ?? ((row: { readonly id: string }) => path(row.id));
  return (
    <WithRegister register={entry.register}>
      {(held) => (
        <Table<Reply['rows'][number]>
          rowKey="id"
          size="small"
          loading={asked.isFetching && { delay: 300 }}
          columns={columnsOf(columnOrder(held), data.labels, to)}
          dataSource={data.rows}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty text="没有记录" /> }}
          pagination={{
            current: props.page,
            pageSize: data.size,
            total: data.total,
            showSizeChanger: false,
            showTotal: (total) => (data.more ? '共 10,000+ 条' : `共 ${total.toLocaleString('zh-CN')} 条`),
            onChange: props.onPage,
            responsive: true,
          }}
        />
      )}
    </WithRegister>
  );
}

function columnsOf(
  fields: readonly NamedField[],
  labels: Labels,
  to: (row: { readonly id: string }) => string,
): ColumnType<Reply['rows'][number]>[] {
  const listed = fields.filter(({ info }) => info.list);
  const shown = listed.length > 0 ? listed : fields.slice(0, 5);
  const columns = shown.map(
    (field): ColumnType<Reply['rows'][number]> => ({
      key: field.name,
      title: field.info.title,
      // The drill gives the same rows as the register's own list.
      render: (_value, row) => (
        <LabelledValue field={field} from={{ row: row as unknown as RowReply, labels }} />
      ),
    }),
  );
  return [
    ...columns,
    {
      key: '##',
      title: '操作',
      fixed: 'right',
      width: 70,
      render: (_value, row) => <Link to={to(row)}>查看</Link>,
    },
  ];
}
