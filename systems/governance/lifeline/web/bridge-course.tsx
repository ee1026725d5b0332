/** One bridge point: as it read beside what the temperature alone would make of it, and what is left beside its thresholds. */
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { DescriptionList } from '../../../../ui/layout.tsx';
import type contract from '../contract.ts';
import { deviationText } from './bridges-page.tsx';

export type BridgePoint = OutputOf<typeof contract.routes.bridgePoint>;

const origins = {
  keeper: '管理员指定',
  'first-days': '最初的读数',
  'not-over': '尚未满，暂按已有读数',
} as const;

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

export function BridgeCourse(props: { readonly point: BridgePoint }): ReactNode {
  const { point } = props;
  const { reference, course, unit, kind } = point;
  const digits = kind === 'frequency' ? 4 : 1;
  const categories = course.map(({ at }) => momentText(at).slice(5, 16));
  return (
    <>
      <DescriptionList
        columns={2}
        items={[
          { label: '当前偏差', value: deviationText(kind, point.deviation) },
          {
            label: '参考期',
            value:
              reference === null
                ? (point.problem ?? '样本不足，还不能判断')
                : `${momentText(reference.from).slice(0, 10)} 至 ${momentText(reference.to).slice(0, 10)}（${origins[reference.by]}，${reference.pairs} 小时）`,
          },
          {
            label: '温度影响',
            value: reference === null ? '—' : `每升 1 °C ${round(reference.slope, digits + 1)} ${unit}`,
          },
          {
            label: '参考期离散',
            value: reference === null ? '—' : `σ = ${round(reference.sigma, digits + 1)} ${unit}`,
          },
        ]}
      />
      {course.length === 0 ? (
        <Empty text="这段时间没有同时有温度的读数" />
      ) : (
        <>
          <Chart
            title="实测和按温度应有的值"
            height={220}
            data={{
              kind: 'line',
              unit,
              categories,
              series: [
                { name: '实测', values: course.map(({ value }) => round(value, digits)) },
                {
                  name: '按温度应有',
                  values: course.map(({ expected }) => (expected === null ? null : round(expected, digits))),
                },
              ],
            }}
          />
          <Chart
            title="去温度后的偏差和阈值"
            height={200}
            data={{
              kind: 'line',
              unit: kind === 'frequency' ? '%' : 'σ',
              categories,
              series: [
                {
                  name: '偏差',
                  values: course.map(({ deviation }) => (deviation === null ? null : round(deviation, 2))),
                },
                ...point.thresholds.map(({ level, amount }) => ({
                  name: `${level} 级阈值 ${amount}`,
                  values: course.map(() => amount),
                })),
              ],
            }}
          />
        </>
      )}
    </>
  );
}
