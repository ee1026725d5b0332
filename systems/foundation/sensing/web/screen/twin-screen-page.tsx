/** 数字孪生一屏: the inclined city as it stands, with its open alarms to the left and what is open or seen to the right. */
import type { ReactNode } from 'react';
import { deviceStates, stateNames } from '../../../../../engines/telemetry/contract.ts';
import { Failed } from '../../../../../ui/empty.tsx';
import { ScreenBoard, ScreenNumber, ScreenPanel } from '../../../../../ui/screen/screen.tsx';
import { AlarmPanel, TourButton } from '../twin/alarm-panel.tsx';
import { EntityPanel } from '../twin/entity-panel.tsx';
import { rowsPath } from '../twin/rows-path.ts';
import { TwinMap } from '../twin/twin-map.tsx';
import { useAlarmVisits } from '../twin/use-alarm-visits.ts';
import { useTwinState } from '../twin/use-twin-state.ts';
import '../twin/twin.css';

const tones = { alarm: 'red', attention: 'yellow', offline: undefined, normal: 'green' } as const;

export default function TwinScreenPage(): ReactNode {
  const state = useTwinState();
  const { alarms, visit, tour } = useAlarmVisits(state);
  const { themes, city } = state.twin;
  if (themes.data === undefined && themes.error)
    return <Failed error={themes.error} onRetry={() => void themes.refetch()} />;
  return (
    <ScreenBoard
      left={
        <ScreenPanel title="未恢复的告警" extra={<TourButton tour={tour} ready={alarms.length > 0} />}>
          <AlarmPanel state={state} onVisit={visit} />
        </ScreenPanel>
      }
      top={stateNames.map((name) => {
        const tone = tones[name];
        return (
          <ScreenNumber
            key={name}
            title={deviceStates[name]}
            unit="个"
            value={city.data?.counts[name]}
            onOpen={() => window.open(`/desk${rowsPath(state.theme, name)}`, '_blank')}
            {...(tone === undefined ? {} : { tone })}
          />
        );
      })}
      centre={<TwinMap state={state} />}
      right={
        <ScreenPanel title={state.chosen === undefined ? '图上的实体' : '实体'}>
          <EntityPanel state={state} />
        </ScreenPanel>
      }
    />
  );
}
