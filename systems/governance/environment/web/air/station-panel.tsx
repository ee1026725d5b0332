/** One air station: its index now, its hours, what is to come, and from where its pollution came. */
import { Button, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { Section } from '../../../../../ui/layout.tsx';
import { useSession } from '../../../../../ui/session.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { DayCourse, IndexTile, Pollutants } from './air-parts.tsx';
import { ForecastPart } from './forecast-part.tsx';

export function StationPanel(props: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const reply = useCall(contract.routes.airStation, { id: props.id, hours: 48 }, { keep: true });
  const { permissions } = useSession();
  return (
    <Section title={reply.data?.name ?? '站点'} extra={<Button onClick={props.onClose}>返回全市</Button>}>
      <Shown of={reply} rows={8}>
        {(station) => {
          const current = station.hours.findLast((each) => each.aqi !== null) ?? null;
          const items = [
            { key: 'hours', label: '最近 48 小时', children: <DayCourse hours={station.hours} /> },
            {
              key: 'forecast',
              label: '预报',
              children: <ForecastPart checked forecast={station.forecast} station={props.id} />,
            },
            ...(permissions.includes('environment:trace')
              ? [{ key: 'trace', label: '溯源', children: <WindTrace station={props.id} /> }]
              : []),
          ];
          return (
            <>
              <div className="air-now">
                <IndexTile title="AQI" shown={current} />
                <Pollutants shown={current} />
              </div>
              <Tabs items={items} />
            </>
          );
        }}
      </Shown>
    </Section>
  );
}

const directions = ['北', '东北', '东', '东南', '南', '西南', '西', '西北'];

function directionText(degrees: number): string {
  return directions[Math.round(degrees / 45) % 8] ?? '';
}

function WindTrace(props: { readonly station: string }): ReactNode {
  const reply = useCall(contract.routes.traceAir, { station: props.station, pollutant: 'pm25' });
  return (
    <Shown of={reply} rows={4}>
      {({ suspects, hours }) =>
        suspects.length === 0 ? (
          <Empty text="上风向 25 公里内没有登记的污染源" />
        ) : (
          <>
            <ol className="air-suspects">
              {suspects.slice(0, 8).map((each) => (
                <li key={each.id}>
                  <Link to={`/environment/sources/${each.id}`}>{each.name}</Link>
                  <span className="city-muted">
                    {directionText(each.bearing)}方 {each.kilometres.toFixed(1)} km
                    {each.exceeding && '，正在超标'}
                  </span>
                  <b className="city-number">{(each.share * 100).toFixed(0)}%</b>
                </li>
              ))}
            </ol>
            <p className="city-muted air-note">
              按最近 {hours.length} 个小时的风向风速和 PM2.5 浓度加权；只提示可能，不作为处罚依据。
            </p>
          </>
        )
      }
    </Shown>
  );
}
