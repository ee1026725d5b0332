/** 风险一张图: every asset in four colours on the map, counted by grade, and for the chosen one the reasons and its row. */
import { Table } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useCityStyle } from '../../../../engines/maps/web/use-city-style.ts';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Loading, Shown } from '../../../../ui/empty.tsx';
import { DescriptionList, PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { MapFrame, type MapLayer } from '../../../../ui/map-frame.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import small from '../data/small-lists.json' with { type: 'json' };
import { boxOf } from './network-layers.ts';
import './lifeline.css';

type Risks = OutputOf<typeof contract.routes.risks>;
type Asset = Risks['assets'][number];
type Reason = Asset['reasons'][number];

const colours = { '1': '#cf1322', '2': '#fa8c16', '3': '#fadb14', '4': '#1677ff' };
const unknown = '#8c8c8c';
const kinds = Object.fromEntries(small.lists['risk-kinds']) as Readonly<Record<string, string>>;
const sides = Object.fromEntries(small.lists['risk-sides']) as Readonly<Record<string, string>>;
const measures = Object.fromEntries(small.lists['risk-measures']) as Readonly<Record<string, string>>;
const grades = Object.fromEntries(small.lists['risk-grades']) as Readonly<Record<string, string>>;

const digits = (value: number | null, count = 2) => (value === null ? '—' : value.toFixed(count));
const gradeText = (grade: string | null) => (grade === null ? '数据不足' : (grades[grade] ?? grade));

export default function RisksPage(): ReactNode {
  const reply = useCall(contract.routes.risks, {}, { every: 300_000 });
  return (
    <PageFrame
      title="风险一张图"
      summary="风险 = 可能性 × 后果，按台账里的权重和分级计算；没有数据的因子不计"
      extra={
        <>
          <Link to="/registers/lifeline.risk-factor/rows">权重</Link>
          {'　'}
          <Link to="/registers/lifeline.risk-grade/rows">分级</Link>
        </>
      }
    >
      <Shown of={reply} rows={10}>
        {(risks) =>
          risks.assets.length === 0 ? <Empty text="您的范围内没有可评估的设施" /> : <Risk risks={risks} />
        }
      </Shown>
    </PageFrame>
  );
}

function Risk(props: { readonly risks: Risks }): ReactNode {
  const { assets, days } = props.risks;
  const [address, setAddress] = useSearchParams();
  const grade = address.get('grade');
  const chosen = assets.find(({ id }) => id === address.get('asset'));
  const shown = grade === null ? assets : assets.filter((each) => (each.grade ?? 'unknown') === grade);
  const change = (name: string, value: string | null) => {
    const next = new URLSearchParams(address);
    if (value === null) next.delete(name);
    else next.set(name, value);
    setAddress(next, { replace: true });
  };
  const card = (code: string, title: string, count: number) => (
    <NumberCard
      key={code}
      title={grade === code ? `${title}（再点看全部）` : title}
      value={count}
      unit="处"
      onOpen={() => change('grade', grade === code ? null : code)}
    />
  );
  return (
    <>
      <Tiles minimum={140}>
        {props.risks.grades.map((each) => card(each.grade, `${each.name}色风险`, each.assets))}
        {card('unknown', '数据不足', props.risks.unknown)}
      </Tiles>
      <div className="lifeline-board">
        <Section flush title="设施">
          <RiskMap assets={shown} onChoose={(id) => change('asset', id)} />
        </Section>
        <div>
          {chosen !== undefined && <Chosen asset={chosen} days={days} />}
          <Section flush title={`风险从高到低（${shown.length}）`}>
            <Assets assets={shown} onChoose={(id) => change('asset', id)} />
          </Section>
        </div>
      </div>
    </>
  );
}

function layersOf(assets: readonly Asset[]): readonly MapLayer[] {
  const painted = {
    by: 'grade',
    values: colours,
    other: unknown,
    titles: { ...grades, unknown: '数据不足' },
  } as const;
  const propertiesOf = ({ id, name, grade }: Asset) => ({ id, name, grade: grade ?? 'unknown' });
  const lines = assets
    // The gravest is drawn last, above the others.
    .toReversed()
    .filter(({ line }) => line.length > 1)
    .map((asset) => ({
      type: 'Feature' as const,
      properties: propertiesOf(asset),
      geometry: { type: 'LineString' as const, coordinates: asset.line.map(([lon, lat]) => [lon, lat]) },
    }));
  const points = assets.toReversed().flatMap((asset) =>
    asset.line.length > 1 || asset.position === null
      ? []
      : [
          {
            type: 'Feature' as const,
            properties: propertiesOf(asset),
            geometry: { type: 'Point' as const, coordinates: [asset.position.lon, asset.position.lat] },
          },
        ],
  );
  return [
    {
      id: 'risk-lines',
      title: '供水管段',
      kind: 'line',
      from: { geojson: { type: 'FeatureCollection', features: lines } },
      colours: painted,
    },
    {
      id: 'risk-points',
      title: '排水、燃气、桥梁监测点',
      kind: 'point',
      from: { geojson: { type: 'FeatureCollection', features: points } },
      colours: painted,
      label: 'name',
    },
  ];
}

function RiskMap(props: {
  readonly assets: readonly Asset[];
  readonly onChoose: (id: string) => void;
}): ReactNode {
  const { assets } = props;
  const layers = useMemo(() => layersOf(assets), [assets]);
  const fit = useMemo(
    () =>
      boxOf(
        assets.map(({ line, position }) =>
          line.length > 1 || position === null ? line : [[position.lon, position.lat] as const],
        ),
      ),
    [assets],
  );
  const { style, whole, settled } = useCityStyle();
  if (!settled) return <Loading rows={8} />;
  const box = fit ?? whole;
  return (
    <MapFrame
      layers={layers}
      height={520}
      label="生命线设施的风险级别"
      legend
      {...(style ? { style } : {})}
      {...(box ? { fit: box } : {})}
      onFeature={({ properties }) => props.onChoose(String(properties['id']))}
    />
  );
}

function Chosen(props: { readonly asset: Asset; readonly days: number }): ReactNode {
  const { asset } = props;
  return (
    <Section
      title={asset.name}
      extra={<Link to={`/registers/${asset.register}/rows/${asset.id}`}>台账记录</Link>}
    >
      <DescriptionList
        columns={2}
        items={[
          { label: '级别', value: <Grade grade={asset.grade} /> },
          { label: '风险值', value: digits(asset.risk) },
          { label: '可能性', value: digits(asset.likelihood) },
          { label: '后果', value: digits(asset.consequence) },
        ]}
      />
      <Table<Reason>
        size="small"
        rowKey="key"
        pagination={false}
        scroll={{ x: 420 }}
        dataSource={[...asset.reasons]}
        columns={[
          { title: '方面', render: (_, { side }) => sides[side] },
          { title: '指标', render: (_, { measure }) => measures[measure] },
          {
            title: '数值',
            align: 'end',
            render: (_, { value }) =>
              value?.toLocaleString('zh-CN', { maximumFractionDigits: 1 }) ?? '没有数据',
          },
          { title: '得分', align: 'end', render: (_, { score }) => digits(score) },
          { title: '权重', align: 'end', dataIndex: 'weight' },
        ]}
      />
      <p className="city-muted lifeline-note">告警和漏点统计最近 {props.days} 天。</p>
    </Section>
  );
}

function Grade(props: { readonly grade: string | null }): ReactNode {
  const { grade } = props;
  const colour = grade === null ? unknown : (colours[grade as keyof typeof colours] ?? unknown);
  return (
    <span className="lifeline-grade">
      <i style={{ background: colour }} />
      {gradeText(grade)}
    </span>
  );
}

function Assets(props: {
  readonly assets: readonly Asset[];
  readonly onChoose: (id: string) => void;
}): ReactNode {
  return (
    <Table<Asset>
      size="small"
      rowKey="id"
      pagination={{ pageSize: 12, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={[...props.assets]}
      columns={[
        { title: '级别', width: 88, render: (_, { grade }) => <Grade grade={grade} /> },
        {
          title: '设施',
          render: (_, { id, name }) => (
            <button type="button" className="city-link" onClick={() => props.onChoose(id)}>
              {name}
            </button>
          ),
        },
        { title: '类别', width: 110, render: (_, { kind }) => kinds[kind] },
        { title: '风险值', width: 76, align: 'end', render: (_, { risk }) => digits(risk) },
      ]}
    />
  );
}
