/** 共享中心: who uses whose data as a matrix, down to contracts, purposes and receipts; and what nobody uses. */
import { Drawer, Segmented, Table } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { Chart } from '../../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { DescriptionList, Section } from '../../../../../ui/layout.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { UseContract } from '../../routes/situation-routes.ts';
import type { Situation, Span } from './situation.ts';
import { idOf, matrixChart } from './group-situation.ts';
import { Receipts } from './receipt-table.tsx';
import { countText } from './words.ts';

/** Two departments over the whole time, or everybody on one day. */
interface Asked {
  readonly title: string;
  readonly span: Span;
  readonly consumer?: string;
  readonly provider?: string;
}

export function SharePart(props: { readonly situation: Situation; readonly span: Span }): ReactNode {
  const { sharing, traffic, names } = props.situation;
  const [measure, setMeasure] = useState<'calls' | 'rows'>('calls');
  const [asked, setAsked] = useState<Asked>();
  const matrix = useMemo(() => matrixChart(sharing.cells, names, measure), [sharing.cells, names, measure]);
  const days = useMemo(
    () => ({
      kind: 'bar' as const,
      categories: traffic.map(({ day }) => day),
      series: [
        { name: '调用', values: traffic.map(({ calls }) => calls) },
        { name: '被拒绝', values: traffic.map(({ refused }) => refused) },
      ],
      unit: '次',
    }),
    [traffic],
  );
  const pick = (provider: string, consumer: string) => {
    const [from, by] = [idOf(names, provider), idOf(names, consumer)];
    if (from !== undefined && by !== undefined)
      setAsked({
        title: `${consumer}使用${provider}的数据`,
        span: props.span,
        provider: from,
        consumer: by,
      });
  };
  return (
    <>
      <div className="platform-pair" id="platform-uses">
        <Section
          title="谁在用谁的数据"
          extra={
            <Segmented
              aria-label="按什么看"
              options={[
                { label: '次数', value: 'calls' as const },
                { label: '行数', value: 'rows' as const },
              ]}
              value={measure}
              onChange={setMeasure}
            />
          }
        >
          <Chart
            title="使用部门（行）和提供部门（列）"
            data={matrix}
            height={300}
            onPick={({ category, series }) => pick(category, series)}
          />
        </Section>
        <Section title="每日共享调用">
          <Chart
            title="每日共享调用"
            data={days}
            height={300}
            onPick={({ category }) =>
              setAsked({ title: `${category}的共享使用`, span: { from: category, to: category } })
            }
          />
        </Section>
      </div>
      <Section title="闲置的数据资源" flush>
        <Table
          rowKey="id"
          size="small"
          pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
          dataSource={[...sharing.unused]}
          locale={{ emptyText: <Empty text="没有闲置的资源" /> }}
          columns={[
            {
              title: '数据目录',
              render: (_, row) => <Link to={`/data-catalogue/resources/${row.id}`}>{row.name}</Link>,
            },
            { title: '提供部门', render: (_, row) => names[row.department] ?? row.department },
          ]}
        />
      </Section>
      {asked && <Uses asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function Uses(props: { readonly asked: Asked; readonly onClose: () => void }): ReactNode {
  const { title, span, ...pair } = props.asked;
  const asked = useCall(contract.routes.uses, { ...pair, ...span });
  return (
    <Drawer open size={860} title={title} onClose={props.onClose}>
      <Shown of={asked} rows={6}>
        {({ contracts }) => (
          <Table<UseContract>
            rowKey="id"
            size="small"
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={[...contracts]}
            expandable={{ expandedRowRender: (row) => <Use row={row} span={span} /> }}
            columns={[
              {
                title: '合同',
                render: (_, row) => <Link to={`/data-sharing/agreements/${row.id}`}>{row.number}</Link>,
              },
              { title: '数据目录', dataIndex: 'resource' },
              { title: '应用', dataIndex: 'application' },
              { title: '调用', align: 'end', render: (_, row) => countText(row.calls) },
              { title: '行数', align: 'end', render: (_, row) => countText(row.rows) },
              { title: '被拒绝', align: 'end', render: (_, row) => countText(row.refused) },
            ]}
          />
        )}
      </Shown>
    </Drawer>
  );
}

function Use(props: { readonly row: UseContract; readonly span: Span }): ReactNode {
  const asked = useCall(contract.routes.calls, { contract: props.row.id, ...props.span });
  return (
    <>
      <DescriptionList
        columns={1}
        items={[
          { label: '用途', value: props.row.purpose },
          { label: '依据', value: props.row.basis },
          { label: '使用期限', value: props.row.until },
        ]}
      />
      <Shown of={asked} rows={3}>
        {({ calls, more }) => <Receipts receipts={calls} more={more} />}
      </Shown>
    </>
  );
}
