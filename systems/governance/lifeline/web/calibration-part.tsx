/** How well the model meets its sensors, before and after its factors are fitted; sensors that were left out are the proof. */
import { Button, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { useSession } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

type Calibration = OutputOf<typeof contract.routes.calibrate>;

export function CalibrationPart(props: { readonly network: string }): ReactNode {
  const [found, setFound] = useState<Calibration | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.calibrate, { onDone: setFound });
  const { permissions } = useSession();
  return (
    <Section
      title="模型校核"
      extra={
        permissions.includes('lifeline:simulate') && (
          <Button loading={acting} onClick={() => void act({ id: props.network })}>
            用近期读数校核
          </Button>
        )
      }
    >
      {found === undefined ? (
        <Empty text="校核后显示用水量和各管径组粗糙系数的修正倍数，以及修正前后模型与测点的差" />
      ) : (
        <Found found={found} />
      )}
    </Section>
  );
}

function kilopascals(value: number | null): string {
  return value === null ? '—' : `${(value * 1000).toFixed(2)} kPa`;
}

function verdictOf({ before, after }: Calibration['heldOut']): ReactNode {
  if (before === null || after === null) return <StatusTag tone="grey">没有留出测点，无从检验</StatusTag>;
  return after < before ? (
    <StatusTag tone="green">留出测点也更接近</StatusTag>
  ) : (
    <StatusTag tone="yellow">留出测点没有更接近，不宜采用</StatusTag>
  );
}

function rangeText(from: number, to: number | null): string {
  if (to === null) return `${from} mm 及以上`;
  return from === 0 ? `${to} mm 以下` : `${from}～${to} mm`;
}

function Found({ found }: { readonly found: Calibration }): ReactNode {
  const factors = [
    { name: '总用水量', pipes: null, ...found.demand },
    ...found.groups.map(({ from, to, ...group }) => ({ name: `粗糙系数：${rangeText(from, to)}`, ...group })),
  ];
  const pressures = found.sensors.filter(({ kind }) => kind === 'pressure');
  return (
    <>
      <p className="lifeline-note">
        {verdictOf(found.heldOut)}
        <span>
          参与拟合的测点：{kilopascals(found.fitted.before)} → {kilopascals(found.fitted.after)}
        </span>
        <span>
          留出的测点：{kilopascals(found.heldOut.before)} → {kilopascals(found.heldOut.after)}
        </span>
      </p>
      <Table<(typeof factors)[number]>
        size="small"
        rowKey="name"
        pagination={false}
        dataSource={factors}
        columns={[
          { title: '系数', dataIndex: 'name' },
          { title: '管段', align: 'end', render: (_, { pipes }) => (pipes === null ? '—' : `${pipes} 条`) },
          { title: '修正倍数', align: 'end', render: (_, row) => row.factor.toFixed(3) },
          { title: '标准差', align: 'end', render: (_, { spread }) => `±${spread.toFixed(3)}` },
        ]}
      />
      <Chart
        title="压力测点的均方根差"
        height={220}
        data={{
          kind: 'bar',
          unit: 'kPa',
          categories: pressures.map(({ name, heldOut }) => (heldOut ? `${name}（留出）` : name)),
          series: [
            { name: '校核前', values: pressures.map(({ before }) => thousandfold(before)) },
            { name: '校核后', values: pressures.map(({ after }) => thousandfold(after)) },
          ],
        }}
      />
      <p className="city-muted lifeline-note">
        {momentText(found.from)} 至 {momentText(found.to)}，{found.values}{' '}
        个小时均值；未结事件以来的读数不用。结果不改动模型： 采用时由数据管理员修改模型文件后重新导入。
      </p>
    </>
  );
}

function thousandfold(value: number | null): number | null {
  return value === null ? null : Number((value * 1000).toFixed(3));
}
