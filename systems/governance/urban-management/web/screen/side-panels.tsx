/** The panels left and right of the map. */
import type { ReactNode } from 'react';
import { Chart } from '../../../../../ui/chart.tsx';
import { Failed, Loading } from '../../../../../ui/empty.tsx';
import { dateInCity } from '../../../../../ui/form/city-time.ts';
import { ScreenNumber, ScreenPanel, ScreenRank, useStage } from '../../../../../ui/screen/screen.tsx';
import { inPeriod, type RowQuestion } from '../rows/row-question.ts';
import { FlipNumber } from './flip-number.tsx';
import { LatestCases } from './latest-cases.tsx';
import {
  inStage,
  openedRows,
  openRows,
  type Place,
  rateRows,
  type Screen,
  todayRows,
  unitRows,
} from './screen-rows.ts';
import { StageFunnel } from './stage-funnel.tsx';
import type { Step, useScreen } from './use-screen.ts';

export interface PanelProps {
  readonly held: ReturnType<typeof useScreen>;
  readonly screen: Screen;
  readonly place: Place;
  readonly onOpen: (question: RowQuestion) => void;
}

const todays = [
  { key: 'opened', title: '上报', field: 'openedAt' },
  { key: 'filed', title: '立案', field: 'filedAt' },
  { key: 'closed', title: '办结', field: 'closedAt' },
] as const;

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

/** What fits into a panel of the stage. */
function useRankRows(): number {
  return useStage().wide ? 9 : 5;
}

function Days(props: { readonly period: Screen['period'] }): ReactNode {
  const { from, to } = props.period;
  return (
    <span className="wall-days">
      {from.slice(5)} 至 {to.slice(5)}
    </span>
  );
}

function Waiting(props: {
  readonly of: { readonly data: unknown; readonly error: unknown; readonly refetch: () => unknown };
  readonly children: ReactNode;
}): ReactNode {
  if (props.of.data !== undefined) return props.children;
  if (props.of.error) return <Failed error={props.of.error} onRetry={() => void props.of.refetch()} />;
  return <Loading rows={3} />;
}
