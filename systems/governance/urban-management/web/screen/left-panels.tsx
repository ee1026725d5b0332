/** Left of the map: today, quality, links, classes. */
import type { ReactNode } from 'react';
import { dateInCity } from '../../../../../ui/form/city-time.ts';
import { ScreenNumber, ScreenPanel, ScreenRank } from '../../../../../ui/screen/screen.tsx';
import { FlipNumber } from './flip-number.tsx';
import { Days, type PanelProps, todays, useRankRows, Waiting } from './panel-parts.tsx';
import { inStage, openedRows, openRows, rateRows, todayRows } from './screen-rows.ts';
import { StageFunnel } from './stage-funnel.tsx';

export function LeftPanels(props: PanelProps): ReactNode {
  const { screen, place, onOpen, held } = props;
  const today = dateInCity(screen.at).slice(0, 10);
  const matters = held.ranking.data?.rows ?? [];
  return (
    <>
      <ScreenPanel title="今日案件">
        <div className="wall-today">
          {todays.map(({ key, title, field }) => (
            <FlipNumber
              key={key}
              title={title}
              value={screen.today[key]}
              onOpen={() => onOpen(todayRows(place, `今日${title}`, field, today))}
            />
          ))}
        </div>
      </ScreenPanel>
      <ScreenPanel title="办理质量" extra={<Days period={screen.period} />}>
        <div className="wall-rates">
          {screen.rates.map((rate) => (
            <ScreenNumber
              key={rate.indicator}
              title={rate.title}
              value={rate.value}
              unit="%"
              onOpen={() =>
                onOpen(rateRows(place, `${rate.title}：计入的案件`, screen.period, rate.indicator))
              }
            />
          ))}
        </div>
      </ScreenPanel>
      <ScreenPanel title="在办环节">
        <StageFunnel
          stages={screen.stages}
          onOpen={(one) => onOpen(openRows(place, `在办：${one.title}`, inStage(one.stage)))}
        />
      </ScreenPanel>
      <ScreenPanel title="小类排行" extra={<Days period={screen.period} />}>
        <Waiting of={held.ranking}>
          <ScreenRank
            unit="件"
            rows={matters
              .slice(0, useRankRows())
              .map((row) => ({ key: row.matter, name: row.name, value: row.count }))}
            onOpen={(key) => {
              const row = matters.find((one) => one.matter === key);
              if (row) onOpen(openedRows(place, `${row.name}：${row.count} 件`, screen.period, key));
            }}
          />
        </Waiting>
      </ScreenPanel>
    </>
  );
}
