/** 耗时热力: where the time of real work goes, drawn over the process and as a table. */
import { Segmented, Table } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { Failed, Loading } from '../../../../../ui/empty.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../../contract.ts';
import type { NodeHeat } from '../../../routes/definition-routes.ts';
import type { Diagram } from '../diagram/diagram-types.ts';
import { showElement } from '../diagram/diagram-view.tsx';
import { formatHours } from './format-hours.ts';
import { paintNodes } from './paint-nodes.ts';

const periods = [
  { value: 30, label: '近 30 天' },
  { value: 90, label: '近 90 天' },
  { value: 365, label: '近一年' },
];

export function HeatPanel({
  diagram,
  type,
}: {
  readonly diagram: Diagram;
  readonly type: string;
}): ReactNode {
  const [days, setDays] = useState(90);
  const heat = useCall(contract.routes.processHeat, { type, days }, { keep: true });
  const rows = heat.data;
  useEffect(() => {
    if (rows === undefined) return undefined;
    const most = Math.max(1, ...rows.map((row) => row.median ?? 0));
    paintNodes(
      diagram,
      rows.map((row) => ({
        node: row.node,
        share: (row.median ?? 0) / most,
        words: `${formatHours(row.median)} · 在办 ${row.open}`,
        hint: `办结 ${row.done} 件，中位 ${formatHours(row.median)}，九成在 ${formatHours(row.p90)} 以内`,
      })),
    );
    return () => paintNodes(diagram, []);
  }, [diagram, rows]);
  return (
    <aside className="designer-panel" aria-label="耗时">
      <h2>各环节耗时</h2>
      <Segmented<number> value={days} onChange={setDays} options={periods} aria-label="统计时段" />
      <p className="city-muted">按工作时间计算，颜色越深中位耗时越长；在办为现在的件数。</p>
      {heat.isPending && <Loading rows={4} />}
      {heat.isError && <Failed error={heat.error} onRetry={() => void heat.refetch()} />}
      {rows && <HeatTable rows={rows} diagram={diagram} />}
    </aside>
  );
}

function HeatTable({
  rows,
  diagram,
}: {
  readonly rows: readonly NodeHeat[];
  readonly diagram: Diagram;
}): ReactNode {
  const nameOf = (id: string) =>
    diagram.get('elementRegistry').get(id)?.businessObject.name ?? `${id}（本版没有）`;
  return (
    <Table<NodeHeat>
      size="small"
      rowKey="node"
      pagination={false}
      dataSource={rows}
      locale={{ emptyText: '这段时间没有办过的事项' }}
      onRow={({ node }) => ({ onClick: () => showElement(diagram, node) })}
      columns={[
        { title: '环节', dataIndex: 'node', render: nameOf },
        { title: '办结', dataIndex: 'done', align: 'right' },
        { title: '中位', dataIndex: 'median', align: 'right', render: formatHours },
        { title: '九成内', dataIndex: 'p90', align: 'right', render: formatHours },
        { title: '在办', dataIndex: 'open', align: 'right' },
      ]}
    />
  );
}
