/** 存储中心 and 态势中心: what came in, how fresh and how good it is, and what lies in each layer. */
import { Drawer, Table } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { Chart } from '../../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Freshness } from '../../routes/situation-routes.ts';
import type { Situation } from './situation.ts';
import { acceptChart, idOf, inflowChart, type Names, scoreChart } from './group-situation.ts';
import {
  batchStates,
  bytesText,
  countText,
  freshTitles,
  lateText,
  layerPaths,
  layerTitles,
} from './words.ts';

const order = ['silent', 'late', 'on-time', 'none'];

interface Picked {
  readonly day: string;
  readonly department?: string;
}

export function StorePart(props: { readonly situation: Situation }): ReactNode {
  const { inflow, fresh, storage, names } = props.situation;
  const [picked, setPicked] = useState<Picked>();
  const [whose, setWhose] = useState<string>();
  const rows = useMemo(() => inflowChart(inflow, names), [inflow, names]);
  const accept = useMemo(() => acceptChart(inflow), [inflow]);
  const score = useMemo(() => scoreChart(fresh, names), [fresh, names]);
  const pick = (day: string, name?: string) => {
    const department = name === undefined ? undefined : idOf(names, name);
    setPicked(department === undefined ? { day } : { day, department });
  };
  return (
    <>
      <div className="platform-pair">
        <Section title="每日入库">
          <Chart title="每日入库行数" data={rows} onPick={({ category, series }) => pick(category, series)} />
        </Section>
        <Section title="每日合格率">
          <Chart title="每日合格率" data={accept} onPick={({ category }) => pick(category)} />
        </Section>
      </div>
      <div className="platform-pair">
        <Section title="各部门入库得分">
          <Chart
            title="各部门入库得分"
            data={score}
            height={260}
            onPick={({ category }) => setWhose(idOf(names, category))}
          />
        </Section>
        <Section title="分层存储" flush>
          <Layers storage={storage} />
        </Section>
      </div>
      <div id="platform-fresh">
        <Section title="是否按时到达" flush>
          <Fresh rows={fresh} names={names} />
        </Section>
      </div>
      {whose !== undefined && (
        <Quality situation={props.situation} department={whose} onClose={() => setWhose(undefined)} />
      )}
      {picked && <Batches picked={picked} names={names} onClose={() => setPicked(undefined)} />}
    </>
  );
}

function Layers(props: { readonly storage: Situation['storage'] }): ReactNode {
  const { layers, libraries } = props.storage;
  return (
    <Table
      rowKey="key"
      size="small"
      pagination={false}
      locale={{ emptyText: <Empty text="没有可以查看的存储" /> }}
      dataSource={[
        ...layers.map((each) => ({
          key: each.layer,
          name: layerTitles[each.layer] ?? each.layer,
          to: layerPaths[each.layer] ?? '/data-collection/datasets',
          files: countText(each.files),
          bytes: bytesText(each.bytes),
          rows: countText(each.rows),
        })),
        ...libraries.map((each) => ({
          key: each.id,
          name: each.title,
          to: '/base-libraries',
          files: '',
          bytes: '',
          rows: countText(each.rows),
        })),
      ]}
      columns={[
        { title: '层或库', render: (_, row) => <Link to={row.to}>{row.name}</Link> },
        { title: '文件或数据集', dataIndex: 'files', align: 'end' },
        { title: '占用', dataIndex: 'bytes', align: 'end' },
        { title: '行数', dataIndex: 'rows', align: 'end' },
      ]}
    />
  );
}

function Fresh(props: { readonly rows: readonly Freshness[]; readonly names: Names }): ReactNode {
  return (
    <Table<Freshness>
      rowKey="id"
      size="small"
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty text="没有可以查看的数据集" /> }}
      dataSource={props.rows.toSorted(
        (one, other) =>
          order.indexOf(one.state) - order.indexOf(other.state) || (other.lateBy ?? 0) - (one.lateBy ?? 0),
      )}
      columns={[
        {
          title: '数据集',
          render: (_, row) => <Link to={`/data-collection/datasets/${row.id}`}>{row.name}</Link>,
        },
        { title: '提供部门', render: (_, row) => props.names[row.department] ?? row.department },
        { title: '数据源', render: (_, row) => props.names[row.source] ?? '—' },
        { title: '承诺周期', dataIndex: 'schedule' },
        {
          title: '状态',
          render: (_, row) => (
            <StatusTag tone={freshTitles[row.state].tone}>{freshTitles[row.state].title}</StatusTag>
          ),
        },
        { title: '晚了', align: 'end', render: (_, row) => lateText(row.lateBy) },
        {
          title: '数据时间',
          render: (_, row) => (row.refreshedAt === null ? '从未到达' : momentText(row.refreshedAt)),
        },
        { title: '行数', align: 'end', render: (_, row) => countText(row.rows) },
        { title: '得分', align: 'end', render: (_, row) => row.score?.toFixed(1) ?? '—' },
      ]}
    />
  );
}

function Quality(props: {
  readonly situation: Situation;
  readonly department: string;
  readonly onClose: () => void;
}): ReactNode {
  const { inflow, fresh, names } = props.situation;
  const accept = acceptChart(inflow.filter(({ department }) => department === props.department));
  return (
    <Drawer open size={860} title={`${names[props.department] ?? ''}的数据质量`} onClose={props.onClose}>
      <Chart title="每日合格率" data={accept} height={220} />
      <Fresh rows={fresh.filter(({ department }) => department === props.department)} names={names} />
    </Drawer>
  );
}

function Batches(props: {
  readonly picked: Picked;
  readonly names: Names;
  readonly onClose: () => void;
}): ReactNode {
  const asked = useCall(contract.routes.batches, props.picked);
  const whose = props.picked.department === undefined ? '' : `${props.names[props.picked.department] ?? ''} `;
  return (
    <Drawer open size={760} title={`${whose}${props.picked.day}的批次`} onClose={props.onClose}>
      <Shown of={asked} rows={6}>
        {({ batches }) => (
          <Table
            rowKey="id"
            size="small"
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            dataSource={[...batches]}
            columns={[
              {
                title: '数据集',
                render: (_, row) => <Link to={`/data-collection/datasets/${row.dataset}`}>{row.name}</Link>,
              },
              { title: '开始', render: (_, row) => momentText(row.startedAt) },
              {
                title: '结果',
                render: (_, row) => (
                  <StatusTag tone={batchStates[row.state]?.tone}>
                    {batchStates[row.state]?.title ?? row.state}
                  </StatusTag>
                ),
              },
              { title: '收到', align: 'end', render: (_, row) => countText(row.received) },
              { title: '入库', align: 'end', render: (_, row) => countText(row.loaded) },
              { title: '退回', align: 'end', render: (_, row) => countText(row.rejected) },
              { title: '大小', align: 'end', render: (_, row) => bytesText(row.bytes) },
            ]}
          />
        )}
      </Shown>
    </Drawer>
  );
}
