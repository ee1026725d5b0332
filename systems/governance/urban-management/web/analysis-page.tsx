/** 决策分析: where trouble gathers and comes back, which links are slow, how it moves, and what it is about. */
import { type ReactNode, useState } from 'react';
import { Chart } from '../../../../ui/chart.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { type AnalysisAsked, openedRows, whereOf } from './analysis/analysis-rows.ts';
import { HotMap, RepeatPlaces } from './analysis/hot-map.tsx';
import { SlowGrid } from './analysis/slow-grid.tsx';
import { MatterPicker } from './filing/matter-picker.tsx';
import { PeriodBar, usePeriod } from './period/period-bar.tsx';
import { inPeriod, type RowQuestion } from './rows/row-question.ts';
import { RowsDrawer } from './rows/rows-drawer.tsx';
import './urban.css';

export default function AnalysisPage(): ReactNode {
  const held = usePeriod();
  const [question, setQuestion] = useState<RowQuestion | undefined>(undefined);
  const matter = held.address.get('matter') ?? undefined;
  const asked: AnalysisAsked = {
    ...held.period,
    ...(held.area === undefined ? {} : { area: held.area }),
    ...(matter !== undefined && /^\d{5}$/.test(matter) ? { matter } : {}),
  };
  return (
    <PageFrame title="决策分析" summary="问题在哪里集中、哪里反复、哪个环节慢；每个数字点开都是对应的案件">
      <PeriodBar held={held}>
        <div className="urban-period-area">
          <label className="city-muted" htmlFor="analysis-matter">
            小类
          </label>
          <MatterPicker
            id="analysis-matter"
            value={asked.matter}
            onChange={(code) => held.change({ matter: code ?? undefined })}
          />
        </div>
      </PeriodBar>
      <div className="urban-hot">
        <HotMap asked={asked} onOpen={setQuestion} />
        <RepeatPlaces asked={asked} onOpen={setQuestion} />
      </div>
      <SlowGrid asked={asked} onOpen={setQuestion} />
      <div className="urban-pair">
        <Trend asked={asked} onOpen={setQuestion} />
        <Ranking asked={asked} onOpen={setQuestion} />
      </div>
      <RowsDrawer question={question} onClose={() => setQuestion(undefined)} />
    </PageFrame>
  );
}

interface Part {
  readonly asked: AnalysisAsked;
  readonly onOpen: (question: RowQuestion) => void;
}

const lines = [
  { key: 'opened', name: '上报', field: 'openedAt' },
  { key: 'filed', name: '立案', field: 'filedAt' },
  { key: 'closed', name: '办结', field: 'closedAt' },
] as const;

function Trend(props: Part): ReactNode {
  const { asked } = props;
  const reply = useCall(contract.routes.trend, asked, { keep: true, fresh: 60_000 });
  return (
    <Section title="每日趋势">
      <Shown of={reply}>
        {({ days }) => (
          <Chart
            title="每日上报、立案和办结"
            height={320}
            data={{
              kind: 'line',
              unit: '件',
              categories: days.map((one) => one.day.slice(5)),
              series: lines.map(({ key, name }) => ({ name, values: days.map((one) => one[key]) })),
            }}
            onPick={({ category, series }) => {
              const day = days.find((one) => one.day.endsWith(category))?.day;
              const line = lines.find((one) => one.name === series) ?? lines[0];
              if (day === undefined) return;
              props.onOpen({
                title: `${day} ${line.name}`,
                filter: inPeriod(line.field, day, day),
                where: whereOf(asked),
              });
            }}
          />
        )}
      </Shown>
    </Section>
  );
}

function Ranking(props: Part): ReactNode {
  const { asked } = props;
  const reply = useCall(contract.routes.ranking, asked, { keep: true, fresh: 60_000 });
  return (
    <Section title="小类排行">
      <Shown of={reply}>
        {({ rows }) => {
          const shown = rows.slice(0, 12);
          return (
            <Chart
              title="小类排行"
              height={320}
              data={{
                kind: 'bar-across',
                unit: '件',
                categories: shown.map((row) => row.name),
                series: [{ name: '案件', values: shown.map((row) => row.count) }],
              }}
              onPick={({ category }) => {
                const row = shown.find((one) => one.name === category);
                if (row)
                  props.onOpen(
                    openedRows(asked, `${row.name}：${row.count} 件`, { where: { matter: row.matter } }),
                  );
              }}
            />
          );
        }}
      </Shown>
    </Section>
  );
}
