/** Which alarms the rule would have raised: counted by day, and listed. */
import { Button, Segmented, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty } from '../../../../ui/empty.tsx';
import { dateInCity, durationText, momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { ReplayedAlarm } from '../../routes/rule-routes.ts';
import type { RuleDefinition } from '../../rule.ts';
import { paths } from '../paths.ts';

const day = 86_400_000;
const spans = [
  { value: 1, label: '1 天' },
  { value: 3, label: '3 天' },
  { value: 7, label: '7 天' },
  { value: 30, label: '30 天' },
];

interface Replayed {
  readonly devices: number;
  readonly readings: number;
  readonly more: boolean;
  readonly devicesInAll: number;
  readonly learnedFrom: string | null;
  readonly found: number;
  readonly alarms: readonly ReplayedAlarm[];
}

/** `definition` asks the form; undefined while it is not complete. */
export function ReplayPanel(props: {
  readonly definition: () => RuleDefinition | undefined;
  readonly onReplayed: () => void;
}): ReactNode {
  const [days, setDays] = useState(3);
  const [result, setResult] = useState<Replayed | undefined>(undefined);
  const [incomplete, setIncomplete] = useState(false);
  const { act, acting } = useAct(contract.routes.replayRule, {
    onDone: (found) => {
      setResult(found);
      props.onReplayed();
    },
  });
  function replay(): void {
    const definition = props.definition();
    setIncomplete(definition === undefined);
    if (definition === undefined) return;
    const now = Date.now();
    void act({
      definition,
      from: new Date(now - days * day).toISOString(),
      to: new Date(now).toISOString(),
    });
  }
  return (
    <Section
      title="历史回放"
      extra={
        <>
          <Segmented<number> aria-label="回放时间" options={spans} value={days} onChange={setDays} />
          <Button loading={acting} onClick={replay}>
            回放
          </Button>
        </>
      }
    >
      {incomplete && <p role="alert">请先把条件填写完整</p>}
      {result ? <Result result={result} /> : <Empty text="点“回放”，看这条规则在历史读数上会产生哪些告警" />}
    </Section>
  );
}

function Result(props: { readonly result: Replayed }): ReactNode {
  const { alarms, devices, devicesInAll, readings, more, learnedFrom, found } = props.result;
  const byDay = new Map<string, number>();
  for (const { raisedAt } of alarms) {
    const key = dateInCity(raisedAt).slice(5, 10);
    byDay.set(key, (byDay.get(key) ?? 0) + 1);
  }
  const summary = `${devices} 台设备、${readings.toLocaleString('zh-CN')} 条读数，会产生 ${found} 次告警`;
  const limits = [
    devicesInAll > devices && `共 ${devicesInAll} 台设备，只回放了前 ${devices} 台`,
    found > alarms.length && `只列出最早的 ${alarms.length} 次`,
    more && '读数过多，只回放了前一部分',
  ].filter((each) => each !== false);
  return (
    <>
      <p>
        <b>{summary}</b>
        {limits.length > 0 && `；${limits.join('；')}`}
      </p>
      <p className="city-muted">
        {learnedFrom === null
          ? '此前没有读数，规则从零学起'
          : `此前的读数从 ${momentText(learnedFrom)} 起用来学习常态`}
      </p>
      {alarms.length > 0 && (
        <>
          <Chart
            title="每日告警次数"
            height={160}
            data={{
              kind: 'bar',
              unit: '次',
              categories: [...byDay.keys()],
              series: [{ name: '告警', values: [...byDay.values()] }],
            }}
          />
          <Table<ReplayedAlarm>
            size="small"
            rowKey={(alarm) => `${alarm.device} ${alarm.raisedAt}`}
            dataSource={[...alarms]}
            pagination={{ pageSize: 8, hideOnSinglePage: true, showSizeChanger: false }}
            className="telemetry-replayed"
            columns={[
              {
                title: '设备',
                render: (_, alarm) => <Link to={paths.device(alarm.device)}>{alarm.deviceName}</Link>,
              },
              { title: '开始', render: (_, alarm) => momentText(alarm.raisedAt).slice(5) },
              { title: '持续', render: (_, alarm) => lasting(alarm) },
              { title: '说明', dataIndex: 'reason', className: 'telemetry-reason' },
            ]}
          />
        </>
      )}
    </>
  );
}

function lasting(alarm: ReplayedAlarm): string {
  if (alarm.clearedAt === null) return '至今';
  return durationText(Date.parse(alarm.clearedAt) - Date.parse(alarm.raisedAt));
}
