/** 污染源: each outfall's factors beside their limits, whether the last value counts, and the hours of a week. */
import { Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { unitText } from '../../../../engines/telemetry/web/device/device-words.ts';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import { useNavigate } from 'react-router';
import contract from '../contract.ts';
import { dayHourText } from './air/air-words.ts';
import './environment.css';

type Source = OutputOf<typeof contract.routes.source>;
type Outlet = Source['outlets'][number];
type Factor = Outlet['factors'][number];

export default function SourcePage(): ReactNode {
  const { id = '' } = useParams();
  const reply = useCall(contract.routes.source, { id }, { every: 60_000 });
  return <Shown of={reply}>{(source) => <Framed source={source} />}</Shown>;
}

function isOver({ last, limit }: Factor): boolean {
  return last?.counts === true && last.value !== null && limit !== null && last.value > limit;
}

function Framed(props: { readonly source: Source }): ReactNode {
  const { source } = props;
  const navigate = useNavigate();
  usePageTitle(source.name);
  const factors = source.outlets.flatMap((each) => each.factors);
  return (
    <PageFrame
      title={source.name}
      summary={[source.industry, source.permit && `排污许可证 ${source.permit}`].filter(Boolean).join('，')}
      breadcrumb={[{ title: '生态环境' }, { title: '污染源在线', to: '/environment/sources' }]}
    >
      <Tiles minimum={180}>
        <NumberCard
          title="在办超标案件"
          value={source.openCases}
          unit="件"
          better="lower"
          onOpen={() => void navigate(`/environment/exceedances?f.source=${source.id}`)}
        />
        <NumberCard title="正在超标的因子" value={factors.filter(isOver).length} unit="项" better="lower" />
        <NumberCard
          title="排放口"
          value={source.outlets.length}
          unit="个"
          onOpen={() => void navigate(`/registers/environment.outlet/rows?f.source=${source.id}`)}
        />
      </Tiles>
      {source.outlets.length === 0 && <Empty text="还没有登记排放口" />}
      {source.outlets.map((outlet) => (
        <OutletPart key={outlet.id} outlet={outlet} />
      ))}
    </PageFrame>
  );
}

function OutletPart(props: { readonly outlet: Outlet }): ReactNode {
  const { outlet } = props;
  const limited = outlet.factors.filter((each) => each.limit !== null);
  const [chosen, choose] = useState(limited[0]?.property ?? outlet.factors[0]?.property);
  const factor = outlet.factors.find((each) => each.property === chosen);
  return (
    <Section
      title={`${outlet.code} ${outlet.name}`}
      extra={outlet.device && <Link to={`/telemetry/devices/${outlet.device}`}>监测设备</Link>}
    >
      {outlet.factors.length === 0 && <Empty text="没有关联自动监测设备，或设备还没有物模型" />}
      {outlet.factors.length > 0 && (
        <div className="source-outlet">
          <Table<Factor>
            size="small"
            rowKey="property"
            pagination={false}
            dataSource={[...outlet.factors]}
            rowClassName={(each) => (each.property === chosen ? 'is-chosen' : '')}
            columns={[
              {
                title: '因子',
                render: (_, each) => (
                  <button
                    type="button"
                    className="source-factor"
                    aria-pressed={each.property === chosen}
                    onClick={() => choose(each.property)}
                  >
                    {each.title}
                  </button>
                ),
              },
              { title: '最近', align: 'end', render: (_, each) => lastText(each) },
              { title: '限值', align: 'end', render: (_, each) => each.limit ?? '—' },
              { title: '标记', width: 84, render: (_, each) => flagOf(each) },
              {
                title: '时间',
                width: 108,
                render: (_, each) => (each.last ? momentText(each.last.at).slice(5, 16) : '—'),
              },
            ]}
          />
          {factor && <Hours factor={factor} />}
        </div>
      )}
    </Section>
  );
}

function lastText(factor: Factor): ReactNode {
  const value = factor.last?.value;
  if (value === null || value === undefined) return '—';
  return <span className={isOver(factor) ? 'water-worse' : ''}>{`${value} ${unitText(factor.unit)}`}</span>;
}

function flagOf({ last }: Factor): ReactNode {
  if (last === null) return '—';
  return <StatusTag tone={last.counts ? 'green' : 'grey'}>{last.qualityTitle}</StatusTag>;
}

function Hours(props: { readonly factor: Factor }): ReactNode {
  const { factor } = props;
  if (factor.hours.length === 0) return <Empty text="一周内没有小时数据" />;
  const { limit } = factor;
  return (
    <div>
      <Chart
        title={`${factor.title}：一周各小时`}
        height={280}
        data={{
          kind: 'line',
          unit: unitText(factor.unit),
          categories: factor.hours.map((each) => dayHourText(each.at)),
          series: [
            { name: factor.title, values: factor.hours.map((each) => each.value) },
            ...(limit === null ? [] : [{ name: '限值', values: factor.hours.map(() => limit) }]),
          ],
        }}
      />
      <p className="city-muted air-note">
        有效 {factor.counted} 小时，共 {factor.hours.length}{' '}
        小时有上报；维护、校准、故障、停运、超量程时的数据保存而不参加判定。
        {factor.basis && `限值依据：${factor.basis}。`}
      </p>
    </div>
  );
}
