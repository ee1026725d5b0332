/** 空气质量 for anyone: the index now with advice, the stations, the last day and the days to come. */
import type { ReactNode } from 'react';
import { Shown } from '../../../../ui/empty.tsx';
import { KitRoot } from '../../../../ui/kit-root.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { DayCourse, IndexTile, Pollutants } from './air/air-parts.tsx';
import { dayHourText, inkOn, primaryText } from './air/air-words.ts';
import { ForecastPart } from './air/forecast-part.tsx';
import './environment.css';

export default function PublicAirPage(): ReactNode {
  const reply = useCall(contract.routes.publicAir, {}, { every: 600_000 });
  return (
    <div className="open-width air-public">
      <h1>空气质量</h1>
      <Shown of={reply} rows={10}>
        {(board) => {
          const current = board.hours.find((each) => each.hour === board.hour) ?? null;
          return (
            <>
              <p className="city-muted">
                {board.hour === null ? '暂无有效数据' : `${dayHourText(board.hour)}，实时数据未经审核`}
                {current && `，按 HJ 633-${current.edition} 计算`}
              </p>
              <div className="air-now">
                <IndexTile title="全市 AQI" shown={current} />
                <div>
                  <Pollutants shown={current} />
                  {current?.advice && <p>{current.advice}。</p>}
                </div>
              </div>
              <h2>各站点</h2>
              <ul className="air-cards">
                {board.stations.map(({ id, name, now }) => (
                  <li key={id}>
                    <span>{name}</span>
                    <b
                      className="city-number"
                      style={{
                        background: now?.colour ?? 'var(--city-line)',
                        color: inkOn(now?.level ?? null),
                      }}
                    >
                      {now?.aqi ?? '—'}
                    </b>
                    <small className="city-muted">
                      {now?.levelName ?? '数据不足'}
                      {now && now.primary.length > 0 && `，${primaryText(now)}`}
                    </small>
                  </li>
                ))}
              </ul>
              <h2>最近 24 小时</h2>
              <DayCourse hours={board.hours} />
              <h2>未来三天</h2>
              <KitRoot>
                <ForecastPart checked={false} forecast={board.forecast} station={null} />
              </KitRoot>
            </>
          );
        }}
      </Shown>
    </div>
  );
}
