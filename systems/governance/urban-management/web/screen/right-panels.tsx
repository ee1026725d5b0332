/** Right of the map: areas to go down to, units, newest cases, trend. */
import type { ReactNode } from 'react';
import { Chart } from '../../../../../ui/chart.tsx';
import { ScreenPanel, ScreenRank, useStage } from '../../../../../ui/screen/screen.tsx';
import { inPeriod } from '../rows/row-question.ts';
import { LatestCases } from './latest-cases.tsx';
import { Days, type PanelProps, todays, useRankRows, Waiting } from './panel-parts.tsx';
import { openRows, type Screen, unitRows } from './screen-rows.ts';
import type { Step } from './use-screen.ts';

export function RightPanels(props: PanelProps): ReactNode {
  const { screen, place, onOpen, held } = props;
  const units = held.slow.data?.units ?? [];
  const ranked = units
    .filter((unit) => unit.lateRate !== null)
    .map((unit) => ({ key: unit.unit, name: unit.name, value: 1 - (unit.lateRate ?? 0) }))
    .sort((a, b) => b.value - a.value)
    .slice(0, useRankRows());
  return (
    <>
      <Areas {...props} />
      <ScreenPanel title="单位按期处置" extra={<Days period={screen.period} />}>
        <Waiting of={held.slow}>
          <ScreenRank
            unit="%"
            rows={ranked}
            onOpen={(key) => {
              const unit = units.find((one) => one.unit === key);
              if (unit) onOpen(unitRows(place, `${unit.name}：处置 ${unit.count} 件`, screen.period, key));
            }}
          />
        </Waiting>
      </ScreenPanel>
      <LatestCases rows={screen.latest} />
      <Trend {...props} />
    </>
  );
}

/** Counties, or the towns of the county in view; a click goes there. */
function Areas(props: PanelProps): ReactNode {
  const { screen, held, place } = props;
  const inTown = held.path.length > 2;
  const rows = useAreaRows(screen);
  function enter(key: string): void {
    const row = screen.areas.find((one) => one.area === key);
    if (!row) return;
    const step: Step = { area: row.area, name: row.name };
    if (inTown) props.onOpen(openRows({ ...place, area: row.area }, `${row.name}：在办`));
    else held.enter(step);
  }
  return (
    <ScreenPanel
      title={held.path.length === 1 ? '区县在办' : '乡镇在办'}
      extra={<span className="wall-days">点击{inTown ? '看案件' : '下钻'}</span>}
    >
      {rows.length === 0 ? (
        <p className="wall-none">没有下级区域的案件</p>
      ) : (
        <ScreenRank unit="件" rows={rows} onOpen={enter} />
      )}
    </ScreenPanel>
  );
}

function useAreaRows(screen: Screen) {
  const most = useRankRows();
  return screen.areas
    .filter((row) => row.open > 0)
    .toSorted((a, b) => b.open - a.open)
    .slice(0, most)
    .map((row) => ({
      key: row.area,
      name: row.overdue > 0 ? `${row.name}（超期 ${row.overdue}）` : row.name,
      value: row.open,
    }));
}

function Trend(props: PanelProps): ReactNode {
  const { held, place } = props;
  const { wide } = useStage();
  const days = held.trend.data?.days ?? [];
  return (
    <ScreenPanel title="每日趋势">
      <Waiting of={held.trend}>
        <div className="wall-chart">
          <Chart
            title="每日上报、立案和办结"
            height={wide ? 360 : 150}
            data={{
              kind: 'line',
              categories: days.map((one) => one.day.slice(5)),
              series: todays.map(({ key, title }) => ({ name: title, values: days.map((one) => one[key]) })),
            }}
            onPick={({ category, series }) => {
              const day = days.find((one) => one.day.endsWith(category))?.day;
              const line = todays.find((one) => one.title === series) ?? todays[0];
              if (day === undefined) return;
              props.onOpen({
                title: `${day} ${line.title}`,
                filter: inPeriod(line.field, day, day),
                ...(place.area === undefined ? {} : { where: { caseArea: place.area } }),
              });
            }}
          />
        </div>
      </Waiting>
    </ScreenPanel>
  );
}
