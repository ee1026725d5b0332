/** 字段血缘: from department's source to contract, column by column; a click on a column asks about that one. */
import { Alert, Select, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { LineageReply, LineageTable } from '../routes/lineage-routes.ts';
import './libraries.css';

const layers = { source: '来源', standard: '标准层', subject: '主题层', contract: '共享合同' } as const;
const pathOf = (table: string, field: string) => `/base-libraries/lineage/${table}?field=${field}`;

export default function LineagePage(): ReactNode {
  const { dataset = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const field = address.get('field') ?? undefined;
  const asked = useCall(contract.routes.lineage, { dataset, field }, { keep: true });
  usePageTitle(asked.data === undefined ? '字段血缘' : `${asked.data.title}的血缘`);
  return (
    <PageFrame
      title={asked.data === undefined ? '字段血缘' : `${asked.data.title}的血缘`}
      breadcrumb={[{ title: '基础库和主题库', to: '/base-libraries' }]}
      summary="一列从哪里来、谁在用，只有名称没有数据；点一列看它自己的来去"
      extra={
        asked.data && (
          <Select
            allowClear
            showSearch
            optionFilterProp="label"
            aria-label="字段"
            placeholder="全部字段"
            style={{ width: 220 }}
            value={field}
            options={asked.data.columns.map((column) => ({ value: column.field, label: column.title }))}
            onChange={(name: string | undefined) => setAddress(name === undefined ? {} : { field: name })}
          />
        )
      }
    >
      <Shown of={asked} rows={8}>
        {(reply) => (
          <>
            {reply.cut && <Alert type="info" showIcon title="来去太多，只列出一部分；选一个字段看全" />}
            <Layers reply={reply} asked={dataset} field={field} />
            <Edges reply={reply} />
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Layers(props: {
  readonly reply: LineageReply;
  readonly asked: string;
  readonly field: string | undefined;
}): ReactNode {
  const { reply, asked, field } = props;
  return (
    <Section title="来去" flush>
      <div className="lineage-layers">
        {Object.entries(layers).map(([layer, title]) => (
          <div key={layer} className="lineage-layer">
            <div className="city-muted">{title}</div>
            {reply.tables
              .filter((table) => table.layer === layer)
              .map((table) => (
                <TableCard key={table.id} table={table} current={table.id === asked ? field : undefined} />
              ))}
          </div>
        ))}
      </div>
    </Section>
  );
}

const isField = (name: string) => /^[a-z][a-z0-9_]*$/.test(name);

function TableCard(props: { readonly table: LineageTable; readonly current: string | undefined }): ReactNode {
  const { table, current } = props;
  const isLinked = table.layer === 'standard' || table.layer === 'subject';
  return (
    <div className="lineage-table">
      <div>{table.title}</div>
      <ul>
        {table.columns.map((column) => (
          <li key={column.field}>
            {isLinked && isField(column.field) && column.field !== current ? (
              <Link to={pathOf(table.id, column.field)}>{column.title}</Link>
            ) : (
              <span>{column.title}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Edges(props: { readonly reply: LineageReply }): ReactNode {
  const { reply } = props;
  const name = ({ table: id, field }: LineageReply['edges'][number]['from']) => {
    const table = reply.tables.find((each) => each.id === id);
    return `${table?.title ?? ''} · ${table?.columns.find((each) => each.field === field)?.title ?? field}`;
  };
  return (
    <Section title="逐列" flush>
      <Table
        rowKey={({ from, to }) => `${from.table} ${from.field} ${to.table} ${to.field}`}
        size="small"
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        dataSource={[...reply.edges]}
        locale={{ emptyText: <Empty text="这里还没有来去的记录" /> }}
        columns={[
          { title: '从', render: (_, edge) => name(edge.from) },
          { title: '到', render: (_, edge) => name(edge.to) },
          { title: '怎样得出', dataIndex: 'expression' },
        ]}
      />
    </Section>
  );
}
