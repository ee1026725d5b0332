/** The score of a dataset from day to day. */
import type { ReactNode } from 'react';
import { Chart } from '../../../../../ui/chart.tsx';
import { Shown } from '../../../../../ui/empty.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function ScoreChart(props: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.scores, { id: props.id });
  return (
    <Shown of={asked} rows={4}>
      {({ days }) => (
        <>
          <Chart
            title="质量得分走势"
            height={200}
            data={{
              kind: 'line',
              categories: days.map(({ day }) => day),
              series: [{ name: '质量得分', values: days.map(({ score }) => score) }],
              unit: '分',
            }}
          />
          {days.some(({ note }) => note !== null) && (
            <p className="city-muted">其中以往日期的得分是演示数据</p>
          )}
        </>
      )}
    </Shown>
  );
}
