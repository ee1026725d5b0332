/** 告警实时: alarms as they come, beside those that somebody has taken on and those that are over and not yet closed. */
import type { ReactNode } from 'react';
import { CityMap } from '../../../../../engines/maps/web/city-map.tsx';
import { Failed } from '../../../../../ui/empty.tsx';
import { ScreenBoard, ScreenNumber, ScreenPanel } from '../../../../../ui/screen/screen.tsx';
import { AlarmList, atDesk } from './alarm-list.tsx';
import { useAlarms } from './use-alarms.ts';
import '../sensing.css';

const layers = ['telemetry.alarm'];
const shown = 12;

export default function AlarmsScreenPage(): ReactNode {
  const raised = useAlarms('raised', shown);
  const taken = useAlarms('acknowledged,cleared', shown);
  const { countOf, list } = raised;
  if (list.isError && raised.rows === undefined)
    return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  const number = (title: string, status: string, tone?: 'red' | 'yellow' | 'green') => (
    <ScreenNumber
      title={title}
      unit="条"
      {...(tone === undefined ? {} : { tone })}
      value={countOf(undefined, [status])}
      onOpen={() => atDesk(`/alarms?f.status=${status}`)}
    />
  );
  return (
    <ScreenBoard
      left={
        <ScreenPanel title="新告警，无人确认">
          <AlarmList rows={raised.rows} />
        </ScreenPanel>
      }
      top={
        <>
          {number('告警中', 'raised', 'red')}
          {number('已确认', 'acknowledged', 'yellow')}
          {number('已恢复待关闭', 'cleared', 'green')}
        </>
      }
      centre={<CityMap layers={layers} height="100%" label="未关闭告警的分布" />}
      right={
        <ScreenPanel title="处置中和待关闭">
          <AlarmList rows={taken.rows} />
        </ScreenPanel>
      }
    />
  );
}
