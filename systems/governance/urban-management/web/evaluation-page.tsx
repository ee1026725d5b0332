/** 综合评价: areas, units and posts by the standard's indicators, scored and ranked; every number opens its rows. */
import { Button, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { DrillDrawer } from '../../../../engines/indicators/web/parts/drill-drawer.tsx';
import type { Picked } from '../../../../engines/indicators/web/parts/indicator-question.ts';
import { IndicatorTrend } from '../../../../engines/indicators/web/parts/indicator-trend.tsx';
import { useCatalogue } from '../../../../engines/indicators/web/parts/use-indicators.ts';
import { saveFile } from '../../../../engines/registers/web/import/save-file.ts';
import { Chart } from '../../../../ui/chart.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { type Column, evaluationSheet, type Row, type Table } from './evaluation/evaluation-cells.ts';
import { EvaluationTable } from './evaluation/evaluation-table.tsx';
import { PeriodBar, usePeriod } from './period/period-bar.tsx';
import { casePath } from './rows/case-words.ts';
import './urban.css';

const objects = [
  { value: 'area', label: '区域' },
  { value: 'unit', label: '处置单位' },
  { value: 'collector', label: '采集员' },
  { value: 'acceptor', label: '受理员' },
  { value: 'dispatcher', label: '派遣员' },
  { value: 'shift-leader', label: '值班长' },
] as const;
type ObjectName = (typeof objects)[number]['value'];

export default function EvaluationPage(): ReactNode {
  const held = usePeriod();
  const object = objects.find(({ value }) => value === held.address.get('object'))?.value ?? 'area';
  const asked = useCall(
    contract.routes.evaluation,
    { ...held.period, object, ...(held.area ? { area: held.area } : {}) },
    { keep: true, fresh: 30_000 },
  );
  const table = asked.data;
  return (
    <PageFrame
      title="综合评价"
      summary="按国家标准的评价指标对区域、部门和岗位评分；分母为零的指标显示“—”，不参与计分"
      extra={
        <Button disabled={!table} onClick={() => table && saveSheet(table)}>
          导出
        </Button>
      }
    >
      <PeriodBar held={held}>
        <div>
          <span className="city-muted">评价对象</span>
          <Segmented<ObjectName>
            value={object}
            onChange={(value) => held.change({ object: value })}
            options={[...objects]}
          />
        </div>
      </PeriodBar>
      <Shown of={asked} rows={10}>
        {(shown) => <Evaluation table={shown} loading={asked.isPlaceholderData} area={held.area} />}
      </Shown>
    </PageFrame>
  );
}

function saveSheet(table: Table): void {
  const { from, to } = table.period;
  const blob = new Blob([evaluationSheet(table)], { type: 'text/csv;charset=utf-8' });
  void saveFile(async () => ({ blob, fileName: `综合评价_${table.objectTitle}_${from}_${to}.csv` }));
}

function Evaluation(props: {
  readonly table: Table;
  readonly loading: boolean;
  readonly area: string | undefined;
}): ReactNode {
  const { table, area } = props;
  const [picked, setPicked] = useState<Picked | undefined>(undefined);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const { entries } = useCatalogue();
  const column = table.columns.find((one) => one.indicator === chosen) ?? table.columns[0];
  const entryOf = (indicator: string | undefined) =>
    entries?.find((entry) => entry.id === `urban-management.${indicator}`);
  const question = { ...table.period, ...table.grouping, ...(area ? { within: area } : {}) };
  function open(row: Row, of: Column): void {
    const entry = entryOf(of.indicator);
    if (entry) setPicked({ entry, part: 'numerator', group: row.key, groupName: row.name, question });
  }
  const scored = table.rows.filter((row) => row.score !== null).slice(0, 15);
  const entry = entryOf(column?.indicator);
  return (
    <>
      <Section
        title="评价结果"
        extra={
          <span className="city-muted">
            规则 {table.ruleSet.version} · {table.ruleSet.source}
          </span>
        }
        flush
      >
        <EvaluationTable
          table={table}
          loading={props.loading}
          chosen={column?.indicator}
          onChoose={setChosen}
          onOpen={open}
        />
      </Section>
      <div className="urban-pair">
        <Section title="得分排名">
          <Chart
            title="综合得分排名"
            height={Math.max(200, scored.length * 28 + 40)}
            data={{
              kind: 'bar-across',
              categories: scored.map((row) => row.name),
              series: [
                { name: '综合得分', values: scored.map((row) => Math.round((row.score ?? 0) * 10) / 10) },
              ],
            }}
          />
        </Section>
        <Section title={column ? `${column.title}趋势` : '趋势'}>
          {entry && (
            <IndicatorTrend entry={entry} question={{ ...table.period, ...(area ? { within: area } : {}) }} />
          )}
        </Section>
      </div>
      <DrillDrawer
        picked={picked}
        onPart={(part) => setPicked((old) => old && { ...old, part })}
        onClose={() => setPicked(undefined)}
        to={(row) => casePath(row.id)}
      />
    </>
  );
}
