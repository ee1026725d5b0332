/** 感知一屏: devices and open alarms on the dark map, how many are heard, and what is wrong now. */
import type { ReactNode } from 'react';
import { CityMap } from '../../../../../engines/maps/web/city-map.tsx';
import telemetryContract, { levelTitles } from '../../../../../engines/telemetry/contract.ts';
import { Failed } from '../../../../../ui/empty.tsx';
import { ScreenBoard, ScreenNumber, ScreenPanel, ScreenRank } from '../../../../../ui/screen/screen.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import { AlarmList, atDesk } from './alarm-list.tsx';
import { useAlarms } from './use-alarms.ts';
import '../sensing.css';

const layers = ['telemetry.device', 'telemetry.alarm'];
const tones = { '1': 'red', '2': 'yellow', '3': undefined } as const;
const everyHalfMinute = 30_000;

export default function SensingScreenPage(): ReactNode {
  const overview = useCall(telemetryContract.routes.overview, {}, { every: everyHalfMinute, keep: true });
  const { rows, countOf, list } = useAlarms('raised,acknowledged', 12);
  const { devices, heard, online, models = [] } = overview.data ?? {};
  if (list.isError && rows === undefined)
    return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <ScreenBoard
      left={
        <ScreenPanel title="各类设备在线率">
          <ScreenRank
            rows={models.map((each) => ({
              key: each.model,
              name: each.title,
              // Nothing has reported yet: there is no share to tell.
              value: each.heard > 0 ? each.online / each.heard : null,
              note: `${each.online} / ${each.heard} 台`,
            }))}
            unit="%"
            digits={1}
            onOpen={() => atDesk('/devices')}
          />
        </ScreenPanel>
      }
      top={
        <>
          <ScreenNumber title="登记设备" unit="台" value={devices} onOpen={() => atDesk('/devices')} />
          <ScreenNumber
            title="在线率"
            unit="%"
            digits={1}
            tone="green"
            value={online === undefined || !heard ? null : online / heard}
            formula="在线设备 ÷ 上报过读数的设备"
          />
          {Object.entries(levelTitles).map(([level, title]) => {
            const tone = tones[level as keyof typeof tones];
            return (
              <ScreenNumber
                key={level}
                title={`${title}告警`}
                unit="条"
                {...(tone === undefined ? {} : { tone })}
                value={countOf(level, ['raised', 'acknowledged'])}
                onOpen={() => atDesk(`/alarms?f.level=${level}`)}
              />
            );
          })}
        </>
      }
      centre={<CityMap layers={layers} height="100%" label="感知设备和未关闭告警的分布" />}
      right={
        <ScreenPanel title="正在告警">
          <AlarmList rows={rows} />
        </ScreenPanel>
      }
    />
  );
}
