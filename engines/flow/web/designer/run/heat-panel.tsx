/** 耗时热力: where the time of real work goes in this version, beside another one, drawn over the process and as a table down to the cases. */
import { Drawer, Segmented, Select, Table } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { Empty, Failed, Loading, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../../contract.ts';
import { versionTitle } from '../../../process/version-title.ts';
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

interface Asked {
  readonly type: string;
  readonly version: number;
  readonly days: number;
}

/** '+20%' against the other version; '—' where one of them has nothing to compare. */
function changeText(now: number | null, before: number | null | undefined): string {
  if (now === null || before === null || before === undefined || before === 0) return '—';
  const percent = Math.round(((now - before) / before) * 100);
  return `${percent > 0 ? '+' : ''}${percent}%`;
}

export function HeatPanel(props: {
  readonly diagram: Diagram;
  readonly type: string;
  readonly version: number;
}): ReactNode {
  const { diagram, type, version } = props;
  const [days, setDays] = useState(90);
  const [other, setOther] = useState<number | undefined>(undefined);
  const [node, setNode] = useState<string | undefined>(undefined);
  const heat = useCall(contract.routes.processHeat, { type, days, version }, { keep: true });
  const before = useCall(
    contract.routes.processHeat,
    { type, days, version: other ?? version },
    { enabled: other !== undefined },
  );
  const versions =
    useCall(contract.routes.processes, {}).data?.find((one) => one.type === type)?.versions ?? [];
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
  const nameOf = (id: string) =>
    diagram.get('elementRegistry').get(id)?.businessObject.name ?? `${id}（本版没有）`;
  return (
    <aside className="designer-panel" aria-label="耗时">
      <h2>各环节耗时</h2>
      <Segmented<number> value={days} onChange={setDays} options={periods} aria-label="统计时段" />
      <Select<number>
        allowClear
        aria-label="对比版本"
        placeholder="与另一版本对比"
        className="designer-add"
        style={{ width: '100%' }}
        value={other ?? null}
        options={versions
          .filter((one) => one.version !== version)
          .map((one) => ({ value: one.version, label: versionTitle(one.version) }))}
        onChange={(chosen: number | undefined) => setOther(chosen)}
      />
      <p className="city-muted">
        只算按本版办理的案件，按工作时间计，颜色越深中位耗时越长。签收前为等候，签收后为办理；没有签收就办完的只计总耗时。
      </p>
      {heat.isPending && <Loading rows={4} />}
      {heat.isError && <Failed error={heat.error} onRetry={() => void heat.refetch()} />}
      {rows && (
        <HeatTable
          rows={rows}
          before={other === undefined ? undefined : before.data}
          nameOf={nameOf}
          onOpen={(id) => {
            showElement(diagram, id);
            setNode(id);
          }}
        />
      )}
      <Drawer
        open={node !== undefined}
        title={node === undefined ? '' : `${nameOf(node)}：耗时最长的案件`}
        size={560}
        onClose={() => setNode(undefined)}
        destroyOnHidden
      >
        {node !== undefined && <SlowCases asked={{ type, version, days }} node={node} />}
      </Drawer>
    </aside>
  );
}

function HeatTable(props: {
  readonly rows: readonly NodeHeat[];
  /** Of the other version. */
  readonly before: readonly NodeHeat[] | undefined;
  readonly nameOf: (id: string) => string;
  readonly onOpen: (node: string) => void;
}): ReactNode {
  const { rows, before, nameOf, onOpen } = props;
  const then = new Map((before ?? []).map((row) => [row.node, row]));
  return (
    <Table<NodeHeat>
      size="small"
      rowKey="node"
      pagination={false}
      dataSource={rows}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: '这段时间没有按本版办过的事项' }}
      columns={[
        {
          title: '环节',
          dataIndex: 'node',
          render: (id: string) => (
            <button type="button" className="city-link" onClick={() => onOpen(id)}>
              {nameOf(id)}
            </button>
          ),
        },
        { title: '办结', dataIndex: 'done', align: 'right' },
        { title: '中位', dataIndex: 'median', align: 'right', render: formatHours },
        ...(before === undefined
          ? []
          : [
              {
                title: '对比版本',
                key: 'before',
                align: 'right' as const,
                render: (_none: unknown, row: NodeHeat) => formatHours(then.get(row.node)?.median ?? null),
              },
              {
                title: '变化',
                key: 'change',
                align: 'right' as const,
                render: (_none: unknown, row: NodeHeat) => changeText(row.median, then.get(row.node)?.median),
              },
            ]),
        { title: '九成内', dataIndex: 'p90', align: 'right', render: formatHours },
        { title: '等候中位', dataIndex: 'waitedMedian', align: 'right', render: formatHours },
        { title: '等候九成', dataIndex: 'waitedP90', align: 'right', render: formatHours },
        { title: '办理中位', dataIndex: 'workedMedian', align: 'right', render: formatHours },
        { title: '办理九成', dataIndex: 'workedP90', align: 'right', render: formatHours },
        { title: '在办', dataIndex: 'open', align: 'right' },
      ]}
    />
  );
}

function SlowCases({ asked, node }: { readonly asked: Asked; readonly node: string }): ReactNode {
  const found = useCall(contract.routes.heatCases, { ...asked, node });
  return (
    <Shown of={found}>
      {({ rows, hidden }) => (
        <>
          {rows.length === 0 && <Empty text="没有您能查看的案件" />}
          <ul className="designer-trial">
            {rows.map((row) => (
              <li key={`${row.link} ${row.closedAt}`}>
                <Link to={row.link}>{row.title}</Link>
                <span className="city-muted city-number">
                  {row.number} · 用时 {formatHours(row.took)}
                  {row.waited !== null && `（等候 ${formatHours(row.waited)}）`} · {momentText(row.closedAt)}{' '}
                  办完
                  {row.late === true && <StatusTag tone="red">超时</StatusTag>}
                </span>
              </li>
            ))}
          </ul>
          {hidden > 0 && <p className="city-muted">另有 {hidden} 件不在您的查看范围。</p>}
        </>
      )}
    </Shown>
  );
}
