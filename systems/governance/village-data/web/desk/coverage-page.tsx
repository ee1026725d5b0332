/** 覆盖一张图: how complete and how fresh the cards of each village are, and who lives there, small numbers not shown. */
import { Segmented, Table } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { MapFrame, type MapLayer } from '../../../../../ui/map-frame.tsx';
import { numberText } from '../../../../../ui/number-card.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

type Village = OutputOf<typeof contract.routes.coverage>['villages'][number];
type Look = 'complete' | 'fresh';

const steps = [
  { key: 'low', title: '低于 60%', from: 0, colour: '#cf1322' },
  { key: 'middle', title: '60%—90%', from: 0.6, colour: '#d48806' },
  { key: 'high', title: '90% 以上', from: 0.9, colour: '#389e0d' },
] as const;

function shareOf({ cells, filled, fresh }: Village, look: Look): number | null {
  if (look === 'complete') return cells === 0 ? null : filled / cells;
  return filled === 0 ? null : fresh / filled;
}

function percent(share: number | null): string {
  return share === null ? '—' : `${numberText(share, '%')}%`;
}

function stepOf(share: number | null): string {
  return steps.findLast(({ from }) => share !== null && share >= from)?.key ?? 'none';
}

export default function CoveragePage(): ReactNode {
  const reply = useCall(contract.routes.coverage, {});
  return (
    <PageFrame title="覆盖一张图" summary="完整率＝已填的项 ÷ 应填的项；新鲜率＝没有过期的项 ÷ 已填的项">
      <Shown of={reply} rows={12}>
        {({ villages }) =>
          villages.length === 0 ? <Empty text="您的范围里还没有户卡" /> : <Board villages={villages} />
        }
      </Shown>
      <Profile />
    </PageFrame>
  );
}

function Board({ villages }: { readonly villages: readonly Village[] }): ReactNode {
  const [look, setLook] = useState<Look>('complete');
  const layers = useMemo((): readonly MapLayer[] => {
    const features = villages.flatMap((each) =>
      each.lon === null || each.lat === null
        ? []
        : [
            {
              type: 'Feature' as const,
              properties: {
                name: `${each.name} ${percent(shareOf(each, look))}`,
                step: stepOf(shareOf(each, look)),
              },
              geometry: { type: 'Point' as const, coordinates: [each.lon, each.lat] },
            },
          ],
    );
    return [
      {
        id: 'villages',
        title: look === 'complete' ? '完整率' : '新鲜率',
        kind: 'point',
        label: 'name',
        from: { geojson: { type: 'FeatureCollection', features } },
        colours: {
          by: 'step',
          values: Object.fromEntries(steps.map(({ key, colour }) => [key, colour])),
          titles: Object.fromEntries(steps.map(({ key, title }) => [key, title])),
          other: '#8c8c8c',
        },
      },
    ];
  }, [villages, look]);
  const places = villages.filter(({ lon }) => lon !== null);
  const [first] = places;
  return (
    <>
      <Section
        flush
        title="按村"
        extra={
          <Segmented<Look>
            aria-label="看什么"
            value={look}
            onChange={setLook}
            options={[
              { value: 'complete', label: '完整率' },
              { value: 'fresh', label: '新鲜率' },
            ]}
          />
        }
      >
        <MapFrame
          layers={layers}
          height={380}
          label="各村户卡的完整率和新鲜率"
          {...(first?.lon != null && first.lat !== null
            ? { centre: { lon: first.lon, lat: first.lat }, zoom: 10 }
            : {})}
        />
      </Section>
      <Section flush title={`${villages.length} 个村(社区)`}>
        <Table<Village>
          size="small"
          rowKey="area"
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          scroll={{ x: 720 }}
          dataSource={[...villages]}
          columns={[
            { title: '村(社区)', render: (_, row) => row.name },
            { title: '乡镇(街道)', dataIndex: 'townName' },
            {
              title: '户数',
              align: 'right',
              render: (_, row) => (
                <Link to={`/village-data/cards?f.area=${row.area}`}>{numberText(row.households)}</Link>
              ),
            },
            {
              title: '完整率',
              align: 'right',
              render: (_, row) => `${percent(shareOf(row, 'complete'))}（${row.filled}/${row.cells}）`,
            },
            {
              title: '新鲜率',
              align: 'right',
              render: (_, row) => `${percent(shareOf(row, 'fresh'))}（${row.fresh}/${row.filled}）`,
            },
            {
              title: '待采集',
              align: 'right',
              render: (_, row) => (
                <Link to={`/registers/village-data.task/rows?f.area=${row.area}&f.progress=open`}>
                  {numberText(row.open)}
                </Link>
              ),
            },
          ]}
        />
      </Section>
    </>
  );
}

function Profile(): ReactNode {
  const reply = useCall(contract.routes.profile, {});
  const data = reply.data;
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <Section flush title="人口结构">
      <Table
        size="small"
        rowKey="area"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 720 }}
        dataSource={[...data.rows]}
        columns={[
          { title: '村(社区)', dataIndex: 'name' },
          ...data.groups.map((title, index) => ({
            title,
            align: 'right' as const,
            render: (_: unknown, row: (typeof data.rows)[number]) => row.counts[index] ?? '※',
          })),
        ]}
      />
      <p className="city-muted" style={{ padding: '0 16px' }}>
        ※ 少于 {data.least} 人的不显示；为不让人推算出来，同一行或同一列的另一个数也可能不显示。
      </p>
    </Section>
  );
}
