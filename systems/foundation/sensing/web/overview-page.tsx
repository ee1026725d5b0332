/** 感知总览: how many devices there are and are heard, what is wrong now, and where. */
import { Table } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { CityMap } from '../../../../engines/maps/web/city-map.tsx';
import registersContract from '../../../../engines/registers/contract.ts';
import telemetryContract, { levelTitles } from '../../../../engines/telemetry/contract.ts';
import { levelTones } from '../../../../engines/telemetry/web/alarm/alarm-words.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section, Tiles } from '../../../../ui/layout.tsx';
import { useLive } from '../../../../ui/live.ts';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import './sensing.css';

const layers = ['telemetry.alarm', 'telemetry.device'];

export default function OverviewPage(): ReactNode {
  return (
    <PageFrame
      title="感知总览"
      summary="全市感知设备是否在线、哪里正在告警；每个数字点开都是对应的设备或告警"
    >
      <Numbers />
      <div className="sensing-overview">
        <Section flush title="设备和告警分布" className="sensing-map">
          <CityMap layers={layers} height="100%" label="感知设备和未关闭告警的分布" link={linkOf} />
        </Section>
        <div className="sensing-side">
          <LatestAlarms />
          <Models />
        </div>
      </div>
    </PageFrame>
  );
}

function linkOf(
  feature: { readonly id?: string | number | undefined },
  layer: { readonly id: string },
): { to: string; title: string } | undefined {
  if (feature.id === undefined) return undefined;
  return layer.id === 'telemetry.alarm'
    ? { to: `/telemetry/alarms/${feature.id}`, title: '打开告警' }
    : { to: `/telemetry/devices/${feature.id}`, title: '打开设备' };
}

function Numbers(): ReactNode {
  const navigate = useNavigate();
  const overview = useCall(telemetryContract.routes.overview, {}, { every: 30_000 });
  const alarms = useCall(telemetryContract.routes.alarmCounts, {}, { every: 30_000 });
  const open = (level: string) =>
    alarms.data?.counts
      .filter((each) => each.level === level && each.status !== 'cleared')
      .reduce((sum, each) => sum + each.count, 0);
  const { devices, heard, online } = overview.data ?? {};
  return (
    <Tiles minimum={190}>
      <NumberCard
        title="登记设备"
        value={devices}
        unit="台"
        onOpen={() => void navigate('/telemetry/devices')}
      />
      <NumberCard
        title="在线率"
        value={online === undefined || !heard ? undefined : online / heard}
        unit="%"
        formula="在线设备 ÷ 上报过读数的设备；连续几个上报间隔没有收到算离线"
        better="higher"
      />
      {Object.entries(levelTitles).map(([level, title]) => (
        <NumberCard
          key={level}
          title={`${title}告警`}
          value={open(level)}
          unit="条"
          better="lower"
          onOpen={() => void navigate(`/telemetry/alarms?f.level=${level}`)}
        />
      ))}
    </Tiles>
  );
}

interface AlarmRow {
  readonly id: string;
  readonly title: string;
  readonly level: keyof typeof levelTitles;
  readonly status: string;
  readonly lastAt: string;
}

function LatestAlarms(): ReactNode {
  const input = useMemo(
    () => ({
      register: 'telemetry.alarm',
      where: JSON.stringify({ status: 'raised,acknowledged' }),
      sort: '-raisedAt',
      size: 8,
    }),
    [],
  );
  const reply = useCall(registersContract.routes.list, input, { every: 60_000 });
  useLive('telemetry:read-alarms', () => void reply.refetch());
  return (
    <Section title="正在告警" extra={<Link to="/telemetry/alarms">全部告警</Link>}>
      <Shown of={reply} rows={4}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty text="现在没有告警" />
          ) : (
            <ul className="sensing-alarms">
              {(rows as unknown as readonly AlarmRow[]).map((alarm) => (
                <li key={alarm.id}>
                  <StatusTag tone={levelTones[alarm.level]}>{levelTitles[alarm.level]}</StatusTag>
                  <Link to={`/telemetry/alarms/${alarm.id}`}>{alarm.title}</Link>
                  <time>{momentText(alarm.lastAt).slice(5)}</time>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Section>
  );
}

function Models(): ReactNode {
  const reply = useCall(telemetryContract.routes.overview, {}, { every: 30_000 });
  return (
    <Section title="按物模型" flush>
      <Shown of={reply} rows={4}>
        {({ models }) => (
          <Table
            size="small"
            rowKey="model"
            pagination={false}
            dataSource={[...models]}
            columns={[
              { title: '物模型', dataIndex: 'title' },
              { title: '上报过', dataIndex: 'heard', align: 'end' },
              { title: '在线', dataIndex: 'online', align: 'end' },
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}
