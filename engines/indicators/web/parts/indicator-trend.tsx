/** How an indicator moved by day, week or month; a point leads to the rows of its days. */
import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { Chart } from '../../../../ui/chart.tsx';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract, { type CatalogueEntry } from '../../contract.ts';
import { DrillDrawer } from './drill-drawer.tsx';
import { type Picked, type Question, questionInput } from './indicator-question.ts';

type Every = 'day' | 'week' | 'month';

export function IndicatorTrend(props: {
  readonly entry: CatalogueEntry;
  readonly question: Question;
  /** Of one group only; default over all. */
  readonly group?: string | null;
  readonly height?: number;
}): ReactNode {
  const { entry, question, group } = props;
  const [every, setEvery] = useState<Every>('week');
  const [picked, setPicked] = useState<Picked | undefined>(undefined);
  const asked = useCall(
    contract.routes.trend,
    { indicators: entry.id, every, ...questionInput(question, group) },
    { keep: true, fresh: 30_000 },
  );
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  if (asked.data === undefined) return <Loading rows={5} />;
  const points = asked.data;
  const whole = (value: number | null | undefined) =>
    value === null || value === undefined || entry.unit !== '%'
      ? (value ?? null)
      : Math.round(value * 1000) / 10;
  const data = {
    kind: 'line' as const,
    categories: points.map((point) => point.from),
    series: [{ name: entry.title, values: points.map((point) => whole(point.values[entry.id]?.value)) }],
    unit: entry.unit,
  };
  function open(category: string): void {
    const point = points.find((one) => one.from === category);
    if (point === undefined) return;
    setPicked({
      entry,
      part: 'numerator',
      group,
      groupName: `${point.from} 至 ${point.to}`,
      question: { ...question, from: point.from, to: point.to },
    });
  }
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 8 }}>
      <div>
        <Segmented<Every>
          size="small"
          value={every}
          onChange={setEvery}
          options={[
            { value: 'day', label: '按日' },
            { value: 'week', label: '按周' },
            { value: 'month', label: '按月' },
          ]}
        />
      </div>
      <Chart
        title={`${entry.title}趋势`}
        data={data}
        height={props.height ?? 260}
        onPick={({ category }) => open(category)}
      />
      <DrillDrawer
        picked={picked}
        onPart={(part) => picked && setPicked({ ...picked, part })}
        onClose={() => setPicked(undefined)}
      />
    </div>
  );
}
